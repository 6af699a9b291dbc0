#include "times/anchoring.hpp"

#include <algorithm>
#include <cstdlib>

namespace chancery {
namespace {

using std::chrono::days;

int days_between(Day from, Day to) {
  return static_cast<int>((to - from).count());
}
bool in_calendar(Day day) {
  return year_of(day) >= 1 && year_of(day) <= 9999;
}
bool starts_month(Day day) {
  return day_of_month(day) == 1;
}
bool ends_month(Day day) {
  return starts_month(day + days{1});
}
int month_number(Day day) {
  return year_of(day) * 12 + month_of(day) - 1;
}

// Months from the first, both sides whole.
Interval months_from(Day first, int count) {
  const auto after = add_months(first, count);
  return {first, after ? std::optional<Day>(*after - days{1}) : std::nullopt};
}

bool closed(const Interval& interval) {
  return interval.from && interval.to && *interval.from <= *interval.to;
}

}  // namespace

std::optional<Day> add_months(Day day, int months) {
  const int number = month_number(day) + months;
  if (number < 12) return std::nullopt;
  const int year = number / 12;
  const int month = number % 12 + 1;
  if (year > 9999) return std::nullopt;
  return to_day(year, month, std::min(day_of_month(day), days_in_month(year, month)));
}

std::optional<Day> add_units(Day day, Unit unit, int count) {
  switch (unit) {
    case Unit::kMonth:
      return add_months(day, count);
    case Unit::kQuarter:
      return add_months(day, count * 3);
    case Unit::kYear:
      return add_months(day, count * 12);
    case Unit::kDay: {
      const Day moved = day + days{count};
      return in_calendar(moved) ? std::optional<Day>(moved) : std::nullopt;
    }
    case Unit::kWeek:
    case Unit::kWeekend: {
      const Day moved = day + days{count * 7};
      return in_calendar(moved) ? std::optional<Day>(moved) : std::nullopt;
    }
    case Unit::kNone:
    case Unit::kSecond:
    case Unit::kMinute:
    case Unit::kHour:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Interval> shift(const Interval& interval, Unit unit, int count) {
  if (!closed(interval)) return std::nullopt;
  const auto from = add_units(*interval.from, unit, count);
  auto to = add_units(*interval.to, unit, count);
  if (!from || !to) return std::nullopt;
  const bool whole = starts_month(*interval.from) && ends_month(*interval.to);
  if (whole && starts_month(*from)) {
    to = to_day(year_of(*to), month_of(*to), days_in_month(year_of(*to), month_of(*to)));
  }
  return Interval{from, to};
}

Interval unit_around(Day day, Unit unit) {
  const Day monday = day - days{iso_weekday(day) - 1};
  switch (unit) {
    case Unit::kWeek:
      return {monday, monday + days{6}};
    case Unit::kWeekend:
      return {monday + days{5}, monday + days{6}};
    case Unit::kMonth:
      return month_interval(year_of(day), month_of(day));
    case Unit::kQuarter:
      return quarter_interval(year_of(day), (month_of(day) + 2) / 3);
    case Unit::kYear:
      return year_interval(year_of(day));
    case Unit::kNone:
    case Unit::kSecond:
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
      break;
  }
  return day_interval(day);
}

Interval decade_interval(int year) {
  const int first = year / 10 * 10;
  return {to_day(std::max(first, 1), 1, 1), to_day(first + 9, 12, 31)};
}

Interval unit_beside(Day day, Unit unit, int count) {
  const auto moved = add_units(day, unit, count);
  return moved ? unit_around(*moved, unit) : Interval{};
}

Grain grain_of(Unit unit) {
  switch (unit) {
    case Unit::kWeek:
      return Grain::kWeek;
    case Unit::kMonth:
      return Grain::kMonth;
    case Unit::kQuarter:
      return Grain::kQuarter;
    case Unit::kYear:
      return Grain::kYear;
    case Unit::kNone:
    case Unit::kSecond:
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
    case Unit::kWeekend:
      break;
  }
  return Grain::kDay;
}

std::optional<Day> nearest_day(Day anchor, int month, int day, Heading heading) {
  std::optional<Day> best;
  for (int year = year_of(anchor) - 1; year <= year_of(anchor) + 1; ++year) {
    const auto candidate = to_day(year, month, day);
    if (!candidate) continue;
    const int distance = days_between(anchor, *candidate);
    if (std::abs(distance) <= kNearDays) return candidate;
    if (std::abs(distance) > 366) continue;
    if (heading == Heading::kPast && distance < 0) best = candidate;
    if (heading == Heading::kFuture && distance > 0 && !best) best = candidate;
  }
  return best;
}

int nearest_month_year(Day anchor, int month, Heading heading) {
  const int year = year_of(anchor);
  for (int candidate = year - 1; candidate <= year + 1; ++candidate) {
    const Interval whole = month_interval(candidate, month);
    if (whole.from && whole.to && days_between(anchor, *whole.from) <= kNearDays &&
        days_between(*whole.to, anchor) <= kNearDays) {
      return candidate;
    }
  }
  if (heading == Heading::kPast) return month <= month_of(anchor) ? year : year - 1;
  return month >= month_of(anchor) ? year : year + 1;
}

Day nearest_weekday(Day anchor, int weekday, Heading heading) {
  const int ahead = (weekday - iso_weekday(anchor) + 7) % 7;
  if (ahead == 0) return anchor;
  return anchor + days{heading == Heading::kFuture ? ahead : ahead - 7};
}

std::optional<Interval> third_of(const Interval& interval, Third third) {
  if (!closed(interval)) return std::nullopt;
  const Day from = *interval.from;
  const Day to = *interval.to;
  const int index = static_cast<int>(third);
  const int months = month_number(to) - month_number(from) + 1;
  if (months >= 3 && starts_month(from) && ends_month(to)) {
    const int years = months / 12;
    if (years >= 3 && months % 12 == 0) {
      // Whole years of a decade: 4, 3, 3.
      const int cuts[] = {0, (years + 2) / 3, (years + 2) / 3 + years / 3, years};
      const auto begin = add_months(from, cuts[index] * 12);
      return begin ? std::optional<Interval>(
                         months_from(*begin, (cuts[index + 1] - cuts[index]) * 12))
                   : std::nullopt;
    }
    const int begin = months * index / 3;
    const auto first = add_months(from, begin);
    return first ? std::optional<Interval>(months_from(*first, months * (index + 1) / 3 - begin))
                 : std::nullopt;
  }
  const int length = days_between(from, to) + 1;
  // Months are cut at the 10th and the 20th.
  const int size = length >= 28 ? 10 : length / 3;
  if (size == 0) return std::nullopt;
  const Day second = from + days{size};
  const Day last = second + days{size};
  switch (third) {
    case Third::kFirst:
      return Interval{from, second - days{1}};
    case Third::kMiddle:
      return Interval{second, last - days{1}};
    case Third::kLast:
      return Interval{last, to};
  }
  return std::nullopt;
}

std::optional<Interval> units_in(const Interval& interval, Unit unit, int first, int count,
                                 CountFrom from) {
  if (!closed(interval) || count < 1) return std::nullopt;
  Interval part;
  if (from == CountFrom::kStart) {
    part.from = add_units(*interval.from, unit, first);
    const auto after = add_units(*interval.from, unit, first + count);
    if (after) part.to = *after - days{1};
  } else {
    const Day end = *interval.to + days{1};
    part.from = add_units(end, unit, -(first + count));
    if (const auto after = add_units(end, unit, -first)) part.to = *after - days{1};
  }
  if (!closed(part) || *part.from < *interval.from) return std::nullopt;
  // The fifth week of a month ends with the month.
  if (*part.to > *interval.to) {
    if (unit != Unit::kWeek || *part.from > *interval.to) return std::nullopt;
    part.to = interval.to;
  }
  return part;
}

}  // namespace chancery
