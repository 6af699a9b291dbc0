#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "times/rules.hpp"

namespace chancery {
namespace {

using std::chrono::days;

// True where what follows goes on with a small word or a mark, and not with a noun.
bool is_free_after(const Sentence& s, TokenId after) {
  return !s.is_word(after) || s.has(after, Cue::kFunctionWord);
}

// A day number that another digit or mark does not go on: not "26/04", "26%".
bool ends_number(const Sentence& s, TokenId after) {
  if (!s.is_glued(after)) return true;
  if (s.has(after, Cue::kSlash)) return false;
  return s.shape(after) != Shape::kSymbol && s.shape(after) != Shape::kLower &&
         s.shape(after) != Shape::kCapital && s.shape(after) != Shape::kUpper &&
         s.shape(after) != Shape::kNumber;
}

bool exists(int year, int month, int day) {
  return to_day(year == 0 ? 2000 : year, month, day).has_value();  // 2000 has a 29 February
}

struct StatedYear {
  TokenId end = 0;
  int year = 0;
  bool is_relative = false;
  bool is_open = false;
};

bool is_year_at(const Sentence& s, TokenId at) {
  return s.number(at).is_year() && (ends_number(s, at + 1) || s.has(at + 1, Cue::kPossessive)) &&
         !s.has(at + 1, Cue::kCountNoun);
}

// The century of a year of two digits: that which puts it nearest to the report, and at most twenty
// years after it.
int full_year(const Sentence& s, int two_digits) {
  const int now = s.anchor() ? year_of(*s.anchor()) : 2020;
  int year = now / 100 * 100 + two_digits;
  if (year > now + 20) year -= 100;
  if (year <= now - 80) year += 100;
  return year;
}

//   "'87"
std::optional<int> short_year(const Sentence& s, TokenId at) {
  if (!s.inside(at)) return std::nullopt;
  std::string_view text = s.word(at);
  for (const std::string_view mark : {"'", "\u2019"}) {
    if (text.substr(0, mark.size()) != mark || text.size() != mark.size() + 2) continue;
    text.remove_prefix(mark.size());
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
    return full_year(s, (text[0] - '0') * 10 + (text[1] - '0'));
  }
  return std::nullopt;
}

//   [April 26], 2025   [26 April] 2025   [April] of 2025   [3 March] last year
std::optional<StatedYear> state_year_after(const Sentence& s, TokenId at) {
  const bool of = s.has(at, Cue::kOf);
  const bool linked = s.has(at, Cue::kComma) || of || s.has(at, Cue::kIn);
  const TokenId first = linked ? at + 1 : at;
  const NumberToken digits = s.number(first);
  if (digits.plain() && digits.width == 4 && digits.value >= 1000 && digits.value < 1500 &&
      !linked && ends_number(s, first + 1) && !s.is_word(first + 1)) {
    return StatedYear{first + 1, digits.value, false, false};
  }
  if (is_year_at(s, first)) return StatedYear{first + 1, s.number(first).value, false, false};
  if (const auto year = short_year(s, first)) return StatedYear{first + 1, *year, false, false};
  if (!s.has(at, Cue::kIn)) {
    if (const auto year = state_year_words(s, first); year && !is_counted(s, year->end))
      return StatedYear{year->end, year->value, false, false};
  }
  // "April of 87", "August 99": more than a day can be.
  const NumberToken number = s.number(first);
  if ((of || !linked) && number.plain() && number.width == 2 && number.value > 31 &&
      ends_number(s, first + 1) && !is_counted(s, first + 1) && !s.is_glued(first)) {
    return StatedYear{first + 1, full_year(s, number.value), false, false};
  }
  TokenId word = s.has(at, Cue::kOf) ? at + 1 : at;
  if (s.has(word, Cue::kThe)) ++word;
  int offset = 0;
  if (s.has(word, Cue::kThis)) {
    offset = 0;
  } else if (s.has(word, Cue::kLast)) {
    offset = -1;
  } else if (s.has(word, Cue::kNext)) {
    offset = 1;
  } else {
    return std::nullopt;
  }
  const WordFacts& unit = s.at(word + 1);
  if (unit.unit != Unit::kYear || unit.unit_size != 1 || unit.plural) return std::nullopt;
  if (!s.anchor()) return StatedYear{word + 2, 0, true, true};
  return StatedYear{word + 2, year_of(*s.anchor()) + offset, true, false};
}

void take_year(const Sentence& s, Stated& stated) {
  const auto year = state_year_after(s, stated.end);
  if (!year) return;
  if (stated.day != 0 && year->year != 0 && !exists(year->year, stated.month, stated.day)) return;
  stated.end = year->end;
  stated.year = year->year;
  stated.year_is_relative = year->is_relative;
  stated.is_open = year->is_open;
}

// "in April and May 2025", "on 3 May and 5 June 2025": the year of the date that follows holds for
// this one too.
void share_year(const Sentence& s, Stated& stated) {
  if (stated.year != 0 || stated.is_open) return;
  TokenId next = stated.end;
  if (s.has(next, Cue::kComma)) ++next;
  if (s.has(next, Cue::kAnd) || s.has(next, Cue::kOr)) ++next;
  if (next == stated.end) return;
  const auto other = s.is_number(next) ? state_day_first(s, next) : state_month_first(s, next);
  if (!other || other->year == 0 || (other->day != 0) != (stated.day != 0)) return;
  if (other->month < stated.month ||
      (other->day != 0 && !exists(other->year, stated.month, stated.day))) {
    return;
  }
  stated.year = other->year;
  stated.year_is_relative = other->year_is_relative;
}

//   "26.04.2025", one word: day before month in this writing, unless the text settles it otherwise
std::optional<Stated> state_dotted(const Sentence& s, TokenId at) {
  if (!s.is_number(at)) return std::nullopt;
  const std::string_view text = s.word(at);
  int parts[3] = {0, 0, 0};
  int widths[3] = {0, 0, 0};
  std::size_t part = 0;
  for (const char letter : text) {
    if (letter == '.') {
      if (++part > 2) return std::nullopt;
    } else if (letter >= '0' && letter <= '9' && widths[part] < 4) {
      parts[part] = parts[part] * 10 + (letter - '0');
      ++widths[part];
    } else {
      return std::nullopt;
    }
  }
  if (part != 2) return std::nullopt;
  Stated stated;
  stated.end = at + 1;
  if (widths[0] == 4 && widths[1] == 2 && widths[2] == 2) {
    stated.year = parts[0];
    stated.month = parts[1];
    stated.day = parts[2];
  } else if (widths[2] == 4 && widths[0] > 0 && widths[0] <= 2 && widths[1] > 0 && widths[1] <= 2) {
    stated.year = parts[2];
    stated.month = parts[1] <= 12 ? parts[1] : parts[0];
    stated.day = parts[1] <= 12 ? parts[0] : parts[1];
  } else {
    return std::nullopt;
  }
  if (stated.year < 1500 || stated.year > 2100 || !exists(stated.year, stated.month, stated.day)) {
    return std::nullopt;
  }
  return stated;
}

// The date of three numbers set apart by slashes or hyphens, `widths` digits each.
std::optional<Stated> state_parts(const Sentence& s, const int (&given)[3], const int (&widths)[3],
                                  TokenId end) {
  int parts[3] = {given[0], given[1], given[2]};
  // "03/18/40"
  const bool is_short = widths[0] <= 2 && widths[1] == 2 && widths[2] == 2;
  if (is_short) parts[2] = full_year(s, parts[2]);
  const auto is_year = [&](int part) {
    return (widths[part] == 4 || (part == 2 && is_short)) && parts[part] >= 1500 &&
           parts[part] <= 2199;
  };
  if (widths[1] == 0 || widths[1] > 2 || widths[0] == 0 || widths[2] == 0) return std::nullopt;
  Stated stated;
  stated.end = end;
  if (is_year(0) && widths[2] <= 2) {
    stated.year = parts[0];
    stated.month = parts[1];
    stated.day = parts[2];
  } else if (widths[0] <= 2 && is_year(2)) {
    stated.year = parts[2];
    const bool day_first = exists(parts[2], parts[1], parts[0]);
    const bool month_first = exists(parts[2], parts[0], parts[1]);
    stated.is_open = day_first && month_first && parts[0] != parts[1];
    stated.either_way = stated.is_open;
    stated.month_first = !day_first;
    stated.day = day_first ? parts[0] : parts[1];
    stated.month = day_first ? parts[1] : parts[0];
  } else {
    return std::nullopt;
  }
  if (!exists(stated.year, stated.month, stated.day)) return std::nullopt;
  return stated;
}

//   "2025-04-26"  "26/04/2025"  "04/26/2025", one word   "03/04/2025" stays open: day and month may
//   be either way round
std::optional<Stated> state_numeric_free(const Sentence& s, TokenId at) {
  if (const auto dotted = state_dotted(s, at)) return dotted;
  if (!s.is_number(at)) return std::nullopt;
  int parts[3] = {0, 0, 0};
  int widths[3] = {0, 0, 0};
  int part = 0;
  char mark = 0;
  for (const char letter : s.word(at)) {
    if (letter >= '0' && letter <= '9') {
      if (++widths[part] > 4) return std::nullopt;
      parts[part] = parts[part] * 10 + (letter - '0');
    } else if ((letter == '-' || letter == '/') && part < 2 && (mark == 0 || mark == letter)) {
      mark = letter;
      ++part;
    } else {
      return std::nullopt;
    }
  }
  if (part != 2) return std::nullopt;
  return state_parts(s, parts, widths, at + 1);
}

// The same, with no other number after it.
std::optional<Stated> state_numeric(const Sentence& s, TokenId at) {
  const bool goes_on = s.is_glued(at + 1) && s.is_glued(at + 2) &&
                       (s.has(at + 1, Cue::kSlash) || s.has(at + 1, Cue::kDash));
  return goes_on ? std::nullopt : state_numeric_free(s, at);
}

//   "XXXX-04-26"  "XXXX-04"
std::string write_yearless(int month, int day) {
  std::string value = "XXXX-";
  const auto put = [&](int number) {
    value += static_cast<char>('0' + number / 10);
    value += static_cast<char>('0' + number % 10);
  };
  put(month);
  if (day != 0) {
    value += '-';
    put(day);
  }
  return value;
}

// The interval of a date; the year that it lacks is the one that the tense asks for. With a
// weekday, the year in which the day is that weekday.
Found settle(Sentence& s, TokenId at, const Stated& stated, int weekday, const char* rule) {
  Found found;
  found.begin = at;
  found.end = stated.end;
  found.rule = rule;
  found.grain = stated.day != 0 ? Grain::kDay : stated.month != 0 ? Grain::kMonth : Grain::kYear;
  const bool needs_anchor = stated.year == 0 || stated.year_is_relative;
  if (needs_anchor && s.anchor()) found.basis = s.anchor_basis();
  found.lacks_year = stated.year == 0;
  if (stated.either_way) {
    const auto day = [&](int month, int number) {
      return stated.year != 0 ? to_day(stated.year, month, number)
             : s.anchor()     ? nearest_day(*s.anchor(), month, number, s.heading(at))
                              : std::nullopt;
    };
    const auto day_first = day(stated.month, stated.day);
    const auto month_first = day(stated.day, stated.month);
    if (day_first && month_first) {
      found.day_first = day_interval(*day_first);
      found.month_first = day_interval(*month_first);
    }
    return found;
  }
  if (stated.year == 0 && stated.month != 0) found.value = write_yearless(stated.month, stated.day);
  if (stated.is_open || (needs_anchor && !s.anchor())) return found;
  if (stated.day != 0) {
    // "the September 11 attacks" names an event of any year.
    if (stated.year == 0 && s.has(stated.end, Cue::kEventNoun)) return found;
    auto day = stated.year != 0 ? to_day(stated.year, stated.month, stated.day)
                                : nearest_day(*s.anchor(), stated.month, stated.day, s.heading(at));
    if (stated.year == 0 && day && weekday != 0 && iso_weekday(*day) != weekday) {
      for (const int step : {-1, 1}) {
        const auto other = to_day(year_of(*day) + step, stated.month, stated.day);
        if (other && iso_weekday(*other) == weekday) {
          day = other;
          break;
        }
      }
    }
    if (day) found.interval = day_interval(*day);
    if (day) found.value.clear();
  } else if (stated.month != 0) {
    found.value.clear();
    const int year = stated.year != 0
                         ? stated.year
                         : nearest_month_year(*s.anchor(), stated.month, s.heading(at));
    found.interval = month_interval(year, stated.month);
  } else {
    found.interval = year_interval(stated.year);
  }
  return found;
}

//   "April 26 (Saturday)", "26 April, Saturday": the day of the week belongs to the date
int take_weekday_after(const Sentence& s, TokenId& end) {
  const bool bracket = s.has(end, Cue::kOpen);
  if (!bracket && !s.has(end, Cue::kComma)) return 0;
  if (!is_weekday(s, end + 1)) return 0;
  const int weekday = s.at(end + 1).weekday;
  if (bracket) {
    if (!s.has(end + 2, Cue::kClose)) return 0;
    end += 3;
    return weekday;
  }
  if (s.has(end + 2, Cue::kPossessive) || s.is_word(end + 2)) return 0;
  end += 2;
  return weekday;
}

Found settle_date(Sentence& s, TokenId at, Stated stated, const char* rule) {
  int weekday = 0;
  if (stated.day != 0) weekday = take_weekday_after(s, stated.end);
  return settle(s, at, stated, weekday, rule);
}

// A month with neither day nor year beside it. "in May", "since March", "April exports" are months;
// "Theresa May", "March to the square", "April Glaspie" are not.
bool month_stands(const Sentence& s, TokenId at) {
  const WordFacts& month = s.at(at);
  const TokenId before = at - 1;
  const TokenId after = at + 1;
  if (s.has(before, Cue::kIn) || s.has(before, Cue::kSince) || s.has(before, Cue::kUntil)) {
    return s.shape(at) == Shape::kCapital || month.month_alone || !s.has(at, Cue::kHomonym);
  }
  // "in the April of that year"
  if (month.month_alone && s.has(before, Cue::kThe) && s.has(before - 1, Cue::kIn) &&
      is_free_after(s, after)) {
    return true;
  }
  if (s.shape(at) != Shape::kCapital) return false;
  const bool listed = s.has(before, Cue::kAnd) || s.has(before, Cue::kOr) ||
                      s.has(before, Cue::kComma) || s.has(before, Cue::kTo);
  if (listed && is_month(s, before - 1) && s.last_end == before) return true;
  const bool preposition = s.has(before, Cue::kFrom) || s.has(before, Cue::kOf) ||
                           s.has(before, Cue::kBy) || s.has(before, Cue::kFunctionWord);
  if (!month.month_alone) {
    const bool definite = s.has(before, Cue::kFrom) || s.has(before, Cue::kBefore) ||
                          s.has(before, Cue::kAfter) || s.has(before, Cue::kBy) ||
                          s.has(before, Cue::kOf) || s.has(before, Cue::kBetween);
    return definite && is_free_after(s, after) && !s.has(after, Cue::kPossessive);
  }
  if (s.is_capital(after) && !s.has(before, Cue::kThe)) return false;
  if (preposition || !s.inside(before)) return true;
  return !s.is_capital(before) || before == s.begin();
}

struct Endpoint {
  Stated stated;
  bool is_bare_number = false;  // a number that may be a day
};

std::optional<Endpoint> state_endpoint(const Sentence& s, TokenId at) {
  if (s.is_number(at)) {
    if (const auto date = state_numeric(s, at)) return Endpoint{*date, false};
    if (const auto date = state_day_first(s, at)) return Endpoint{*date, false};
    const NumberToken number = s.number(at);
    Stated stated;
    stated.end = at + 1;
    if (number.is_year()) {
      stated.year = number.value;
      return Endpoint{stated, false};
    }
    if (number.is_day()) {
      stated.day = number.value;
      return Endpoint{stated, true};
    }
    return std::nullopt;
  }
  if (const auto date = state_month_first(s, at)) return Endpoint{*date, false};
  if (const auto date = state_day_first(s, at)) return Endpoint{*date, false};
  if (const auto day = state_ordinal_day(s, at)) {
    Stated stated;
    stated.end = day->end;
    stated.day = day->value;
    return Endpoint{stated, true};
  }
  return std::nullopt;
}

enum class Connector : std::uint8_t { kNone, kHyphen, kSlash, kTo, kAnd };

Connector connector_at(const Sentence& s, TokenId at) {
  if (s.is_hyphen(at)) return Connector::kHyphen;
  if (s.has(at, Cue::kSlash) && s.is_glued(at) && s.is_glued(at + 1)) return Connector::kSlash;
  if (s.has(at, Cue::kTo)) return Connector::kTo;
  if (s.has(at, Cue::kAnd)) return Connector::kAnd;
  return Connector::kNone;
}

// A number before or after that goes on over a mark: telephone and file numbers.
bool is_chained(const Sentence& s, TokenId begin, TokenId end) {
  if (s.is_glued(begin) &&
      ((s.has(begin - 1, Cue::kDash) && s.is_glued(begin - 1)) || s.has(begin - 1, Cue::kSlash) ||
       (s.shape(begin - 1) == Shape::kSymbol && !s.has(begin - 1, Cue::kDash)))) {
    return true;
  }
  if (s.is_glued(end) && s.has(end, Cue::kDash)) return s.is_glued(end + 1);
  return s.is_glued(end) &&
         (s.has(end, Cue::kDash) || s.has(end, Cue::kSlash) || s.shape(end) == Shape::kSymbol ||
          s.is_word(end)) &&
         !s.has(end, Cue::kPossessive);
}

Found make_range(TokenId begin, TokenId end, Interval interval, Grain grain, const char* rule) {
  Found found;
  found.begin = begin;
  found.end = end;
  found.interval = interval;
  found.grain = grain;
  found.is_range = true;
  found.rule = rule;
  return found;
}

//   "2026-2028"  "from 2020 to 2024"  "2019-21"  "2026/27"
std::optional<Found> settle_years(const Sentence& s, TokenId at, const Stated& first,
                                  Connector connector, TokenId second_at) {
  const NumberToken second = s.number(second_at);
  if (!second.plain() || is_chained(s, at, second_at + 1)) return std::nullopt;
  if (is_counted(s, second_at + 1) || first.year < 1900) return std::nullopt;
  const bool from = s.has(at - 1, Cue::kFrom);
  const bool between = s.has(at - 1, Cue::kBetween);
  const bool glued = s.is_glued(second_at) && s.is_glued(second_at - 1);
  int last = second.value;
  if (second.width == 2) {
    const bool cue = from || s.has(at - 1, Cue::kYearCue) || s.has(at - 1, Cue::kSoftYearCue) ||
                     s.has(at - 1, Cue::kTermCue) || s.has(at - 1, Cue::kTermNoun) ||
                     s.has(at - 1, Cue::kThe) || s.has(at - 1, Cue::kOpen) ||
                     s.has(at - 1, Cue::kPossessive) || s.has(second_at + 1, Cue::kTermNoun);
    const bool joined = connector == Connector::kHyphen || connector == Connector::kSlash;
    if (!cue || !glued || !joined) return std::nullopt;
    last += first.year / 100 * 100;
  } else if (!second.is_year()) {
    return std::nullopt;
  }
  if (last <= first.year) return std::nullopt;
  switch (connector) {
    case Connector::kSlash:
      if (last != first.year + 1) return std::nullopt;
      break;
    case Connector::kTo:
      if (!from && !between && !s.has(at - 1, Cue::kYearCue) && !s.has(at - 1, Cue::kTermCue) &&
          !s.has(at - 1, Cue::kTermNoun)) {
        // "The term is 2014 to 2018."
        const bool alone = s.has(at - 1, Cue::kYearVerb) || s.has(at - 1, Cue::kComma);
        if (!alone || s.is_word(second_at + 1) || s.shape(second_at + 1) == Shape::kSymbol)
          return std::nullopt;
      }
      break;
    case Connector::kAnd:
      if (!between) return std::nullopt;
      break;
    case Connector::kHyphen:
    case Connector::kNone:
      break;
  }
  return make_range(at, second_at + 1, {year_interval(first.year).from, year_interval(last).to},
                    Grain::kYear, "year range");
}

//   "from 4 to 22 this month"  "between 4 and 22 next month"
std::optional<Found> settle_days_of_month(Sentence& s, TokenId at, const Stated& from,
                                          const Endpoint& to, bool placed) {
  TokenId side = to.stated.end;
  if (s.has(side, Cue::kOf) || s.has(side, Cue::kIn)) ++side;
  const bool next = s.has(side, Cue::kNext);
  const bool last = s.has(side, Cue::kLast);
  const WordFacts& unit = s.at(side + 1);
  if (!to.is_bare_number || !placed || (!next && !last && !s.has(side, Cue::kThis)) ||
      unit.unit != Unit::kMonth || unit.plural || from.day >= to.stated.day) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, side + 2, "day range");
  found.is_range = true;
  if (!s.anchor()) return found;
  const Interval month = unit_beside(*s.anchor(), Unit::kMonth, next ? 1 : last ? -1 : 0);
  if (!month.from) return found;
  const auto day = [&](int number) {
    return to_day(year_of(*month.from), month_of(*month.from), number);
  };
  if (day(from.day) && day(to.stated.day)) found.interval = {day(from.day), day(to.stated.day)};
  return found;
}

}  // namespace

