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

enum class TimeKind : std::uint8_t {
  kDate,      // a day, week, month, quarter, year, or a range of them
  kDuration,  // "for three years", "a five-year plan": no place on the calendar
  kSet,       // "every year"
};
const char* to_string(TimeKind kind);

// What the resolved interval rests on.
enum class Basis : std::uint8_t { kStated, kReportDate, kDateline, kInferred };
const char* to_string(Basis basis);

enum class TimeUse : std::uint8_t {
  kMoment,  // "on 12 March", "last year"
  kTerm,    // a term of validity: "for 2026-2028", "the 2024-2027 programme"
};

struct TimeExpression {
  Span span;
  TokenRange tokens;
  TimeKind kind = TimeKind::kDate;
  TimeUse use = TimeUse::kMoment;
  Grain grain = Grain::kDay;
  Interval interval;  // unknown where the expression stays open (no report date)
  Basis basis = Basis::kStated;
  bool approximate = false;  // "around 2010"
  const char* rule = "";     // stable name of the rule that read it
};

struct TimeLayer {
  std::vector<TimeExpression> times;  // disjoint, in text order, each within one sentence
};

}  // namespace chancery
