// time_layer.hpp: expressions of time, open and resolved. Added by times/.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/span.hpp"

namespace chancery {

using TimeId = std::uint32_t;
inline constexpr TimeId kNoTime = 0xFFFFFFFF;

// The types of TIMEX3.
enum class TimeKind : std::uint8_t {
  kDate,      // a day, week, month, quarter, year, or a range of them
  kTime,      // "10 a.m.", "14:30 GMT": an hour of the day
  kDuration,  // "for three years", "a five-year plan": no place on the calendar
  kSet,       // "every year"
};
const char* to_string(TimeKind kind);

// What the words do to the value, as TIMEX3 has it: "by 2030" is on or before 2030, "early 2026"
// the start of it, "more than two years" more than P2Y.
enum class TimeMod : std::uint8_t {
  kNone,
  kBefore,
  kAfter,
  kOnOrBefore,
  kOnOrAfter,
  kStart,
  kMid,
  kEnd,
  kLessThan,
  kMoreThan,
  kEqualOrLess,
  kEqualOrMore,
  kApprox,
};
const char* to_string(TimeMod mod);  // "ON_OR_BEFORE"; "" for none

// What the resolved interval rests on: kInferred: an earlier time of the text.
enum class Basis : std::uint8_t { kStated, kReportDate, kDateline, kInferred };
const char* to_string(Basis basis);

enum class TimeUse : std::uint8_t {
  kMoment,  // "on 12 March", "last year"
  kTerm,    // a term of validity: "for 2026-2028", "the 2024-2027 programme"
  kBase,  // what another time is compared with: "up 5 percent from a year earlier", "than in 2019"
};

struct TimeExpression {
  Span span;
  TokenRange tokens;
  TimeKind kind = TimeKind::kDate;
  TimeUse use = TimeUse::kMoment;
  Grain grain = Grain::kDay;
  Interval interval;  // unknown where the expression stays open (no report date)
  // Where the text does not settle which of two numbers is the day ("03/04/2025"), the interval is
  // unknown and these are the readings.
  Interval day_first, month_first;
  // TIMEX3: "2025-04", "2025-W17", "2024-Q1", "202" (a decade), "P3Y", "XXXX-WXX-1" (every Monday),
  // "2025-04-26T14:30Z". A range has the values of its ends ("2026/2028"). As said where the time
  // stays open: "XXXX-04-26"; empty where the words name no part of a date ("last year").
  std::string value;
  TimeMod mod = TimeMod::kNone;
  Basis basis = Basis::kStated;
  TimeId anchor = kNoTime;   // the earlier time of the text that it counts from
  bool approximate = false;  // "around 2010"
  const char* rule = "";     // stable name of the rule that read it
};

struct TimeLayer {
  std::vector<TimeExpression> times;  // disjoint, in text order, each within one sentence
};

}  // namespace chancery
