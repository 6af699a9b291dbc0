// Days that have a name of their own: "Christmas", "Easter Monday", "Victory Day".
#include <algorithm>

#include "times/rules.hpp"

namespace chancery {
namespace {

using std::chrono::days;

std::optional<Day> day_in_year(const TimeWords& words, const Holiday& holiday, int year) {
  if (year < 1 || year > 9999) return std::nullopt;
  switch (holiday.kind) {
    case Holiday::Kind::kDay:
      return to_day(year, holiday.month, holiday.day);
    case Holiday::Kind::kEaster:
      if (year < 1583) return std::nullopt;
      return easter_sunday(year) + days{holiday.shift};
    case Holiday::Kind::kOrthodoxEaster:
      if (year < 1583) return std::nullopt;
      return orthodox_easter_sunday(year) + days{holiday.shift};
    case Holiday::Kind::kWeekday: {
      const Day first = *to_day(year, holiday.month, 1);
      const int ahead = (holiday.day - iso_weekday(first) + 7) % 7;
      if (holiday.ordinal > 0)
        return first + days{ahead + 7 * (holiday.ordinal - 1) + holiday.shift};
      const Day last = *to_day(year, holiday.month, days_in_month(year, holiday.month));
      return last - days{(iso_weekday(last) - holiday.day + 7) % 7};
    }
    case Holiday::Kind::kListed:
      for (std::uint32_t i = holiday.listed; i < holiday.listed_end; ++i) {
        if (year_of(words.listed_days[i]) == year) return words.listed_days[i];
      }
      return std::nullopt;
  }
  return std::nullopt;
}

// The Saturday and Sunday at the holiday, and the holiday itself where it touches them.
std::optional<Found> read_holiday_weekend(Sentence& s, TokenId at, TokenId name_end,
                                          TokenId weekend, const Holiday& holiday) {
  Found found = make_relative(s, at, weekend + 1, "holiday weekend");
  found.grain = Grain::kWeek;
  found.takes_article = true;
  std::optional<int> year;
  const TokenId year_at = weekend > name_end ? name_end : weekend + 1;
  if (s.number(year_at).is_year() && !is_counted(s, year_at + 1)) {
    year = s.number(year_at).value;
    found.basis = Basis::kStated;
    found.end = std::max(found.end, year_at + 1);
  } else if (s.anchor()) {
    year = year_of(*s.anchor());
  }
  if (!year) return found;
  auto day = day_in_year(s.words(), holiday, *year);
  if (day && found.basis != Basis::kStated && s.heading(at) == Heading::kPast && *day > *s.anchor())
    day = day_in_year(s.words(), holiday, *year - 1);
  if (!day) return found;
  switch (iso_weekday(*day)) {
    case 1:
      found.interval = {*day - days{2}, *day};
      break;
    case 4:
      found.interval = {*day, *day + days{3}};
      break;
    case 5:
      found.interval = {*day, *day + days{2}};
      break;
    case 6:
      found.interval = {*day, *day + days{1}};
      break;
    case 7:
      found.interval = {*day - days{1}, *day};
      break;
    default:
      break;
  }
  return found;
}

}  // namespace

// The anonymous Gregorian computus.
Day easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return *to_day(year, f / 31, f % 31 + 1);
}

// The Julian computus, moved to the Gregorian calendar.
Day orthodox_easter_sunday(int year) {
  const int d = (19 * (year % 19) + 15) % 30;
  const int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const int f = d + e + 114;
  const int behind = year / 100 - year / 400 - 2;
  return *to_day(year, f / 31, f % 31 + 1) + days{behind};
}

