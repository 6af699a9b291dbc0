// anchoring.hpp: calendar arithmetic of expressions that count from another day. Private to times/.
#pragma once
#include <optional>

#include "base/calendar.hpp"
#include "times/time_words.hpp"

namespace chancery {

// Where a date that lacks its year, or a day of the week, is looked for.
enum class Heading : std::uint8_t { kPast, kFuture };

// A date without year this near to the anchor, in days, is the near one whatever the tense.
inline constexpr int kNearDays = 2;

// The day `months` later, or the last day of that month where the month is too short. Nothing
// outside years 1 .. 9999.
std::optional<Day> add_months(Day day, int months);
std::optional<Day> add_units(Day day, Unit unit, int count);
// Both sides moved; a whole month stays a whole month.
std::optional<Interval> shift(const Interval& interval, Unit unit, int count);

// The day, week (Monday to Sunday), weekend, month, quarter or year that holds the day.
Interval unit_around(Day day, Unit unit);
Interval decade_interval(int year);
// The unit that lies `count` after the one around the day; before it for negative counts.
Interval unit_beside(Day day, Unit unit, int count);
Grain grain_of(Unit unit);

// "April 26": the day, in the year that the heading asks for, at most a year from the anchor.
std::optional<Day> nearest_day(Day anchor, int month, int day, Heading heading);
// "in March": the year of the month.
int nearest_month_year(Day anchor, int month, Heading heading);
// "on Friday": the anchor itself where it is that day, else the nearest one the heading asks for.
Day nearest_weekday(Day anchor, int weekday, Heading heading);

// "early", "mid", "late": the first, second or last third, in whole months where the interval has
// at least three of them.
enum class Third : std::uint8_t { kFirst, kMiddle, kLast };
std::optional<Interval> third_of(const Interval& interval, Third third);

// "the first nine months of 2024", "the third week of June": units [first, first + count) from the
// start, counted from 0; from_end counts from the end. Nothing where the interval has fewer.
enum class CountFrom : std::uint8_t { kStart, kEnd };
std::optional<Interval> units_in(const Interval& interval, Unit unit, int first, int count,
                                 CountFrom from);

}  // namespace chancery