bool is_month(const Sentence& s, TokenId at) {
  if (s.at(at).month == 0) return false;
  if (s.is_capital(at) || !s.has(at, Cue::kHomonym)) return true;
  // "4th of march", "may the eleventh"
  const TokenId next = s.has(at + 1, Cue::kThe) ? at + 2 : at + 1;
  if (const auto day = state_ordinal_day(s, next); day && is_free_after(s, day->end)) return true;
  return s.has(at - 1, Cue::kOf) && state_ordinal_day(s, at - 2).has_value();
}
bool is_weekday(const Sentence& s, TokenId at) {
  return s.at(at).weekday != 0 && (s.is_capital(at) || !s.has(at, Cue::kHomonym));
}

//   "26th"  "third"  "twenty-sixth"  "thirty first"
std::optional<DayWords> state_ordinal_day(const Sentence& s, TokenId at) {
  const NumberToken number = s.number(at);
  if (number.is_ordinal() && number.is_day()) return DayWords{at + 1, number.value};
  const WordFacts& facts = s.at(at);
  if (facts.ordinal != 0) return DayWords{at + 1, facts.ordinal};
  if (facts.number_kind != NumberKind::kTen) return std::nullopt;
  const TokenId next = s.is_hyphen(at + 1) ? at + 2 : at + 1;
  const int value = facts.number + s.at(next).ordinal;
  if (s.at(next).ordinal == 0 || s.at(next).ordinal > 9 || value > 31) return std::nullopt;
  return DayWords{next + 1, value};
}

