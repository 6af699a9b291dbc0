// reader.hpp: the state of one reading of a report for statements. Private to speech/.
#pragma once
#include <optional>
#include <vector>

#include "document/document.hpp"
#include "document/tree.hpp"
#include "speech/lexicon.hpp"
#include "speech/quotes.hpp"

namespace chancery {

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;
inline constexpr std::uint32_t kLinkWords =
    40;  // between a verb and the quotation that it introduces
inline constexpr std::uint32_t kThatWords = 14;       // of a headline's speaker before its colon
inline constexpr std::uint32_t kSentenceWords = 600;  // longer runs are no sentences, and not read
inline constexpr std::uint32_t kMentionsBack = 12;    // how far back "it" or "he" is looked for

// The tree of one sentence with the reach of each word: its first token and past its last one.
class SentenceTree : public Tree {
 public:
  SentenceTree(const Document& document, TokenRange sentence);
  TokenRange reach(TokenId token) const { return reach_[token - sentence().begin]; }

 private:
  std::vector<TokenRange> reach_;
};

struct Speaker {
  ActorId actor = kNoId;
  Span span;  // empty: nobody
  std::vector<ActorId> others;
  How how = How::kNamed;
  bool known() const { return actor != kNoId; }
  // Known, or words that can stand for a speaker of quoted words.
  bool speaks() const { return !span.empty(); }
};

// A verb of saying, or a phrase in its place, with whoever is its subject.
struct Attribution {
  enum class Form : std::uint8_t { kBefore, kInverted, kParticiple, kAccording, kDash, kColon };
  Form form = Form::kBefore;
  TokenRange verb;          // empty where there is none
  TokenId head = kNoToken;  // the verb in the tree
  const Saying* saying = nullptr;
  TokenRange extent;      // subject and verb
  TokenId bound = 0;      // where the clause of the attribution begins
  bool withheld = false;  // not said: negated, asked for, to come
  bool wording = false;   // "in the words of Murat"
  bool embedded = false;  // inside what another one reports
  Speaker speaker;
  ActorId addressee = kNoId;
  Span addressee_span;
  ActorId relay = kNoId;
  std::uint32_t parent = kNoIndex;  // of a participle: the attribution whose subject it shares
  std::uint32_t unit = kNoIndex;
};

// Reads paragraph by paragraph: quotations, then attributions (attributions.cpp) with their
// speakers (speakers.cpp), then who said what (speech.cpp).
class SpeechReader {
 public:
  SpeechReader(const Document& document, const SpeechTables& tables);

  SpeechLayer find();

 private:
  using Form = Attribution::Form;
  enum class QuoteShape : std::uint8_t {
    kFragment,
    kRunning,
    kFree
  };  // how much of a clause a quotation is

  // Words and marks.
  std::uint16_t classes(TokenId t) const { return tables_.classes_of(text_.word[t]); }
  bool is_word(TokenId t) const {
    return text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol;
  }
  bool is_that(TokenId t) const { return text_.word[t] == tables_.that; }
  bool is_char(TokenId t, char mark) const;
  bool is_comma(TokenId t) const { return is_char(t, ','); }
  bool is_dash(TokenId t) const;      // a dash between words, no hyphen
  bool is_terminal(TokenId t) const;  // . ? ! ... and the ellipsis
  bool is_finite(TokenId t) const;
  // A finite verb other than the first word.
  bool has_finite(TokenRange tokens) const;
  bool has_verb(TokenRange tokens) const;
  TokenId skip_marks(TokenId t, TokenId end) const;
  TokenRange trim(TokenRange tokens) const;
  TokenRange sentence_of(TokenId t) const { return text_.sentence_tokens[text_.token_sentence[t]]; }
  // The tree of the token's sentence; null where it is too long to be one. Good until the next
  // call.
  const SentenceTree* tree_at(TokenId t);

  // Quotations.
  QuoteShape shape_of_quotation(const Quotation& quotation, TokenRange block) const;
  Span words_of(const Quotation& quotation) const;
  void weigh_quotations(std::uint32_t block);

  // Speakers.
  MentionId covering(TokenId t) const { return covering_[t]; }
  Speaker speaker_of(const SentenceTree& tree, TokenId noun, int depth = 0) const;
  Speaker single_speaker(const SentenceTree& tree, TokenId noun, int depth) const;
  Speaker from_mention(MentionId mention, TokenId noun) const;
  MentionId person_beside(const SentenceTree& tree, TokenId noun, int depth) const;
  Speaker owner_of(const SentenceTree& tree, TokenId noun, int depth) const;
  MentionId owner_before(TokenId noun) const;
  Speaker named_before(TokenId noun) const;
  Speaker last_issuer(TokenId noun) const;
  Speaker speaker_before(TokenId noun, bool person) const;
  ActorId party_of(ActorId actor) const;
  Span words_of_noun(const SentenceTree& tree, TokenId noun) const;

  // Attributions.
  Speaker last_person(TokenId begin) const;
  void find_attributions(std::uint32_t block);
  bool read_verb(TokenId t, bool after_quotation, TokenId low, Attribution& out);
  bool read_cited(const SentenceTree& tree, Attribution& out);
  bool read_participle(const SentenceTree& tree, Attribution& out);
  bool read_according(TokenId at, Attribution& out);
  bool read_dash(TokenId after, TokenRange block, Attribution& out);
  bool read_colon(TokenId colon, TokenRange block, Attribution& out);
  TokenId subject_of(const SentenceTree& tree, TokenId verb) const;
  TokenId agent_of(const SentenceTree& tree, TokenId verb) const;
  bool is_withheld(const SentenceTree& tree, TokenId verb, TokenId subject) const;
  void read_addressee(const SentenceTree& tree, Attribution& out) const;
  void read_relay(const SentenceTree& tree, Attribution& out) const;

  // Statements.
  bool follows(const Attribution& attribution, const Quotation& quotation, TokenRange block);
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
  bool reports(const Attribution& attribution);
  std::optional<TokenRange> reported_after(const Attribution& attribution, TokenId end, bool& that);
  std::optional<TokenRange> reported_around(const Attribution& attribution, TokenId end,
                                            std::optional<TokenRange>& rest);
  std::uint32_t continue_unit(std::uint32_t before);
  std::uint32_t close_chain();  // the unit that it makes, if any
  void remember(std::uint32_t block);

  const Document& document_;
  const TextLayer& text_;
  const SyntaxLayer& syntax_;
  const SpeechTables& tables_;
  const std::vector<Block> blocks_;
  std::vector<std::vector<Quotation>> quotations_;
  std::vector<bool> quoted_;
  std::vector<MentionId> covering_;  // by token: the outermost mention
  std::optional<SentenceTree> tree_;

  SpeechLayer layer_;
  // Of the block at work.
  std::uint32_t block_ = 0;
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
