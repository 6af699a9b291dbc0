// lemma_keys.hpp: what lemmas and features are decided on, shared by the table and its learner.
//
// Three decisions are lists of rules, from special to general: the edit that makes the lemma from
// the lower-case form, the case of the lemma, and the features. A rule is a key of some bytes and a
// value; of the rules whose keys a word has, the most special one decides.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "document/syntax_layer.hpp"

namespace chancery::syntax {

// Where a word stands, as far as it tells about capitals.
enum class WordPlace : std::uint8_t {
  kInside,
  kFirst,      // the first word of its sentence
  kUpperText,  // in a sentence without small letters
};

// A word with what its lemma and features depend on.
struct TaggedForm {
  std::string_view form;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kNn;
  WordPlace place = WordPlace::kInside;
  std::uint8_t situation = 0;  // 0..15: what the tree tells, see situation.hpp; for features only
};

// How the letters of the lemma are written.
enum class LemmaCase : std::uint8_t {
  kByRule,  // by the list of case rules; else small
  kLower,
  kAsForm,   // as in the form
  kCapital,  // the first letter a capital
  kUpper,
  kPlainNumber,  // without the commas between digits
};
inline constexpr std::size_t kLemmaCaseCount = 6;

// Takes code points off the end of the lower-case form and appends text.
struct LemmaEdit {
  static constexpr std::uint8_t kWhole = 255;  // take off all
  std::uint8_t strip = 0;
  LemmaCase letters = LemmaCase::kByRule;
  std::string_view append;
};

// Appends the form in lower case, one code point for each of its own, with ' for all apostrophes
// and " for all double quotation marks. Bytes that are not UTF-8 are copied.
void append_lower(std::string& out, std::string_view form);

// Appends the lemma that the edit makes. `by_rule` is the case for LemmaCase::kByRule. Never empty
// for a form that is not.
void append_edited(std::string& out, std::string_view form, const LemmaEdit& edit,
                   LemmaCase by_rule);

// The same where the lower-case form stands in `out` from `begin` on to its end already.
void edit_lower(std::string& out, std::size_t begin, std::string_view form, const LemmaEdit& edit,
                LemmaCase by_rule);

// What capitals and digits a form has: a number below 32.
std::uint8_t letters_of(std::string_view form);

// The rules, general ones first. The numbers are part of the model format.
enum class Rule : std::uint8_t {
  kEditTag,      // xpos
  kEditSuffix1,  // xpos and the last code points
  kEditSuffix2,
  kEditSuffix3,
  kEditSuffix4,
  kEditSuffix5,
  kEditSuffix6,
  kEditWord,        // xpos and form
  kEditTaggedWord,  // upos, xpos, form
  kCaseTag,         // xpos, letters
  kCaseTags,        // upos, xpos, letters, place
  kCaseSuffix2,     // xpos, letters, place and the last code points
  kCaseSuffix3,
  kCaseWord,        // upos, xpos, letters, form
  kFeatsTag,        // xpos
  kFeatsTags,       // upos, xpos
  kFeatsSituation,  // upos, xpos, situation
  kFeatsLetters,    // upos, xpos, letters
  kFeatsSuffix2,    // upos, xpos, letters, last code points
  kFeatsSuffix3,
  kFeatsWord,           // upos, xpos, form
  kFeatsWordSituation,  // upos, xpos, form, situation
};
inline constexpr std::size_t kRuleCount = 22;
// Whether the key of a rule has the letters of the form (in the low five bits of its fourth byte).
bool asks_for_letters(Rule rule);
// Of one list: [first, last] general to special.
struct RuleList {
  Rule first;
  Rule last;
};
inline constexpr RuleList kEditRules{Rule::kEditTag, Rule::kEditTaggedWord};
inline constexpr RuleList kCaseRules{Rule::kCaseTag, Rule::kCaseWord};
inline constexpr RuleList kFeatsRules{Rule::kFeatsTag, Rule::kFeatsWordSituation};

// Makes the keys of one word. Forms of more than kMaxWord bytes in lower case have no rules of
// their own and are judged by their end.
class RuleKeys {
 public:
  static constexpr std::size_t kMaxWord = 48;

  // `lower` as append_lower() makes it; must outlive this.
  RuleKeys(const TaggedForm& word, std::uint8_t letters, std::string_view lower);

  // The key of a rule, valid until the next call; empty where the word is too long or too short for
  // the rule. A suffix is never the whole word.
  std::string_view key(Rule rule);

 private:
  std::string_view suffix(std::size_t code_points) const;
  std::string_view put(Rule rule, std::uint8_t upos, std::uint8_t context, std::string_view text);

  const TaggedForm& word_;
  std::uint8_t letters_;
  std::string_view lower_;
  std::array<std::uint8_t, 7> suffix_begin_{};  // from the end, by code points; 0: none
  std::array<char, kMaxWord + 8> bytes_{};
};

// The hash that the table is laid out by; part of the model format.
std::uint32_t hash_of_key(std::string_view key);

}  // namespace chancery::syntax