//   "twenty-one", "thirty one": as spoken
std::optional<DayWords> state_cardinal_day(const Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (facts.number_kind != NumberKind::kTen || facts.number > 30) return std::nullopt;
  const TokenId next = s.is_hyphen(at + 1) ? at + 2 : at + 1;
  const WordFacts& one = s.at(next);
  if (one.number_kind != NumberKind::kOne || facts.number + one.number > 31) return std::nullopt;
  return DayWords{next + 1, facts.number + one.number};
}

//   "nineteen ninety-six"  "twenty eighteen"  "nineteen hundred"  "nineteen zero one"  "two
//   thousand [and fifteen]"
std::optional<YearWords> state_year_words(const Sentence& s, TokenId at) {
  const auto below_hundred = [&](TokenId first) -> std::optional<YearWords> {
    const WordFacts& facts = s.at(first);
    if (facts.number_kind == NumberKind::kTeen) return YearWords{first + 1, facts.number};
    if (facts.number_kind == NumberKind::kOne) return YearWords{first + 1, facts.number};
    if (facts.number_kind != NumberKind::kTen) return std::nullopt;
    const TokenId next = s.is_hyphen(first + 1) ? first + 2 : first + 1;
    if (s.at(next).number_kind == NumberKind::kOne)
      return YearWords{next + 1, facts.number + s.at(next).number};
    return YearWords{first + 1, facts.number};
  };
  const WordFacts& facts = s.at(at);
  if (facts.number_kind == NumberKind::kOne && facts.number == 2 && s.has(at + 1, Cue::kThousand)) {
    const TokenId rest_at = s.has(at + 2, Cue::kAnd) ? at + 3 : at + 2;
    if (const auto rest = below_hundred(rest_at)) return YearWords{rest->end, 2000 + rest->value};
    return YearWords{at + 2, 2000};
  }
  const bool century = (facts.number_kind == NumberKind::kTeen && facts.number >= 15) ||
                       (facts.number_kind == NumberKind::kTen && facts.number == 20);
  if (!century) return std::nullopt;
  TokenId next = at + 1;
  if (s.at(next).number_kind == NumberKind::kHundred && facts.number < 20)
    return YearWords{next + 1, facts.number * 100};
  const bool zero = s.at(next).number_kind == NumberKind::kZero;
  if (zero) ++next;
  const auto rest = below_hundred(next);
  if (!rest || (rest->value < 10) != zero) return std::nullopt;
  return YearWords{rest->end, facts.number * 100 + rest->value};
}

