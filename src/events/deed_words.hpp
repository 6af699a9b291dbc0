// deed_words.hpp: what words do in the record (deed_words.tsv). Private to this room.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/interner.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"

namespace chancery {

enum class DeedUse : std::uint8_t {
  kAdhere,        // "adheres to": the stance
  kAffirm,        // "reaffirmed its support": says a stance
  kAgainst,       // "warned against": the stance
  kAmount,        // "the volume of": what is measured follows
  kAsset,         // what is frozen: the type of measure
  kAverting,      // "dropped the plan": what was announced does not come
  kBan,           // "banned imports"
  kBegin,         // "the drill will begin"
  kBeside,        // "stands by": the stance
  kBorder,        // what is closed: the type of measure
  kChange,        // "raise": the direction
  kClose,         // "closed its border": the status
  kCommit,        // "pledged to": the strength
  kDeem,          // "called it illegal": the stance
  kEffort,        // "efforts to safeguard"
  kExempt,        // "exempted from"
  kFactor,        // "double": the factor
  kFlow,          // "import": the type of a ban on it
  kForswear,      // "ruled out"
  kFreeze,        // "froze the assets": the status
  kGrant,         // "approved a loan"
  kGranted,       // "loan"
  kHalf,          // "by half": what is left
  kHalt,          // "suspended aid": the status
  kHelped,        // "aid": the type of its freeze
  kIndependence,  // "recognised the independence"
  kLast,          // "remain in force"
  kMatter,        // "claim": what a stance is on
  kMeasured,      // "exports": what has a size
  kMeasure,       // "lifted the ban": the status
  kOperator,      // how a governed clause is told
  kOther,         // "will visit": of another kind, or nothing that is undertaken
  kPlanned,       // "exercise": what a plan can be about; of verbs what makes one
  kProtect,       // "safeguard"
  kReach,         // "reach 10 billion": the direction
  kRegime,        // "tariff": the type
  kRelation,      // "relations"
  kSanction,      // "blacklisted"
  kSchedule,      // "calendar of"
  kScheduled,     // "is planned": the status
  kStance,        // "supports": the stance
  kTakeIn,        // "accepting": what "stopped" makes a ban
  kTies,          // "severed relations": the status
  kTraded,        // "trade": between two it is bilateral
  kUnder,         // "pays duties": who is hit
  kUnlawful,      // "illegal", "unacceptable"
  kVisa,          // "visas"
};

struct DeedWord {
  DeedUse use = DeedUse::kOther;
  char pos = 'v';  // v, n, a
  WordId particle = kNoWord;
  std::string value;
  double number = 0;  // the value of a factor
};

class DeedWords {
 public:
  // Those of the lemma, nullptr for none.
  const std::vector<DeedWord>* at(WordId word) const {
    return word != kNoWord && word < of_.size() && !of_[word].empty() ? &of_[word] : nullptr;
  }
  // Reads deed_words.tsv; lemmas go to `words`. Fails with kBadTable on the first bad row.
  Result<void> load(const TableSource& source, Interner& words);

 private:
  std::vector<std::vector<DeedWord>> of_;
};

}  // namespace chancery