//   "Christmas"  "Easter 2018"  "last Easter"  "Labor Day of this year", the nearest one in the way
// of the heading
std::optional<Found> read_holiday(Sentence& s, TokenId at) {
  TokenId name_at = at;
  int step = 0;
  if (s.has(at, Cue::kThis) || s.has(at, Cue::kLast) || s.has(at, Cue::kNext) ||
      s.has(at, Cue::kFollowing) || s.has(at, Cue::kPrevious)) {
    name_at = at + 1;
    step = s.has(at, Cue::kNext) || s.has(at, Cue::kFollowing)  ? 1
           : s.has(at, Cue::kLast) || s.has(at, Cue::kPrevious) ? -1
                                                                : 0;
  }
  if (!s.inside(name_at)) return std::nullopt;
  const auto match = s.words().holiday_names.find(s.words_from(name_at));
  if (match.words == 0) return std::nullopt;
  const Holiday& holiday = s.words().holidays[match.value];
  TokenId end = name_at + match.words;
  // Part of a longer name: "Easter Island", "Thanksgiving Square".
  if (s.is_capital(name_at) && s.is_capital(end) && s.at(end).month == 0 && s.at(end).weekday == 0)
    return std::nullopt;
  // "Thanksgiving weekend", "Labor Day 2021 weekend"
  TokenId weekend = s.number(end).is_year() ? end + 1 : end;
  if (s.at(weekend).unit == Unit::kWeekend && !s.at(weekend).plural) {
    auto found = read_holiday_weekend(s, at, end, weekend, holiday);
    if (found) return found;
  }
  // "Easter sales", "Good Friday rites" are not of the day alone.
  const bool noun = s.is_word(end) && !s.has(end, Cue::kFunctionWord) &&
                    !s.has(end, Cue::kDayPart) && !s.has(end, Cue::kThis) &&
                    !s.has(end, Cue::kLast) && !s.has(end, Cue::kNext);
  // "Johnnie Christmas"
  const bool named = s.inside(at - 1) && s.is_capital(at - 1) &&
                     !s.has(at - 1, Cue::kFunctionWord) && at - 1 != s.begin();
  if (noun || named || s.has(at - 1, Cue::kEvery) ||
      s.at(at - 1).number_kind == NumberKind::kArticle)
    return std::nullopt;
  Found found = make_relative(s, at, end, "holiday");
  std::optional<int> year;
  if (step == 0) {
    const TokenId year_at =
        s.has(end, Cue::kOf) || s.has(end, Cue::kIn) || s.has(end, Cue::kComma) ? end + 1 : end;
    const NumberToken number = s.number(year_at);
    const WordFacts& unit = s.at(year_at + 1);
    const bool beside =
        s.has(year_at, Cue::kThis) || s.has(year_at, Cue::kLast) || s.has(year_at, Cue::kNext);
    if (number.is_year() && !is_counted(s, year_at + 1)) {
      year = number.value;
      found.end = year_at + 1;
      found.basis = Basis::kStated;
    } else if (beside && unit.unit == Unit::kYear && unit.unit_size == 1 && !unit.plural) {
      found.end = year_at + 2;
      if (!s.anchor()) return found;
      year = year_of(*s.anchor()) + (s.has(year_at, Cue::kNext)   ? 1
                                     : s.has(year_at, Cue::kLast) ? -1
                                                                  : 0);
    }
  }
  if (year) {
    if (const auto day = day_in_year(s.words(), holiday, *year))
      found.interval = day_interval(*day);
    return found;
  }
  if (!s.anchor()) return found;
  found.lacks_year = true;
  const int now = year_of(*s.anchor());
  const bool ahead = step > 0 || (step == 0 && s.heading(at) == Heading::kFuture);
  for (const int candidate : {now - 1, now, now + 1}) {
    const auto day = day_in_year(s.words(), holiday, candidate);
    if (!day) continue;
    const int distance = static_cast<int>((*day - *s.anchor()).count());
    if (s.has(at, Cue::kThis)) {
      if (candidate == now) found.interval = day_interval(*day);
      continue;
    }
    if (step == 0 && distance <= kNearDays && distance >= -kNearDays) {
      found.interval = day_interval(*day);
      return found;
    }
    if (ahead && distance > 0) {
      found.interval = day_interval(*day);
      return found;
    }
    if (!ahead && distance < 0) found.interval = day_interval(*day);
  }
  return found;
}

}  // namespace chancery