bool is_counted(const Sentence& s, TokenId after) {
  return s.has(after, Cue::kCountNoun) || (s.is_word(after) && !s.has(after, Cue::kFunctionWord) &&
                                           s.has(after + 1, Cue::kCountNoun));
}

//   "April 26, 2025"  "Apr. 26"  "April 2025"  "April of 2025"  "April last year"  "April"
std::optional<Stated> state_month_first(const Sentence& s, TokenId at) {
  if (!is_month(s, at)) return std::nullopt;
  Stated stated;
  stated.month = s.at(at).month;
  stated.month_first = true;
  stated.end = at + 1;
  TokenId next = at + 1;
  if (s.has(next, Cue::kThe) && state_ordinal_day(s, next + 1)) ++next;
  if (s.has(next, Cue::kComma) && s.number(next + 1).is_ordinal() && is_free_after(s, next + 2))
    ++next;
  const NumberToken number = s.number(next);
  // "in May 25 people died" counts people.
  const bool counts = s.has(at - 1, Cue::kIn) && is_counted(s, next + 1);
  auto words = s.is_number(next) ? std::nullopt : state_ordinal_day(s, next);
  if (!words) words = state_cardinal_day(s, next);
  if (words && exists(0, stated.month, words->value) &&
      (is_free_after(s, words->end) || state_year_words(s, words->end)) &&
      !(s.is_glued(words->end) && s.is_hyphen(words->end))) {
    //   "April ninth"  "May the eleventh", not "in May first reports came"
    stated.day = words->value;
    stated.end = words->end;
  } else if (number.is_day() && ends_number(s, next + 1) && !counts &&
             exists(0, stated.month, number.value)) {
    stated.day = number.value;
    stated.end = next + 1;
  } else if (is_year_at(s, next)) {
    stated.year = number.value;
    stated.end = next + 1;
    return stated;
  }
  take_year(s, stated);
  if (stated.day == 0 && stated.year == 0 && number.plain() && number.width <= 2 &&
      (number.value == 30 || number.value == 31) && ends_number(s, next + 1) &&
      !s.is_word(next + 1)) {
    // "February 30": a day that the calendar does not have.
    stated.day = number.value;
    stated.end = next + 1;
    stated.is_open = true;
  }
  return stated;
}

//   "26 April 2025"  "26th of April"  "26 Apr."
std::optional<Stated> state_day_first(const Sentence& s, TokenId at) {
  const NumberToken number = s.number(at);
  auto words = state_ordinal_day(s, at);
  const auto spoken = words ? std::nullopt : state_cardinal_day(s, at);
  if (spoken && is_month(s, spoken->end) && s.is_capital(spoken->end)) words = spoken;
  if (!number.is_day() && !words) return std::nullopt;
  const int day = words ? words->value : number.value;
  TokenId month = words ? words->end : at + 1;
  const bool of = s.has(month, Cue::kOf);
  if (of) {
    ++month;
    // "12 of Nov"
    if (!words && !s.is_capital(month)) return std::nullopt;
  } else if (words && !number.is_day() && !spoken) {
    return std::nullopt;
  }
  // "the twenty-third day of September" is read by its unit.
  if (!is_month(s, month) || s.is_glued(month)) return std::nullopt;
  if (!exists(0, s.at(month).month, day)) return std::nullopt;
  Stated stated;
  stated.month = s.at(month).month;
  stated.day = day;
  stated.end = month + 1;
  take_year(s, stated);
  return stated;
}

std::optional<Found> read_numeric_date(Sentence& s, TokenId at) {
  const auto stated = state_numeric(s, at);
  if (!stated || is_chained(s, at, stated->end)) return std::nullopt;
  return settle_date(s, at, *stated, "numeric date");
}

std::optional<Found> read_month_date(Sentence& s, TokenId at) {
  auto stated = state_month_first(s, at);
  if (!stated) return std::nullopt;
  if (stated->end == at + 1 && !month_stands(s, at)) return std::nullopt;
  share_year(s, *stated);
  return settle_date(s, at, *stated, stated->day != 0 ? "month and day" : "month");
}

std::optional<Found> read_day_date(Sentence& s, TokenId at) {
  auto stated = state_day_first(s, at);
  const bool money = s.inside(at - 1) && s.shape(at - 1) == Shape::kSymbol;
  if (!stated || money || (s.is_number(at) && is_chained(s, at, at + 1))) return std::nullopt;
  share_year(s, *stated);
  Found found = settle_date(s, at, *stated, "day and month");
  found.takes_article = !s.number(at).plain();
  return found;
}

namespace {

//   "22/04", one word, where other words say that it is a date
std::optional<Stated> state_pair_free(const Sentence& s, TokenId at) {
  if (!s.is_number(at)) return std::nullopt;
  int parts[2] = {0, 0};
  int widths[2] = {0, 0};
  int part = 0;
  for (const char letter : s.word(at)) {
    if (letter == '/' && part == 0) {
      part = 1;
    } else if (letter >= '0' && letter <= '9' && widths[part] < 2) {
      parts[part] = parts[part] * 10 + (letter - '0');
      ++widths[part];
    } else {
      return std::nullopt;
    }
  }
  if (widths[0] == 0 || widths[1] == 0) return std::nullopt;
  const bool day_first = exists(0, parts[1], parts[0]);
  const bool month_first = exists(0, parts[0], parts[1]);
  if (!day_first && !month_first) return std::nullopt;
  Stated stated;
  stated.end = at + 1;
  stated.day = day_first ? parts[0] : parts[1];
  stated.month = day_first ? parts[1] : parts[0];
  stated.is_open = day_first && month_first && parts[0] != parts[1];
  stated.either_way = stated.is_open;
  stated.month_first = !day_first;
  return stated;
}

// The same, with nothing glued to it.
std::optional<Stated> state_pair(const Sentence& s, TokenId at) {
  return is_chained(s, at, at + 1) ? std::nullopt : state_pair_free(s, at);
}

//   [Thursday] "the 21st", "the eleventh", "21"
std::optional<DayWords> state_day_beside(const Sentence& s, TokenId at) {
  if (s.has(at, Cue::kThe)) {
    const auto day = state_ordinal_day(s, at + 1);
    return day && is_free_after(s, day->end) ? day : std::nullopt;
  }
  const NumberToken number = s.number(at);
  if (!number.is_day() || !ends_number(s, at + 1) || !is_free_after(s, at + 1) ||
      s.has(at + 1, Cue::kTo) || s.shape(at + 1) == Shape::kSymbol || s.at(at + 1).half_day != 0) {
    return std::nullopt;
  }
  return DayWords{at + 1, number.value};
}

// The nearest day with that weekday and number, in the way of the heading, at most two years away.
std::optional<Day> nearest_weekday_and_day(Day anchor, int weekday, int number, Heading heading) {
  const int step = heading == Heading::kFuture ? 1 : -1;
  for (int month = 0; month <= 24; ++month) {
    const auto moved = add_months(*to_day(year_of(anchor), month_of(anchor), 1), month * step);
    if (!moved) return std::nullopt;
    const auto day = to_day(year_of(*moved), month_of(*moved), number);
    if (!day || iso_weekday(*day) != weekday) continue;
    const bool near = month == 0 || (heading == Heading::kFuture ? *day >= anchor : *day <= anchor);
    if (near) return day;
  }
  return std::nullopt;
}

}  // namespace

