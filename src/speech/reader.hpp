// reader.hpp: the state of one reading of a report for statements. Private to speech/.
#pragma once
#include <optional>
#include <vector>

#include "document/document.hpp"
#include "speech/lexicon.hpp"
#include "speech/quotes.hpp"
#include "speech/speakers.hpp"

namespace chancery {

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;
inline constexpr std::uint32_t kSubjectWords = 60;  // how far before its verb a subject may begin
inline constexpr std::uint32_t kLinkWords =
    40;  // between a verb and the quotation that it introduces
inline constexpr std::uint32_t kThatWords = 14;    // between a verb and its "that"
inline constexpr std::uint32_t kClauseWords = 24;  // in which a clause must show its finite verb
inline constexpr std::uint32_t kParts = 6;         // parts between commas that a subject may have

// A verb of saying, or a phrase in its place, with whoever is its subject.
struct Attribution {
  enum class Form : std::uint8_t { kBefore, kInverted, kParticiple, kAccording, kDash, kColon };
  Form form = Form::kBefore;
  TokenRange verb;  // empty where there is none
  const VerbForm* word = nullptr;
  TokenRange extent;  // subject and verb
  TokenId bound = 0;  // where the words begin in which the subject was looked for
  bool tight = true;  // nothing but the subject stands between bound and verb
  bool negated = false;
  Speaker speaker;
  std::uint32_t parent = kNoIndex;  // of a participle: the attribution whose subject it shares
  bool as = false;                  // "as Murat said"
  bool wording = false;             // "in the words of Murat"
  bool embedded = false;            // inside what another one reports
  std::uint32_t unit = kNoIndex;
};

// Reads paragraph by paragraph: quotations, then attributions (attributions.cpp), then who said
// what (speech.cpp).
class SpeechReader {
 public:
  SpeechReader(const Document& document, const SpeechTables& tables)
      : document_(document),
        text_(document.text_layer),
        tables_(tables),
        blocks_(find_blocks(document)),
        quotations_(find_quotations(document, blocks_)),
        quoted_(text_.tokens(), false),
        speakers_(document, tables, quoted_) {}

  SpeechLayer find();

 private:
  using Form = Attribution::Form;
  enum class QuoteShape : std::uint8_t {
    kFragment,
    kRunning,
    kFree
  };  // how much of a clause a quotation is

  // Words and runs of words.
  std::uint64_t classes(TokenId t) const { return speakers_.classes(t); }
  bool is_word(TokenId t) const {
    return text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol;
  }
  bool weak_finite(TokenId t) const;
  bool has_finite(TokenRange tokens, bool weak) const;
  bool is_that(TokenId t) const { return text_.word[t] == tables_.that; }
  const VerbForm* verb_at(TokenId t, TokenId end, TokenRange& tokens) const;
  TokenId skip_marks(TokenId t, TokenId end) const;
  TokenId skip_gap(TokenId t, TokenId end) const;
  TokenRange trim(TokenRange tokens) const;
  TokenRange sentence_of(TokenId t) const { return text_.sentence_tokens[text_.token_sentence[t]]; }

  // Quotations.
  QuoteShape shape_of_quotation(const Quotation& quotation, TokenRange block) const;
  Span words_of(const Quotation& quotation) const;
  void weigh_quotations(std::uint32_t block);

  // Attributions.
  void find_attributions(std::uint32_t block);
  bool read_before(TokenId low, TokenRange verb, Attribution& out);
  bool read_inverted(TokenRange verb, TokenId end, Attribution& out);
  bool read_cited(TokenId low, TokenId as, TokenId end, Attribution& out);
  bool read_according(TokenId at, TokenId end, Attribution& out);
  void read_participle(TokenRange verb, Attribution& out);
  bool read_dash(TokenId after, TokenRange block, Attribution& out);
  bool read_colon(TokenId colon, TokenRange block, Attribution& out);
  bool parts_at(TokenId t) const;
  TokenId subject_end(TokenId begin, TokenId end) const;
  NounPhrase read_list(TokenId begin, TokenId end, NounPhrase& apposition) const;

  // Statements.
  bool follows(const Attribution& attribution, const Quotation& quotation, TokenRange block) const;
  const char* introduces(const Attribution& attribution, const Quotation& quotation,
                         QuoteShape shape) const;
  std::uint32_t unit_of(std::uint32_t attribution, SpeechMode mode, const char* rule);
  std::uint32_t make_unit(const Speaker& speaker, SpeechMode mode, const char* rule);
  void add_span(std::uint32_t unit, Span span) {
    layer_.utterances[unit].spans.push_back(span);
    touched_.push_back(unit);
  }
  void add_spans(std::uint32_t unit, const std::vector<Span>& spans) {
    for (const Span span : spans) add_span(unit, span);
  }
  void refuse(Span span, const char* reason) { layer_.refusals.push_back({span, reason}); }
  void read_direct(std::uint32_t block);
  void read_indirect(std::uint32_t block);
  bool reports(const Attribution& attribution) const;
  std::optional<TokenRange> reported_after(const Attribution& attribution, TokenId end,
                                           bool& that) const;
  std::uint32_t continue_unit(std::uint32_t before);
  std::uint32_t close_chain();  // the unit that it makes, if any
  void remember(std::uint32_t block);

  const Document& document_;
  const TextLayer& text_;
  const SpeechTables& tables_;
  const std::vector<Block> blocks_;
  std::vector<std::vector<Quotation>> quotations_;
  std::vector<bool> quoted_;
  SpeakerFinder speakers_;

  SpeechLayer layer_;
  // Of the block at work.
  std::vector<QuoteShape> shapes_;
  std::vector<Attribution> attributions_;
  std::vector<TokenRange> reported_;
  std::vector<std::uint32_t> touched_;  // units that have words in it

  // What the paragraph before leaves behind.
  std::optional<Attribution> intro_;    // it ends with "X told parliament:"
  std::uint32_t last_unit_ = kNoIndex;  // its last sentence belongs to this unit
  // A quotation that goes on over paragraphs.
  bool chain_ = false;
  std::uint32_t chain_unit_ = kNoIndex;
  std::uint32_t chain_before_ = kNoIndex;  // last_unit_ when it began
  std::vector<Span> chain_spans_;
};

}  // namespace chancery
