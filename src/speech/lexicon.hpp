// lexicon.hpp: the tables of speech/ in the form that its rules ask them. Private to speech/.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/phrases.hpp"

namespace chancery {

// Classes of words, as bits. A word may have several.
enum WordClass : std::uint64_t {
  kHe = std::uint64_t{1} << 0,  // "he", "she"
  kThey = std::uint64_t{1} << 1,
  kIt = std::uint64_t{1} << 2,
  kSubject = std::uint64_t{1} << 3,  // pronouns that a finite verb follows
  kModal = std::uint64_t{1} << 4,
  kBe = std::uint64_t{1} << 5,
  kHave = std::uint64_t{1} << 6,
  kDo = std::uint64_t{1} << 7,
  kNegation = std::uint64_t{1} << 8,
  kDeterminer = std::uint64_t{1} << 9,
  kArticle = std::uint64_t{1} << 10,  // "a", "an"
  kPreposition = std::uint64_t{1} << 11,
  kConjunction = std::uint64_t{1} << 12,
  kSubordinator = std::uint64_t{1} << 13,
  kHypothetical = std::uint64_t{1} << 14,  // what follows is not asserted: "if", "whether"
  kRelative = std::uint64_t{1} << 15,
  kAdverb = std::uint64_t{1} << 16,
  kTime = std::uint64_t{1} << 17,
  kFinite = std::uint64_t{1} << 18,        // frequent finite verbs
  kBody = std::uint64_t{1} << 19,          // "ministry", "embassy"
  kPaper = std::uint64_t{1} << 20,         // "statement", "communique"
  kOrganisation = std::uint64_t{1} << 21,  // words that no name of a person holds
  kParticle = std::uint64_t{1} << 22,      // "al", "van"
  kVenue = std::uint64_t{1} << 23,         // "in an interview"
  kAudience = std::uint64_t{1} << 24,      // "reporters", "parliament"
  kSpeechless = std::uint64_t{1} << 25,  // what "said" may be followed by without a reported clause
  // From titles.tsv.
  kHonorific = std::uint64_t{1} << 26,
  kTitleNoun = std::uint64_t{1} << 27,
  kTitlePart = std::uint64_t{1} << 28,
  kOfficial = std::uint64_t{1} << 29,
  // From verbs.tsv: a verb of saying may begin here.
  kVerbStart = std::uint64_t{1} << 30,
  kJoint = std::uint64_t{1} << 31,  // of words.tsv: what several say together
  // Of words.tsv.
  kPublic = std::uint64_t{1} << 32,   // offices and bodies of a state: "minister", "spokesman"
  kLeads = std::uint64_t{1} << 33,    // what the head of a body does: "heads", "commands"
  kParties = std::uint64_t{1} << 34,  // several that speak together: "ministers", "sides"
  kSeveral = std::uint64_t{1} << 35,  // "two", "both"
  kMute = std::uint64_t{1} << 36,     // bears words but is no speaker: "banner", "plan"
  kMale = std::uint64_t{1} << 37,     // "he", "king", "Mr", and given names
  kFemale = std::uint64_t{1} << 38,
};

inline constexpr std::uint64_t kAuxiliary = kModal | kBe | kHave | kDo;
inline constexpr std::uint64_t kGender = kMale | kFemale;
inline constexpr std::uint64_t kAnyTitle = kHonorific | kTitleNoun | kTitlePart;

enum class VerbPart : std::uint8_t { kBase, kThird, kPast, kIng };
enum class Clause : std::uint8_t { kNo, kThat, kBare };  // what may follow as reported speech

struct VerbForm {
  std::string base;
  VerbPart part = VerbPart::kPast;
  Clause clause = Clause::kNo;
  bool quote = false;
  bool object = false;
  bool passive = false;  // "quoted as saying": the subject speaks though the verb is passive
};

struct SpeechTables {
  std::vector<std::uint64_t> classes;  // by WordId, up to the last word of these tables
  PhraseTrie verbs;                    // -> index into forms
  std::vector<VerbForm> forms;
  std::unordered_map<WordId, std::vector<std::string>>
      title_offices;           // "minister" -> role names it stands for
  std::vector<WordId> citing;  // "quoted", "cited": before "as saying"
  WordId that = kNoWord;
  WordId according = kNoWord;
  WordId to = kNoWord;
  WordId as = kNoWord;
  WordId saying = kNoWord;
  WordId in = kNoWord;
  WordId of = kNoWord;
  WordId for_ = kNoWord;
  WordId words = kNoWord;
  WordId on = kNoWord;
  WordId prime = kNoWord;
  WordId premier = kNoWord;

  std::uint64_t classes_of(WordId word) const { return word < classes.size() ? classes[word] : 0; }
};

}  // namespace chancery