//   [Friday] "(June 15)"
std::optional<Found> read_date_in_brackets(Sentence& s, TokenId at) {
  if (!s.has(at, Cue::kOpen)) return std::nullopt;
  auto date = read_joined_date(s, at + 1);
  if (!date) date = s.is_number(at + 1) ? read_day_date(s, at + 1) : read_month_date(s, at + 1);
  if (!date || date->grain != Grain::kDay || !s.has(date->end, Cue::kClose)) return std::nullopt;
  ++date->end;
  return date;
}

//   "Saturday, April 26"  "Sat. 26 April"  "Friday"  "Friday morning"  "Friday next week"
std::optional<Found> read_weekday(Sentence& s, TokenId at) {
  if (!is_weekday(s, at)) return std::nullopt;
  const WordFacts& facts = s.at(at);
  TokenId next = at + 1;
  if (s.has(next, Cue::kStop) && s.is_glued(next)) ++next;
  if (s.has(next, Cue::kComma)) ++next;
  if (s.has(next, Cue::kThe) && s.number(next + 1).is_ordinal()) ++next;
  auto date = s.is_number(next) ? state_day_first(s, next) : state_month_first(s, next);
  if (!date && s.is_number(next)) date = state_numeric(s, next);
  if (!date && s.is_number(next)) date = state_pair(s, next);
  if (date && date->day != 0) {
    share_year(s, *date);
    return settle(s, at, *date, facts.weekday, "weekday and date");
  }
  // "the second Sunday" is one of a month that the words do not say.
  if (s.at(at - 1).ordinal != 0 && s.at(at - 1).ordinal <= 5 && s.inside(at - 1) &&
      is_free_after(s, at + 1)) {
    Found found = make_relative(s, at - 1, at + 1, "weekday of");
    found.basis = Basis::kStated;
    found.takes_article = true;
    if (found.begin >= s.last_end) return found;
  }
  if (const auto day = state_day_beside(s, at + 1)) {
    Found found = make_relative(s, at, day->end, "weekday and day");
    if (s.anchor()) {
      if (const auto near =
              nearest_weekday_and_day(*s.anchor(), facts.weekday, day->value, s.heading(at))) {
        found.interval = day_interval(*near);
      }
    }
    return found;
  }
  // "Mon or Tue", "on Tues"
  const bool listed = (s.has(at - 1, Cue::kOr) || s.has(at - 1, Cue::kAnd)) &&
                      s.last_end == at - 1 && s.last_end > s.begin();
  const bool placed = s.has(at - 1, Cue::kOn) && is_free_after(s, at + 1);
  if ((!facts.weekday_alone && !listed && !placed) || s.has(at - 1, Cue::kNameDay) ||
      s.has(at - 1, Cue::kEvery)) {
    return std::nullopt;
  }
  if (const auto named = read_date_in_brackets(s, at + 1)) {
    Found found = *named;
    found.begin = at;
    found.rule = "weekday and date";
    return found;
  }
  if (s.at(at - 1).number_kind == NumberKind::kArticle) return std::nullopt;
  Found found = make_relative(s, at, at + 1, "weekday");
  found.grain = Grain::kDay;
  if (!s.anchor()) found.value = std::string("XXXX-WXX-") + static_cast<char>('0' + facts.weekday);
  if (s.has(found.end, Cue::kDayPart)) ++found.end;
  TokenId week = s.has(found.end, Cue::kOf) ? found.end + 1 : found.end;
  const int step = s.has(week, Cue::kThis) ? 0 : s.has(week, Cue::kLast) ? -1 : 1;
  const bool beside = s.has(week, Cue::kThis) || s.has(week, Cue::kLast) || s.has(week, Cue::kNext);
  if (beside && s.at(week + 1).unit == Unit::kWeek && !s.at(week + 1).plural) {
    found.end = week + 2;
    if (s.anchor()) {
      const Interval whole = unit_beside(*s.anchor(), Unit::kWeek, step);
      if (whole.from) found.interval = day_interval(*whole.from + days{facts.weekday - 1});
    }
    return found;
  }
  if (s.anchor()) {
    found.interval = day_interval(nearest_weekday(*s.anchor(), facts.weekday, s.heading(at)));
  }
  return found;
}

//   "24-26 April"  "April 24-26, 2025"  "from 3 May to 5 June"  "January-March 2025"  "between 2020
//   and 2024"
std::optional<Found> read_range(Sentence& s, TokenId at) {
  const auto first = state_endpoint(s, at);
  if (!first || first->stated.is_open) return std::nullopt;
  Stated from = first->stated;
  const Connector connector = connector_at(s, from.end);
  if (connector == Connector::kNone) return std::nullopt;
  TokenId second_at = from.end + 1;
  if (s.has(second_at, Cue::kThe)) ++second_at;
  if (from.month == 0 && from.day == 0) return settle_years(s, at, from, connector, second_at);
  if (connector == Connector::kSlash) return std::nullopt;
  const auto second = state_endpoint(s, second_at);
  if (!second || second->stated.is_open) return std::nullopt;
  Stated to = second->stated;
  const bool between = s.has(at - 1, Cue::kBetween);
  const bool from_word = s.has(at - 1, Cue::kFrom);
  if (from_word && connector == Connector::kTo && is_moved(s, at - 1)) return std::nullopt;
  if (first->is_bare_number) {
    if (const auto near = settle_days_of_month(s, at, from, *second, between || from_word))
      return near;
    // "24-26 April"; "3 and 12 May" are two days but for "between 3 and 12 May".
    if (second->is_bare_number || to.month == 0 || to.day == 0 || to.month_first)
      return std::nullopt;
    if (!s.is_number(at) && !between && !from_word && connector != Connector::kTo)
      return std::nullopt;
    if (is_chained(s, at, at)) return std::nullopt;
    from.month = to.month;
    from.year = to.year;
    if (from.day >= to.day) return std::nullopt;
  } else if (from.day != 0 && second->is_bare_number) {
    // "April 24 to 26"
    if (!from.month_first || from.year != 0 || from.day >= to.day) return std::nullopt;
    if (!ends_number(s, to.end) || is_counted(s, to.end)) return std::nullopt;
    to.month = from.month;
    if (!exists(0, to.month, to.day)) return std::nullopt;
    take_year(s, to);
    from.year = to.year;
  } else if (to.month == 0 || (from.day != 0) != (to.day != 0)) {
    // "Nov-Feb 5th, 2017"
    const bool month_to_day = from.day == 0 && to.month != 0 && connector == Connector::kHyphen &&
                              s.is_glued(from.end) && from.year == 0;
    if (!month_to_day) return std::nullopt;
  }
  // "3 and 5 May" are two days, "24 and 25 April" is a span of two.
  const bool next_day = from.month == to.month && from.day != 0 && to.day == from.day + 1;
  if (connector == Connector::kAnd && !between && !next_day) return std::nullopt;
  if (to.is_open) return std::nullopt;

  const bool wraps = from.month * 100 + from.day > to.month * 100 + to.day;
  if (from.year != 0 && to.year == 0) {
    to.year = from.year + (wraps ? 1 : 0);
  } else if (from.year == 0 && to.year != 0) {
    from.year = to.year - (wraps ? 1 : 0);
  }
  Found end = settle(s, second_at, to, 0, "");
  Found found = make_range(at, to.end, {}, end.grain, from.day != 0 ? "day range" : "month range");
  found.basis = end.basis;
  if (from.day == 0 && !from_word && !between && s.shape(at) != Shape::kCapital)
    return std::nullopt;
  if (!end.interval.known()) return found;
  if (from.year == 0) from.year = year_of(*end.interval.to) - (wraps ? 1 : 0);
  const auto start = to_day(from.year, from.month, from.day != 0 ? from.day : 1);
  if (!start || *start > *end.interval.to) return std::nullopt;
  found.interval = {start, end.interval.to};
  return found;
}

