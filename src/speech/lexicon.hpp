// lexicon.hpp: the tables of speech/ in the form that its rules ask them. Private to speech/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/phrases.hpp"

namespace chancery {

// Classes of words, as bits. A word may have several.
enum WordClass : std::uint16_t {
  kNegation = 1u << 0,
  kHypothetical = 1u << 1,  // what follows is not said: "if", "whether"
  kPublic = 1u << 2,        // speak for whoever stands with them: "ministry", "spokesman"
  kPaper = 1u << 3,         // "statement": bears the words of whoever issued it
  kMute = 1u << 4,          // bears words but is no speaker: "banner", "plan"
  kJoint = 1u << 5,         // "joint": of several together
  kCiting = 1u << 6,        // "quoted", "cited"
  kVerbStart = 1u << 7,     // from verbs.tsv: a verb of saying may begin here
};

enum class Clause : std::uint8_t { kNo, kThat, kBare };  // what may follow as reported speech

struct Saying {
  std::string base;
  Clause clause = Clause::kNo;
  bool quote = false;
  bool object = false;
};

struct SpeechTables {
  std::vector<std::uint16_t> classes;  // by WordId, up to the last word of these tables
  PhraseTrie verbs;                    // all forms -> index into sayings
  std::vector<Saying> sayings;
  WordId that = kNoWord;
  WordId according = kNoWord;
  WordId to = kNoWord;
  WordId as = kNoWord;
  WordId by = kNoWord;
  WordId in = kNoWord;
  WordId of = kNoWord;
  WordId words = kNoWord;

  std::uint16_t classes_of(WordId word) const { return word < classes.size() ? classes[word] : 0; }
};

}  // namespace chancery
