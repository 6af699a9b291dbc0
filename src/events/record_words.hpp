// record_words.hpp: the vocabulary of the diplomatic record. Private to this room.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/interner.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"

namespace chancery {

// What words of record_words.tsv are looked up for.
enum class RecordUse : std::uint8_t {
  kText,         // a type of text: "memorandum of understanding"
  kTextWeak,     // one only where it is signed, adopted or the like: "plan"
  kTextVerb,     // the status that a verb gives to a text
  kTextNoun,     // likewise of a noun: "the signing of"
  kMeetNoun,     // "talks"
  kMeetBody,     // a body that meets: "joint commission"
  kMeetVerb,     // "met"
  kTalkVerb,     // "spoke with", of persons
  kPhoneVerb,    // "telephoned"
  kDiscussVerb,  // "discussed"
  kHoldVerb,     // tells that a meeting is, was or will be
  kLevel,        // who meets: "foreign minister" is "foreign ministers"
  kGoVerb,       // "flew"; value: prepositions of the state gone to, o for the object
  kReceiveVerb,  // "received"
  kVisitNoun,    // "trip"
  kVisitType,    // "working"
  kCancelVerb,   // value: cancelled or postponed
  kPost,         // "embassy"
  kPostVerb,
  kPostNoun,
  kTitle,  // an office; value: its role name
  kOfficeVerb,
  kOfficeNoun,
  kWord,  // words that rules name, so that they have numbers
};
inline constexpr std::size_t kRecordUseCount = 24;

class RecordVocabulary {
 public:
  struct Phrase {
    std::vector<WordId> words;
    std::string value;
  };

  // Fails with kBadTable on a bad row.
  Result<void> load(const TableSource& source, Interner& words);
  // The phrases that begin with the word, the longest first; null for none.
  const std::vector<Phrase>* at(RecordUse use, WordId first) const {
    const auto& phrases = phrases_[static_cast<std::size_t>(use)];
    const auto found = phrases.find(first);
    return found == phrases.end() ? nullptr : &found->second;
  }

 private:
  std::array<std::unordered_map<WordId, std::vector<Phrase>>, kRecordUseCount> phrases_;
};

}  // namespace chancery