//   "from Monday to Friday"
std::optional<Found> read_weekday_range(Sentence& s, TokenId at) {
  if (!is_weekday(s, at) || !is_weekday(s, at + 2)) return std::nullopt;
  const Connector connector = connector_at(s, at + 1);
  const bool from = s.has(at - 1, Cue::kFrom) && connector == Connector::kTo;
  const bool between = s.has(at - 1, Cue::kBetween) && connector == Connector::kAnd;
  if (!from && !between) return std::nullopt;
  Found found = make_relative(s, at, at + 3, "weekday range");
  found.is_range = true;
  if (!s.anchor()) return found;
  const Heading heading = s.heading(at);
  const int length = (s.at(at + 2).weekday - s.at(at).weekday + 7) % 7;
  if (heading == Heading::kPast) {
    const Day to = nearest_weekday(*s.anchor(), s.at(at + 2).weekday, heading);
    found.interval = {to - days{length}, to};
  } else {
    const Day begin = nearest_weekday(*s.anchor(), s.at(at).weekday, heading);
    found.interval = {begin, begin + days{length}};
  }
  return found;
}

// A bare number is a year where the words beside it make it one: "in 2024", "(2015)", "2024's",
// "the 2024 election", "in 2022, 2023 and 2024". Not "2024 tonnes", "Vision 2030", "from 2000 to
// 2500 megawatts", "the 2000 soldiers".
std::optional<Found> read_year(Sentence& s, TokenId at) {
  const NumberToken number = s.number(at);
  if (!number.is_year()) return std::nullopt;
  const TokenId before = at - 1;
  const TokenId after = at + 1;
  if (s.is_glued(at) && s.shape(before) != Shape::kPunct) return std::nullopt;
  if (s.is_glued(at) && (s.has(before, Cue::kDash) || s.has(before, Cue::kSlash) ||
                         s.has(before, Cue::kStop) || s.has(before, Cue::kComma))) {
    return std::nullopt;
  }
  const bool possessed = s.has(after, Cue::kPossessive);
  if (s.is_glued(after) && !possessed &&
      (s.shape(after) != Shape::kPunct || s.has(after, Cue::kSlash))) {
    return std::nullopt;
  }
  if (s.is_glued(after) && s.has(after, Cue::kDash) && s.is_glued(after + 1)) return std::nullopt;
  if (is_counted(s, after) || s.shape(after) == Shape::kSymbol) return std::nullopt;
  // A range of other numbers.
  const bool range_mark =
      s.has(after, Cue::kTo) || s.has(after, Cue::kAnd) || s.has(after, Cue::kDash);
  if (range_mark && s.is_number(after + 1) && !s.number(after + 1).is_year() &&
      !is_month(s, after + 2)) {
    return std::nullopt;
  }
  const bool modern = number.value >= 1900;
  const bool noun_follows = s.is_word(after) && !s.has(after, Cue::kFunctionWord);
  bool is_year = false;
  const bool compared = (s.has(before, Cue::kThan) &&
                         (s.has(before - 1, Cue::kLater) || s.has(before - 1, Cue::kEarlier))) ||
                        (s.has(before, Cue::kAs) &&
                         (s.has(before - 1, Cue::kEarly) || s.has(before - 1, Cue::kLate)));
  const TokenId other = s.has(after + 1, Cue::kThe) ? after + 2 : after + 1;
  const bool first_end =
      (s.has(before, Cue::kBetween) && s.has(after, Cue::kAnd)) ||
      (s.has(before, Cue::kFrom) && (s.has(after, Cue::kTo) || s.has(after, Cue::kUntil)));
  if (first_end && (is_month(s, other) || (s.number(other).is_year() && is_month(s, other + 1)))) {
    is_year = modern;
  } else if (compared) {
    is_year = modern && !noun_follows;
  } else if (s.has(before, Cue::kYearCue)) {
    is_year = modern || s.has(before, Cue::kIn) || s.has(before, Cue::kSince);
  } else if (s.has(before, Cue::kSoftYearCue)) {
    is_year = modern && (!noun_follows || possessed);
  } else if (s.has(before, Cue::kTo)) {
    is_year = modern && s.has(before - 1, Cue::kBeforeTo) && !s.is_word(after);
  } else if (s.has(before, Cue::kOpen)) {
    is_year = modern && s.has(after, Cue::kClose);
  } else if (s.last_is_year && s.last_end < at &&
             (s.has(before, Cue::kComma) || s.has(before, Cue::kAnd) || s.has(before, Cue::kOr))) {
    // The last year of a list, which may have a comma before its "and".
    is_year = modern && !noun_follows && (s.last_end == before || s.last_end + 1 == before);
  } else if (at == s.begin()) {
    is_year = modern && (possessed || s.has(after, Cue::kYearVerb));
  } else if (possessed) {
    is_year = modern && !s.is_capital(before);
  } else if (s.has(before, Cue::kThe) || s.has(before, Cue::kPossessive) ||
             (s.has(before, Cue::kThis) && s.is_word(after))) {
    is_year = modern && noun_follows;
  } else if (s.shape(before) == Shape::kLower && !s.has(before, Cue::kFunctionWord) &&
             noun_follows &&
             (s.has(before - 1, Cue::kThe) || s.has(before - 1, Cue::kPossessive))) {
    // "the landmark 2015 accord", not "the other 1900 workers"
    is_year = modern && s.shape(after) == Shape::kLower && s.word(after).back() != 's';
  }
  if (!is_year) return std::nullopt;
  Stated stated;
  stated.year = number.value;
  stated.end = after;
  return settle(s, at, stated, 0, "year");
}

//   "the year 2025"  "fiscal year 2024"  "fiscal 2024"  "FY 2024"
std::optional<Found> read_named_year(Sentence& s, TokenId at) {
  TokenId next = at;
  if (s.has(next, Cue::kFiscal)) ++next;
  const WordFacts& unit = s.at(next);
  const bool named = unit.unit == Unit::kYear && unit.unit_size == 1 && !unit.plural;
  if (named) ++next;
  if (named && s.has(next, Cue::kOf)) ++next;
  if (s.has(at, Cue::kFiscal) && named && next == at + 2 && !s.is_number(next) &&
      !s.has(at, Cue::kCalendar) && is_free_after(s, next)) {
    // "in the fiscal year"
    Found found;
    found.begin = at;
    found.end = next;
    found.grain = Grain::kYear;
    found.value = s.has(at, Cue::kSchool) ? "SYXXXX" : "FYXXXX";
    found.takes_article = true;
    found.rule = "fiscal year";
    return found;
  }
  if (next == at || !is_year_at(s, next) || is_counted(s, next + 1)) return std::nullopt;
  // "2024-25"
  if (s.is_hyphen(next + 1) && s.is_number(next + 2)) return std::nullopt;
  Stated stated;
  stated.year = s.number(next).value;
  stated.end = next + 1;
  Found found = settle(s, at, stated, 0, "named year");
  found.takes_article = true;
  if (s.has(at, Cue::kSchool)) found.interval = {};
  // A fiscal year begins when each state says; it is about that year.
  if (s.has(at, Cue::kFiscal) && !s.has(at, Cue::kCalendar)) found.approximate = true;
  if (s.has(at, Cue::kFiscal) && !s.has(at, Cue::kCalendar))
    found.value = (s.has(at, Cue::kSchool) ? "SY" : "FY") + std::to_string(stated.year);
  return found;
}

