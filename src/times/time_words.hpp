// time_words.hpp: what the words of the tables mean to the rules. Private to times/.
#pragma once
#include <cstdint>
#include <vector>

#include "base/interner.hpp"
#include "base/phrases.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/words.hpp"

namespace chancery {

// The classes of cues.tsv, in the order of kCueNames.
enum class Cue : std::uint8_t {
  kDash,
  kSlash,
  kComma,
  kStop,
  kOpen,
  kClose,
  kThe,
  kIn,
  kOf,
  kBy,
  kUntil,
  kSince,
  kFrom,
  kTo,
  kBetween,
  kAnd,
  kOr,
  kYearCue,
  kSoftYearCue,
  kBeforeTo,
  kFunctionWord,
  kApproximate,
  kThis,
  kLast,
  kPrevious,
  kPast,
  kNext,
  kComing,
  kFollowing,
  kFinal,
  kEarly,
  kMid,
  kLate,
  kEdgeStart,
  kEdgeMiddle,
  kEdgeEnd,
  kEarlier,
  kLater,
  kAgo,
  kBefore,
  kSo,
  kFar,
  kThan,
  kNo,
  kNegation,
  kEvery,
  kOnce,
  kTimes,
  kPer,
  kAnnually,
  kDayPart,
  kHalf,
  kFiller,
  kFiscal,
  kPossessive,
  kOnwards,
  kLasting,
  kTermCue,
  kTermNoun,
  kEventNoun,
  kNameDay,
  kYearVerb,
  kCountNoun,
  kCount
};
static_assert(static_cast<int>(Cue::kCount) <= 64, "cues are the bits of one word");

enum class Unit : std::uint8_t {
  kNone,
  kSecond,
  kMinute,
  kHour,
  kDay,
  kWeek,
  kWeekend,
  kMonth,
  kQuarter,
  kYear
};

enum class NumberKind : std::uint8_t {
  kNone,
  kOne,
  kTeen,
  kTen,
  kDozen,
  kHundred,
  kArticle,
  kUncounted
};

// All that the tables say of one word.
struct WordFacts {
  std::uint64_t cues = 0;  // bit n: Cue n
  std::int16_t number = 0;
  NumberKind number_kind = NumberKind::kNone;
  std::int8_t ordinal = 0;
  std::int8_t month = 0;
  bool month_alone = false;
  std::int8_t weekday = 0;
  bool weekday_alone = false;
  Unit unit = Unit::kNone;
  std::int8_t unit_size = 0;
  bool plural = false;
  std::int8_t quarter = 0;
  std::int8_t half = 0;
  bool is_day_word = false;
  std::int8_t day_shift = 0;
  bool opens = false;  // an expression can begin here

  bool has(Cue cue) const { return (cues >> static_cast<int>(cue) & 1u) != 0; }
};

// How a phrase turns dates that lack their year.
enum class Turn : std::uint8_t { kPlan, kAuxiliary, kSaying, kVerb };

struct TimeWords {
  std::vector<std::uint16_t> index;              // by WordId; words past the end have no facts
  std::vector<WordFacts> facts = {WordFacts{}};  // 0: a word that no table has
  PhraseTrie turns;                              // phrase -> Turn

  const WordFacts& of(WordId word) const { return facts[word < index.size() ? index[word] : 0]; }
};

Result<TimeWords> load_time_words(const TableSource& source, const WordSplitter& splitter,
                                  Vocabulary& vocabulary);

}  // namespace chancery
