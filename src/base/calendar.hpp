// calendar.hpp: days, intervals of days, and their ISO 8601 / EDTF writings. Proleptic Gregorian,
// years 1 to 9999.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chancery {

using Day = std::chrono::sys_days;

// The day, or nothing when the calendar has no such day ("2025-02-30") or the year is outside 1 ..
// 9999.
std::optional<Day> to_day(int year, int month, int day);
// Reads exactly YYYY-MM-DD.
std::optional<Day> parse_iso_day(std::string_view text);
std::string to_iso(Day day);
int year_of(Day day);
int month_of(Day day);      // 1 .. 12
int day_of_month(Day day);  // 1 .. 31
int iso_weekday(Day day);   // 1 Monday .. 7 Sunday
int days_in_month(int year, int month);

// How fine a statement of time is.
enum class Grain : std::uint8_t { kDay, kWeek, kMonth, kQuarter, kHalf, kYear, kDecade, kCentury };

// Days from `from` to `to`, both included. An absent side is open: "on or before 2025-04-26" has no
// `from`.
struct Interval {
  std::optional<Day> from;
  std::optional<Day> to;

  bool known() const { return from.has_value() || to.has_value(); }
  friend bool operator==(const Interval&, const Interval&) = default;
};

Interval day_interval(Day day);
Interval month_interval(int year, int month);
Interval quarter_interval(int year, int quarter);
Interval year_interval(int year);

// EDTF level 0 (ISO 8601-2:2019): the shortest writing that says just this interval. One day
// "2025-04-26", one whole month "2025-04", one whole year "2025", else "A/B" with each side as
// short as it can be ("2026/2028", "2024-01/2024-03", "2025-04-01/2025-04-15"); an open side is
// ".." ("../2025-04-26"). Empty when nothing is known.
std::string to_edtf(const Interval& interval);
// The inverse. Nothing when the text is not of that form.
std::optional<Interval> parse_edtf(std::string_view text);

}  // namespace chancery
