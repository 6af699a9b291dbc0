#include "base/calendar.hpp"

#include <fmt/format.h>

#include <array>

namespace chancery {
namespace {

using std::chrono::year_month_day;

year_month_day civil(Day day) {
  return year_month_day{day};
}

// Reads `count` digits at `at`; -1 when they are not all digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool is_month_start(Day day) {
  return day_of_month(day) == 1;
}
bool is_month_end(Day day) {
  return is_month_start(day + std::chrono::days{1});
}
bool is_year_start(Day day) {
  return is_month_start(day) && month_of(day) == 1;
}
bool is_year_end(Day day) {
  return is_year_start(day + std::chrono::days{1});
}

enum class Width { kYear, kMonth, kDay };

std::string write(Day day, Width width) {
  if (width == Width::kYear) return fmt::format("{:04}", year_of(day));
  if (width == Width::kMonth) return fmt::format("{:04}-{:02}", year_of(day), month_of(day));
  return to_iso(day);
}

}  // namespace

std::optional<Day> to_day(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

std::optional<Day> parse_iso_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return to_day(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

std::string to_iso(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", year_of(day), month_of(day), day_of_month(day));
}

int year_of(Day day) {
  return static_cast<int>(civil(day).year());
}
int month_of(Day day) {
  return static_cast<int>(static_cast<unsigned>(civil(day).month()));
}
int day_of_month(Day day) {
  return static_cast<int>(static_cast<unsigned>(civil(day).day()));
}
int iso_weekday(Day day) {
  return static_cast<int>(std::chrono::weekday{day}.iso_encoding());
}

int days_in_month(int year, int month) {
  const std::chrono::year_month_day_last last{
      std::chrono::year{year},
      std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(month)}}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

Interval day_interval(Day day) {
  return {day, day};
}

Interval month_interval(int year, int month) {
  return {to_day(year, month, 1), to_day(year, month, days_in_month(year, month))};
}

Interval quarter_interval(int year, int quarter) {
  const int last = quarter * 3;
  return {to_day(year, last - 2, 1), to_day(year, last, days_in_month(year, last))};
}

Interval year_interval(int year) {
  return {to_day(year, 1, 1), to_day(year, 12, 31)};
}

std::string to_edtf(const Interval& interval) {
  const auto& [from, to] = interval;
  if (!from && !to) return {};
  if (!from) return "../" + to_iso(*to);
  if (!to) return to_iso(*from) + "/..";
  if (*from == *to) return to_iso(*from);
  Width width = Width::kDay;
  if (is_year_start(*from) && is_year_end(*to)) {
    width = Width::kYear;
  } else if (is_month_start(*from) && is_month_end(*to)) {
    width = Width::kMonth;
  }
  std::string first = write(*from, width);
  std::string last = write(*to, width);
  return first == last ? first : first + "/" + last;
}

std::optional<Interval> parse_edtf(std::string_view text) {
  const auto side = [](std::string_view part) -> std::optional<Interval> {
    const int year = digits(part, 0, 4);
    if (year < 1) return std::nullopt;
    if (part.size() == 4) return year_interval(year);
    if (part.size() == 7 && part[4] == '-') {
      const int month = digits(part, 5, 2);
      if (month < 1 || month > 12) return std::nullopt;
      return month_interval(year, month);
    }
    if (const auto day = parse_iso_day(part)) return day_interval(*day);
    return std::nullopt;
  };
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return side(text);
  const std::string_view left = text.substr(0, slash);
  const std::string_view right = text.substr(slash + 1);
  Interval result;
  if (left != "..") {
    const auto first = side(left);
    if (!first) return std::nullopt;
    result.from = first->from;
  }
  if (right != "..") {
    const auto last = side(right);
    if (!last) return std::nullopt;
    result.to = last->to;
  }
  if (!result.known() || (result.from && result.to && *result.from > *result.to))
    return std::nullopt;
  return result;
}

}  // namespace chancery