//   "the 1990s"  "the 1990's"  "the '90s"  "the seventies"
std::optional<Found> read_decade(Sentence& s, TokenId at) {
  if (s.is_glued(at)) return std::nullopt;
  const NumberToken number = s.number(at);
  int year = number.is_decade() ? number.value : -1;
  const int spoken = s.at(at).decade;
  const bool the = s.has(at - 1, Cue::kThe);
  // "Vision 2030's goals"
  const bool named = s.is_capital(at - 1) && !s.has(at - 1, Cue::kFunctionWord);
  if (year >= 0 && !the && named) return std::nullopt;
  int tens = -1;
  if (year < 0 && the && spoken >= 0) tens = spoken;
  if (year < 0 && the && s.inside(at)) {
    // "'90s", "70's"
    std::string_view text = s.word(at);
    for (const std::string_view mark : {"'", "\u2019"}) {
      if (text.substr(0, mark.size()) == mark) text.remove_prefix(mark.size());
    }
    const bool digits = text.size() >= 3 && text[0] >= '1' && text[0] <= '9' && text[1] == '0';
    const std::string_view tail = digits ? text.substr(2) : text;
    if (digits && (tail == "s" || tail == "'s" || tail == "\u2019s")) tens = (text[0] - '0') * 10;
  }
  TokenId end = at + 1;
  // "the nineteen seventies"
  const WordFacts& teen = s.at(at);
  if (year < 0 && teen.number_kind == NumberKind::kTeen && teen.number >= 15 &&
      s.at(at + 1).decade >= 0) {
    year = teen.number * 100 + s.at(at + 1).decade;
    end = at + 2;
  }
  // "1990 s"
  if (year < 0 && number.is_year() && number.value % 10 == 0 && s.inside(at + 1) &&
      s.word(at + 1) == "s") {
    year = number.value;
    end = at + 2;
  }
  if (tens >= 0) {
    // That decade which has begun, and last did so.
    const int now = s.anchor() ? year_of(*s.anchor()) : 2020;
    year = now / 100 * 100 + tens;
    if (year > now) year -= 100;
  }
  if (year < 0) return std::nullopt;
  Found found;
  found.begin = at;
  found.end = end;
  found.grain = year % 100 == 0 && year != 2000 ? Grain::kCentury : Grain::kDecade;
  // "the 1900s" are ten years or a hundred.
  if (found.grain == Grain::kDecade) found.interval = decade_interval(year);
  found.takes_article = true;
  found.rule = "decade";
  if (tens >= 0 && s.anchor()) found.basis = s.anchor_basis();
  return found;
}

//   "the 21st century"  "the nineteenth century"
std::optional<Found> read_century(Sentence& s, TokenId at) {
  TokenId next = at;
  int value = s.at(at).ordinal;
  if (s.number(at).is_ordinal()) value = s.number(at).value;
  if (s.at(at).number_kind == NumberKind::kTen && s.is_hyphen(at + 1) && s.at(at + 2).ordinal > 0 &&
      s.at(at + 2).ordinal < 10) {
    value = s.at(at).number + s.at(at + 2).ordinal;
    next = at + 2;
  }
  ++next;
  if (s.is_hyphen(next)) ++next;
  if (value < 10 || value > 30) return std::nullopt;
  if (s.at(next).unit_size != 100 || s.at(next).plural) return std::nullopt;
  Found found;
  found.begin = at;
  found.end = next + 1;
  found.grain = Grain::kCentury;
  found.interval = {to_day(value * 100 - 99, 1, 1), to_day(value * 100, 12, 31)};
  found.takes_article = true;
  found.rule = "century";
  return found;
}

namespace {

//   "20th of next month"  "the 15th of this month"
std::optional<Found> read_day_of_near_month(Sentence& s, TokenId at, const DayWords& day) {
  if (!s.has(day.end, Cue::kOf)) return std::nullopt;
  const TokenId side = day.end + 1;
  const bool next = s.has(side, Cue::kNext);
  const bool last = s.has(side, Cue::kLast);
  if (!next && !last && !s.has(side, Cue::kThis)) return std::nullopt;
  const WordFacts& unit = s.at(side + 1);
  if (unit.unit != Unit::kMonth || unit.plural) return std::nullopt;
  Found found = make_relative(s, at, side + 2, "day of month");
  found.takes_article = true;
  if (!s.anchor()) return found;
  const Interval month = unit_beside(*s.anchor(), Unit::kMonth, next ? 1 : last ? -1 : 0);
  if (!month.from) return found;
  const auto exact = to_day(year_of(*month.from), month_of(*month.from), day.value);
  if (exact) found.interval = day_interval(*exact);
  return found;
}

}  // namespace

//   "on the 26th": the nearest one, in the month of the date before or of the report
std::optional<Found> read_day_of_month(Sentence& s, TokenId at) {
  const auto day = state_ordinal_day(s, at);
  if (!day) return std::nullopt;
  if (const auto found = read_day_of_near_month(s, at, *day)) return found;
  const bool compound = s.at(at).number_kind == NumberKind::kTen;
  if ((!s.number(at).is_ordinal() && !compound) || !s.has(at - 1, Cue::kThe)) return std::nullopt;
  const TokenId before = at - 2;
  const bool placed = s.has(before, Cue::kOn) || s.has(before, Cue::kBy) ||
                      s.has(before, Cue::kUntil) || s.has(before, Cue::kSince) ||
                      s.has(before, Cue::kFrom) || s.has(before, Cue::kBefore) ||
                      s.has(before, Cue::kFor) || s.has(before, Cue::kThrough) ||
                      (s.has(before, Cue::kOf) && s.at(before - 1).unit == Unit::kWeek);
  if (!placed || !is_free_after(s, day->end) || s.has(day->end, Cue::kOf) ||
      s.is_number(day->end) || s.is_glued(day->end + 1)) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, day->end, "day of month");
  found.takes_article = true;
  const auto& reference = s.reference ? s.reference : s.carried;
  if (reference && reference->grain <= Grain::kMonth && reference->interval.from) {
    const Day first = *reference->interval.from;
    if (const auto same = to_day(year_of(first), month_of(first), day->value)) {
      found.interval = day_interval(*same);
      found.basis = Basis::kInferred;
      found.anchor = reference->id;
      return found;
    }
  }
  if (!s.anchor()) return found;
  const int step = s.heading(at) == Heading::kFuture ? 1 : -1;
  const Day first = *to_day(year_of(*s.anchor()), month_of(*s.anchor()), 1);
  for (int month = 0; month <= 2; ++month) {
    const auto moved = add_months(first, month * step);
    const auto near = moved ? to_day(year_of(*moved), month_of(*moved), day->value) : std::nullopt;
    if (!near || (step > 0 ? *near < *s.anchor() : *near > *s.anchor())) continue;
    found.interval = day_interval(*near);
    break;
  }
  return found;
}

//   "22/Jan/2019"  "28-Nov"  "Sep-23-2020"  "2019-Aug-01"  "Dec-2018"  "10-1-2018", one mark
//   between
// all parts and no blanks
std::optional<Found> read_joined_date(Sentence& s, TokenId at) {
  if (s.is_glued(at) && (s.has(at - 1, Cue::kDash) || s.has(at - 1, Cue::kSlash)))
    return std::nullopt;
  const Cue mark = s.has(at + 1, Cue::kSlash) ? Cue::kSlash : Cue::kDash;
  TokenId parts[3] = {at, 0, 0};
  int count = 1;
  while (count < 3) {
    const TokenId dash = parts[count - 1] + 1;
    if (!s.has(dash, mark) || !s.is_glued(dash) || !s.is_glued(dash + 1)) break;
    parts[count++] = dash + 1;
  }
  const TokenId end = parts[count - 1] + 1;
  if (count == 1 || (s.is_glued(end) && (s.has(end, mark) || s.is_word(end) || s.is_number(end))))
    return std::nullopt;
  Stated stated;
  stated.end = end;
  int months = 0;
  int numbers[3] = {0, 0, 0};
  int found_numbers = 0;
  for (int i = 0; i < count; ++i) {
    const NumberToken number = s.number(parts[i]);
    if (s.at(parts[i]).month != 0) {
      stated.month = s.at(parts[i]).month;
      ++months;
    } else if (number.is_year() && stated.year == 0 && (i == 0 || i == count - 1)) {
      stated.year = number.value;
    } else if (number.plain() && number.is_day() && found_numbers == 2 && i == 2 &&
               number.width == 2 && months == 0) {
      // "9-18-15"
      stated.year = full_year(s, number.value);
    } else if (number.plain() && number.is_day() && found_numbers < 3) {
      numbers[found_numbers++] = number.value;
    } else {
      return std::nullopt;
    }
  }
  if (months == 1) {
    if (found_numbers > 1 || (count == 3 && stated.year == 0)) return std::nullopt;
    stated.day = numbers[0];
  } else {
    // "10-1-2018"
    if (months != 0 || count != 3 || found_numbers != 2 || stated.year == 0 ||
        s.number(parts[0]).is_year()) {
      return std::nullopt;
    }
    const bool day_first = exists(stated.year, numbers[1], numbers[0]);
    const bool month_first = exists(stated.year, numbers[0], numbers[1]);
    stated.day = day_first ? numbers[0] : numbers[1];
    stated.month = day_first ? numbers[1] : numbers[0];
    stated.either_way = day_first && month_first && numbers[0] != numbers[1];
    stated.is_open = stated.either_way;
  }
  if (stated.day != 0 && !exists(stated.year, stated.month, stated.day)) return std::nullopt;
  return settle(s, at, stated, 0, "joined date");
}

