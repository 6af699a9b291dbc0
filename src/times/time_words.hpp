// time_words.hpp: what the words of the tables mean to the rules. Private to times/.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.hpp"
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
  kDayPart,
  kHalf,
  kHalfPrefix,
  kTwicePrefix,
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
  kAfter,
  kAll,
  kAnother,
  kAs,
  kAt,
  kCalendar,
  kCompared,
  kDate,
  kDayParts,
  kEveryOther,
  kFor,
  kHence,
  kHomonym,
  kLess,
  kModal,
  kLeast,
  kMore,
  kMost,
  kMover,
  kNow,
  kOclock,
  kOver,
  kOn,
  kPrior,
  kRest,
  kSame,
  kSchool,
  kStarting,
  kThat,
  kThousand,
  kThrough,
  kTime,
  kTrend,
  kUp,
  kVersus,
  kWith,
  kWhole,
  kWorking,
  kCount
};
static_assert(static_cast<int>(Cue::kCount) <= 128, "cues are the bits of two words");

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

enum class Season : std::uint8_t { kNone, kSpring, kSummer, kAutumn, kWinter };

enum class NumberKind : std::uint8_t {
  kNone,
  kOne,
  kTeen,
  kTen,
  kDozen,
  kHundred,
  kArticle,
  kUncounted,
  kZero
};

// All that the tables say of one word.
struct WordFacts {
  std::array<std::uint64_t, 2> cues = {0, 0};  // bit n of both together: Cue n
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
  Season season = Season::kNone;
  std::int16_t decade = -1;     // "seventies": 70; "2010s" is read by rule
  Unit set_unit = Unit::kNone;  // "weekly", "quarterly"
  std::int8_t set_size = 0;
  std::int8_t weekday_set = 0;  // "Mondays"
  std::int8_t half_day = 0;     // "a.m.": 1, "p.m.": 2
  std::int16_t clock = -1;      // "noon": minutes after midnight
  bool is_zone = false;
  std::int16_t zone = 0;  // minutes ahead of UTC
  bool opens_holiday = false;
  bool opens = false;  // an expression can begin here

  bool has(Cue cue) const {
    const auto bit = static_cast<unsigned>(cue);
    return (cues[bit / 64] >> (bit % 64) & 1u) != 0;
  }
};

// A day that comes every year. One of three: the same day of every year, a number of days from
// Easter Sunday, the n-th weekday of a month (the last one: -1).
struct Holiday {
  enum class Kind : std::uint8_t { kDay, kEaster, kOrthodoxEaster, kWeekday, kListed };
  Kind kind = Kind::kDay;
  std::int8_t month = 0;
  std::int8_t day = 0;       // of kDay; the weekday of kWeekday
  std::int8_t ordinal = 0;   // of kWeekday
  std::int16_t shift = 0;    // days after Easter Sunday or the weekday
  std::uint32_t listed = 0;  // of kListed: where its days begin
  std::uint32_t listed_end = 0;
};

// How a phrase turns dates that lack their year.
enum class Turn : std::uint8_t { kPlan, kAuxiliary, kSaying, kVerb };

struct TimeWords {
  std::vector<std::uint16_t> index;              // by WordId; words past the end have no facts
  std::vector<WordFacts> facts = {WordFacts{}};  // 0: a word that no table has
  PhraseTrie turns;                              // phrase -> Turn
  std::vector<std::pair<std::string, int>> month_names;  // folded, in order
  PhraseTrie holiday_names;                              // phrase -> number of the holiday
  std::vector<Holiday> holidays;
  std::vector<Day> listed_days;  // of holidays whose days no rule gives, in order

  // The month of a name that is no other word, by its letters; 0 where there is none.
  int month_named(std::string_view letters) const;

  const WordFacts& of(WordId word) const { return facts[word < index.size() ? index[word] : 0]; }
};

Result<TimeWords> load_time_words(const TableSource& source, const WordSplitter& splitter,
                                  Vocabulary& vocabulary);

}  // namespace chancery
