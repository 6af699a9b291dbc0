// sentences.hpp: private to text/: after which tokens the sentences of a paragraph end.
//
// ICU's sentence iterator is not used: it breaks after most abbreviations and inside quotations, so
// that every break would be decided here again, and tokens could be cut by it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "document/text_layer.hpp"
#include "document/words.hpp"
#include "sentence_ends.hpp"
#include "text.hpp"

namespace chancery::text {

// Keeps its buffers between paragraphs. The token columns (span, shape, space_before) of the
// paragraph must be filled.
class SentenceCutter {
 public:
  SentenceCutter(std::string_view text, const TextLayer& tokens, const WordSplitter& splitter,
                 const TextLexicon& lexicon, GapJudge* judge = nullptr)
      : text_(text), tokens_(tokens), splitter_(splitter), lexicon_(lexicon), judge_(judge) {}

  // Appends the end (one past the last token) of each sentence of the paragraph, in order; the last
  // is its end.
  void cut(TokenRange paragraph, std::vector<TokenId>& ends);

 private:
  enum class Mark : std::uint8_t {
    kWord,       // anything that is no mark: words, numbers, symbols
    kStop,       // one full stop
    kEllipsis,   // two or more, or U+2026
    kAsk,        // ? !
    kWideStop,   // a stop of a script that needs no blank after it
    kOpenQuote,  // also the inverted marks of Spanish
    kCloseQuote,
    kOpenBracket,
    kCloseBracket,
    kDash,
    kContinuing,  // , ; :
    kOther,
  };
  // A run of stops and the closing marks after it: [first, after).
  struct Stop {
    Mark kind = Mark::kStop;  // kWord: the stop of an abbreviation
    TokenId first = 0;
    TokenId after = 0;
    bool quote_closed = false;
    bool bracket_closed = false;
  };

  // A gap between two tokens after which a sentence may begin.
  struct Gap {
    TokenId sentence = 0;  // the first token of the sentence before it
    TokenId after = 0;     // the token after it
    bool rule = false;     // what the rules say
  };

  void read_marks(TokenRange paragraph);
  Mark mark_of(TokenId token, bool& inside_quotes) const;
  Mark quote_side(TokenId token, Mark lean, bool inside_quotes) const;
  Stop read_stop(TokenId first) const;
  bool ends_sentence(TokenId sentence, const Stop& stop) const;
  bool is_left_to_rules(TokenId sentence, const Stop& stop) const;
  bool is_open_gap(TokenId after) const;
  bool ends_at(const Gap& gap);
  template <typename Sink>
  void read_features(const Gap& gap, Sink&& sink);
  bool ends_glued(const Stop& stop, TokenId head) const;
  bool ends_after_abbreviation(TokenId sentence, const Stop& stop, TokenId head) const;

  Mark mark(TokenId token) const { return marks_[token - range_.begin]; }
  bool is_stop_mark(TokenId token) const;
  bool touches(TokenId token) const { return token > range_.begin && !tokens_.space_before[token]; }
  std::string_view word(TokenId token) const { return tokens_.token_span[token].of(text_); }
  bool is_number(TokenId token) const;
  bool is_starter(TokenId token) const;
  bool is_only_word(TokenId sentence, TokenId token) const;
  bool in_address(TokenId token) const;

  std::string_view text_;
  const TextLayer& tokens_;
  const WordSplitter& splitter_;
  const TextLexicon& lexicon_;
  GapJudge* judge_;
  TokenRange range_;
  std::vector<Mark> marks_;  // of each token of the paragraph
  std::vector<std::uint8_t>
      bracket_size_;  // of each opening bracket: tokens to its close; 0 where it has none near
  std::vector<TokenId> open_brackets_;
  std::vector<std::uint8_t> in_quotes_;  // of each token: whether a quotation is open before it
  std::uint32_t sentence_words_ = 0;     // of the sentence so far
  std::uint32_t sentence_capitals_ = 0;
  std::string value_;  // scratch: the value of a feature
};

}  // namespace chancery::text