namespace {

enum class Order : std::uint8_t { kDayFirst, kMonthFirst };

// Two dates of digits as one order of day and month reads them.
Interval read_ends(Sentence& s, TokenId at, Stated from, Stated to, Order order) {
  for (Stated* stated : {&from, &to}) {
    if (stated->either_way && order == Order::kMonthFirst) std::swap(stated->day, stated->month);
  }
  if (from.month > 12 || to.month > 12) return {};
  const bool wraps = from.month * 100 + from.day > to.month * 100 + to.day;
  if (to.year == 0 && from.year != 0) to.year = from.year + (wraps ? 1 : 0);
  if (from.year == 0 && to.year != 0) from.year = to.year - (wraps ? 1 : 0);
  if (to.year == 0) {
    if (!s.anchor()) return {};
    const auto near = nearest_day(*s.anchor(), to.month, to.day, s.heading(at));
    if (!near) return {};
    to.year = year_of(*near);
    from.year = to.year - (wraps ? 1 : 0);
  }
  const auto first = to_day(from.year, from.month, from.day);
  const auto last = to_day(to.year, to.month, to.day);
  if (!first || !last || *first > *last) return {};
  return {first, last};
}

}  // namespace

//   "from 10/1 to 11/7"  "10/1/2018-10/7/2018"  "5/1-5/7, 2020": both readings where the digits do
// not settle which number is the day
std::optional<Found> read_numeric_range(Sentence& s, TokenId at) {
  const auto state = [&](TokenId token) {
    const auto full = state_numeric_free(s, token);
    return full ? full : state_pair_free(s, token);
  };
  auto first = state(at);
  if (!first) return std::nullopt;
  const Connector connector = connector_at(s, first->end);
  if (connector == Connector::kNone || connector == Connector::kSlash) return std::nullopt;
  auto second = state(first->end + 1);
  if (!second) return std::nullopt;
  if (second->year == 0) take_year(s, *second);
  const bool placed = s.has(at - 1, Cue::kFrom) || s.has(at - 1, Cue::kBetween);
  if (!placed && second->year == 0) return std::nullopt;
  if (connector == Connector::kAnd && !s.has(at - 1, Cue::kBetween)) return std::nullopt;
  if (is_chained(s, at, at) || is_chained(s, second->end, second->end)) return std::nullopt;
  Found found = make_range(at, second->end, {}, Grain::kDay, "range");
  if (second->year == 0 && s.anchor()) found.basis = s.anchor_basis();
  // The end that is settled settles the other one.
  const bool open = first->either_way && second->either_way;
  const bool month_first = first->either_way ? second->month_first : first->month_first;
  const auto read = [&](Order order) { return read_ends(s, at, *first, *second, order); };
  if (!open) {
    found.interval = read(month_first ? Order::kMonthFirst : Order::kDayFirst);
    return found;
  }
  const Interval day_first = read(Order::kDayFirst);
  const Interval other = read(Order::kMonthFirst);
  if (day_first.known() && other.known()) {
    found.day_first = day_first;
    found.month_first = other;
  } else {
    found.interval = day_first.known() ? day_first : other;
  }
  return found;
}

//   "on 22/04"
std::optional<Found> read_short_date(Sentence& s, TokenId at) {
  // "22/04" can be no fraction.
  const std::string_view text = s.word(at);
  const bool padded = text.size() == 5 && text[2] == '/' && text[3] == '0';
  auto stated = state_pair(s, at);
  if (stated) take_year(s, *stated);
  if (!padded && !s.has(at - 1, Cue::kOn) && (!stated || stated->year == 0)) return std::nullopt;
  if (!stated || is_counted(s, stated->end)) return std::nullopt;
  return settle(s, at, *stated, 0, "short date");
}

//   "11/2016"  "12-2015"  "2016/11"  "2015-3", but not "2010-12", which may be three years
std::optional<Found> read_month_of_year(Sentence& s, TokenId at) {
  int year = 0;
  int month = 0;
  TokenId end = at + 1;
  const std::string_view text = s.word(at);
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto number = [](std::string_view digits) {
      int value = 0;
      for (const char digit : digits) {
        if (digit < '0' || digit > '9') return -1;
        value = value * 10 + (digit - '0');
      }
      return value;
    };
    const std::string_view left = text.substr(0, slash);
    const std::string_view right = text.substr(slash + 1);
    if (left.empty() || right.empty() || left.size() + right.size() > 6) return std::nullopt;
    if (right.size() == 4) {
      month = number(left);
      year = number(right);
    } else {
      return std::nullopt;
    }
  } else {
    const bool slashed = s.has(at + 1, Cue::kSlash);
    if ((!slashed && !s.is_hyphen(at + 1)) || !s.is_glued(at + 1) || !s.is_glued(at + 2))
      return std::nullopt;
    const NumberToken first = s.number(at);
    const NumberToken second = s.number(at + 2);
    end = at + 3;
    if (first.is_year() && second.plain() && second.width <= 2) {
      if (second.width == 2 && second.value > first.value % 100) return std::nullopt;
      year = first.value;
      month = second.value;
    } else if (second.is_year() && first.plain() && first.width <= 2) {
      year = second.value;
      month = first.value;
    } else {
      return std::nullopt;
    }
  }
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || is_chained(s, at, end))
    return std::nullopt;
  Stated stated;
  stated.year = year;
  stated.month = month;
  stated.end = end;
  return settle(s, at, stated, 0, "month of year");
}

//   "2016 November"  "2016, Nov."
std::optional<Found> read_year_month(Sentence& s, TokenId at) {
  const NumberToken year = s.number(at);
  const TokenId month = s.has(at + 1, Cue::kComma) ? at + 2 : at + 1;
  if (!year.is_year() || year.value < 1900 || !is_month(s, month) || s.is_glued(at) ||
      (s.has(month, Cue::kHomonym) && !s.is_capital(month)) || !is_free_after(s, month + 1) ||
      s.is_number(month + 1)) {
    return std::nullopt;
  }
  // "in 2016, May said": a name that is also a month needs its year beside it.
  if (month == at + 2 && (!s.at(month).month_alone || s.has(at - 1, Cue::kIn))) return std::nullopt;
  Stated stated;
  stated.year = year.value;
  stated.month = s.at(month).month;
  stated.end = month + 1;
  return settle(s, at, stated, 0, "year and month");
}

//   "Dec31"  "April22", written together
std::optional<Found> read_glued_date(Sentence& s, TokenId at) {
  if (!s.inside(at)) return std::nullopt;
  const std::string_view text = s.word(at);
  std::size_t letters = text.size();
  while (letters > 0 && text[letters - 1] >= '0' && text[letters - 1] <= '9') --letters;
  const std::size_t digits = text.size() - letters;
  if (letters < 3 || digits == 0 || digits > 2) return std::nullopt;
  int day = 0;
  for (const char digit : text.substr(letters)) day = day * 10 + (digit - '0');
  const int month = s.words().month_named(text.substr(0, letters));
  if (month == 0 || day == 0 || !exists(0, month, day) || !is_free_after(s, at + 1))
    return std::nullopt;
  Stated stated;
  stated.month = month;
  stated.day = day;
  stated.end = at + 1;
  take_year(s, stated);
  return settle(s, at, stated, 0, "month and day");
}

//   "in nineteen ninety-six"
std::optional<Found> read_spelled_year(Sentence& s, TokenId at) {
  const auto year = state_year_words(s, at);
  if (!year || !s.has(at - 1, Cue::kYearCue) || is_counted(s, year->end)) return std::nullopt;
  if (year->end == at + 2 && s.is_word(year->end) && !s.has(year->end, Cue::kFunctionWord))
    return std::nullopt;
  Stated stated;
  stated.year = year->value;
  stated.end = year->end;
  return settle(s, at, stated, 0, "spelled year");
}

}  // namespace chancery
