// speakers.hpp: noun phrases beside a verb of saying, and whom they name. Private to speech/.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.hpp"
#include "speech/lexicon.hpp"

namespace chancery {

// What a phrase is headed by.
enum class Head : std::uint8_t {
  kNone,
  kLeading,  // no subject: begins with a preposition ("In Geneva") or a subordinate clause
  kHe,
  kIt,
  kMention,
  kName,      // a person that no mention covers, by full name or with a title
  kFamily,    // one capitalised word: perhaps a family name given in full elsewhere
  kTitle,     // "the minister"
  kBody,      // "the ministry"
  kPaper,     // "the statement"
  kOfficial,  // "officials"
  kWords,     // any other noun: "the harbour master"
  kJoint,     // "they", "the two ministers"
};

struct NounPhrase {
  Head head = Head::kNone;
  TokenRange tokens;                // without what follows the head
  MentionId mention = kNoId;        // of kMention
  TokenRange name;                  // of kName and kFamily
  WordId noun = kNoWord;            // of kTitle, kBody, kPaper, kOfficial
  MentionId state_mention = kNoId;  // "Kenyan" in "a Kenyan official"
  bool indefinite = false;
  bool joint = false;
  bool of_several = false;  // "officials of both countries"
};

struct Speaker {
  bool known = false;
  bool person = false;
  MentionId mention = kNoId;
  ActorId actor = kNoId;
  std::string name;             // of a person known by words only
  std::string state;            // of the same
  bool unnamed = false;         // not known, but words that stand for somebody
  std::vector<ActorId> others;  // who speaks along
  How how = How::kNamed;
  Span span;
  // Known, or words that can stand for a speaker of quoted words.
  bool speaks() const { return known || unnamed; }
};

// Looks at tokens in the order of the text, and remembers who was named so far.
class SpeakerFinder {
 public:
  // `quoted` marks the tokens of quotations, whose persons are never "he" of the report. All must
  // outlive the finder.
  SpeakerFinder(const Document& document, const SpeechTables& tables,
                const std::vector<bool>& quoted);

  // Reads the phrase at the start of [begin, end). With `strict`, nothing but prepositional
  // phrases, adverbs and relative clauses may follow its head; else anything may.
  NounPhrase read_phrase(TokenId begin, TokenId end, bool strict) const;

  // Registers the mentions that end at or before `token`. Calls must not go back.
  void advance(TokenId token);
  // Whom the phrase names, with what was registered so far. `apposition` is what stands beside it
  // between commas; its head is kNone where there is none.
  Speaker resolve(const NounPhrase& phrase, const NounPhrase& apposition);
  // The phrase whose head no table knows ("the harbour master of the port"); its head is kNone
  // where the words are no subject. With `strict` nothing but prepositional phrases may follow.
  NounPhrase read_words(TokenId begin, TokenId end, bool strict) const;
  // The same for two phrases that speak together.
  Speaker resolve_joint(const NounPhrase& first, const NounPhrase& second);
  // The paragraph that calls speak of from now on.
  void set_block(std::uint32_t block) { block_ = block; }

  // The outermost mention that covers the token, or kNoId; and the one that begins there.
  MentionId covering(TokenId token) const { return covering_[token]; }
  MentionId beginning(TokenId token) const;
  std::uint64_t classes(TokenId token) const { return tables_.classes_of(text_.word[token]); }

  bool is_comma(TokenId token) const { return is_char(token, ','); }
  bool is_char(TokenId token, char mark) const;
  bool is_dash(TokenId token) const;      // a dash between words, no hyphen
  bool is_terminal(TokenId token) const;  // . ? ! ... and the ellipsis
  bool is_person(MentionId mention) const;

 private:
  // Somebody whom the report gives a name of two or more words.
  struct Known {
    TokenRange name;  // the longest writing
    TokenId first = 0;
    std::string state;
    MentionId mention = kNoId;
    ActorId actor = kNoId;
    std::uint32_t looked = 0;  // writings whose state was looked for
  };
  // Where a known name stands that no mention covers.
  struct Writing {
    TokenRange name;
    std::uint32_t known = 0;
    bool titled = false;
  };
  struct Seen {
    Speaker speaker;
    std::uint32_t block = 0;
  };

  TokenRange name_run(TokenId begin, TokenId end) const;
  TokenRange after_title(TokenRange name) const;
  std::string join_words(TokenRange tokens) const;
  TokenRange name_of_mention(const Mention& mention) const;
  MentionId state_before(TokenId name_begin) const;
  MentionId nested_state(MentionId mention) const;
  std::string state_of(MentionId mention) const;
  MentionId state_in_tail(TokenId begin, TokenId end) const;
  bool is_possessive(TokenId token) const;
  bool is_word(TokenId token) const;
  TokenId name_after_office(TokenId begin, TokenId end) const;
  Known* known_by(std::string_view word, bool given, TokenId before);
  Known* known_as(TokenRange name);
  Known& add_known(TokenRange name);
  std::string ends_of(TokenRange name) const;
  void pass_writing(const Writing& writing);
  bool beside_writing(TokenRange office) const;
  void index_names();
  std::string state_beside(TokenRange name) const;
  std::string context_state(TokenId at, bool office) const;
  bool is_public(TokenRange tokens) const;
  void find_main_state();
  Speaker pair_of_states(Span span, TokenId at) const;
  WordId title_at(TokenId token) const;
  void pass_office(SentenceId sentence);
  void subject_again(const Seen& seen);
  std::uint64_t gender_of(const Speaker& speaker) const;
  void note_gender(const Speaker& speaker, std::uint64_t bits);
  const Seen* last_of_gender(std::uint64_t wanted) const;
  const Known* known_by_tail(TokenRange name) const;
  void see_person(const Speaker& speaker, TokenRange words, bool subject);
  const Seen* last_titled(WordId noun) const;
  Speaker again(const Seen* seen, Span span, std::uint32_t reach) const;
  bool fits_state(const Speaker& speaker, MentionId state) const;

  const Document& document_;
  const TextLayer& text_;
  const SpeechTables& tables_;
  const std::vector<bool>& quoted_;
  std::vector<MentionId> covering_;

  std::uint32_t block_ = 0;
  MentionId next_mention_ = 0;
  SentenceId subject_sentence_ = 0xFFFFFFFF;  // the sentence whose subject has been seen
  Seen last_person_;
  Seen last_issuer_;  // a body, state or organisation that spoke
  Seen last_body_;
  std::unordered_map<WordId, Seen> titled_;
  std::unordered_map<WordId, Seen> bodies_;
  std::unordered_map<std::string, std::vector<WordId>> nouns_of_office_;
  SentenceId next_sentence_ = 0;  // whose beginning has not been passed
  std::unordered_map<ActorId, std::uint64_t> gender_of_actor_;
  std::unordered_map<std::string, std::uint64_t> gender_of_name_;
  Seen last_male_;
  Seen last_female_;
  Seen other_person_;  // the last one who is not last_person_
  Seen last_joint_;
  std::string main_state_;         // the one state that the report is of, or empty
  std::string main_office_state_;  // the same among states alone
  std::string place_state_;        // of the dateline
  ActorId context_actor_ = kNoId;  // the state of either
  std::vector<Known> known_;
  std::vector<Writing> writings_;
  std::size_t next_writing_ = 0;
  std::unordered_map<std::string, std::uint32_t> by_ends_;  // first and last word -> known_
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_family_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_given_;
};

}  // namespace chancery
