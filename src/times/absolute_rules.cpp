#include <algorithm>
#include <string_view>

#include "times/rules.hpp"

namespace chancery {
namespace {

using std::chrono::days;

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

//   [April 26], 2025   [26 April] 2025   [April] of 2025   [3 March] last year
std::optional<StatedYear> state_year_after(const Sentence& s, TokenId at) {
  if (is_year_at(s, at)) return StatedYear{at + 1, s.number(at).value, false, false};
  const bool linked = s.has(at, Cue::kComma) || s.has(at, Cue::kOf);
  if (linked && is_year_at(s, at + 1)) {
    return StatedYear{at + 2, s.number(at + 1).value, false, false};
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
std::optional<Stated> state_parts(const int (&parts)[3], const int (&widths)[3], TokenId end) {
  const auto is_year = [&](int part) {
    return widths[part] == 4 && parts[part] >= 1500 && parts[part] <= 2100;
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
std::optional<Stated> state_numeric(const Sentence& s, TokenId at) {
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
  const bool goes_on =
      s.is_glued(at + 1) && (s.has(at + 1, Cue::kSlash) || s.has(at + 1, Cue::kDash));
  if (goes_on) return std::nullopt;
  return state_parts(parts, widths, at + 1);
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
  } else if (stated.month != 0) {
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

// True where what follows goes on with a small word or a mark, and not with a noun.
bool is_free_after(const Sentence& s, TokenId after) {
  return !s.is_word(after) || s.has(after, Cue::kFunctionWord);
}

// A month with neither day nor year beside it. "in May", "since March", "April exports" are months;
// "Theresa May", "March to the square", "April Glaspie" are not.
bool month_stands(const Sentence& s, TokenId at) {
  const WordFacts& month = s.at(at);
  const TokenId before = at - 1;
  const TokenId after = at + 1;
  if (s.has(before, Cue::kIn) || s.has(before, Cue::kSince) || s.has(before, Cue::kUntil)) {
    return s.shape(at) == Shape::kCapital || month.month_alone;
  }
  if (s.shape(at) != Shape::kCapital) return false;
  const bool listed = s.has(before, Cue::kAnd) || s.has(before, Cue::kOr) ||
                      s.has(before, Cue::kComma) || s.has(before, Cue::kTo);
  if (listed && is_month(s, before - 1) && s.last_end == before) return true;
  const bool preposition = s.has(before, Cue::kFrom) || s.has(before, Cue::kOf) ||
                           s.has(before, Cue::kBy) || s.has(before, Cue::kFunctionWord);
  if (!month.month_alone) {
    const bool definite = s.has(before, Cue::kFrom) || s.has(before, Cue::kBefore) ||
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
  if (s.is_glued(begin) && (s.has(begin - 1, Cue::kDash) || s.has(begin - 1, Cue::kSlash) ||
                            s.shape(begin - 1) == Shape::kSymbol)) {
    return true;
  }
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

}  // namespace

bool is_month(const Sentence& s, TokenId at) {
  return s.at(at).month != 0 && s.is_capital(at);
}
bool is_weekday(const Sentence& s, TokenId at) {
  return s.at(at).weekday != 0 && s.is_capital(at);
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
  if (s.has(next, Cue::kThe) && s.number(next + 1).is_ordinal()) ++next;
  const NumberToken number = s.number(next);
  // "in May 25 people died" counts people.
  const bool counts = s.has(at - 1, Cue::kIn) && is_counted(s, next + 1);
  if (number.is_day() && ends_number(s, next + 1) && !counts &&
      exists(0, stated.month, number.value)) {
    stated.day = number.value;
    stated.end = next + 1;
  } else if (is_year_at(s, next)) {
    stated.year = number.value;
    stated.end = next + 1;
    return stated;
  }
  take_year(s, stated);
  return stated;
}

//   "26 April 2025"  "26th of April"  "26 Apr."
std::optional<Stated> state_day_first(const Sentence& s, TokenId at) {
  const NumberToken number = s.number(at);
  if (!number.is_day()) return std::nullopt;
  TokenId month = at + 1;
  if (number.is_ordinal() && s.has(month, Cue::kOf)) ++month;
  if (!is_month(s, month) || s.is_glued(month)) return std::nullopt;
  if (!exists(0, s.at(month).month, number.value)) return std::nullopt;
  Stated stated;
  stated.month = s.at(month).month;
  stated.day = number.value;
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
  if (!stated || is_chained(s, at, at + 1)) return std::nullopt;
  share_year(s, *stated);
  Found found = settle_date(s, at, *stated, "day and month");
  found.takes_article = s.number(at).is_ordinal();
  return found;
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
  if (date && date->day != 0) {
    share_year(s, *date);
    return settle(s, at, *date, facts.weekday, "weekday and date");
  }
  if (!facts.weekday_alone || s.has(at - 1, Cue::kNameDay) || s.has(at - 1, Cue::kEvery)) {
    return std::nullopt;
  }
  if (s.at(at - 1).number_kind == NumberKind::kArticle) return std::nullopt;
  Found found = make_relative(s, at, at + 1, "weekday");
  found.grain = Grain::kDay;
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
  const TokenId second_at = from.end + 1;
  if (from.month == 0 && from.day == 0) return settle_years(s, at, from, connector, second_at);
  if (connector == Connector::kSlash) return std::nullopt;
  const auto second = state_endpoint(s, second_at);
  if (!second || second->stated.is_open) return std::nullopt;
  Stated to = second->stated;
  const bool between = s.has(at - 1, Cue::kBetween);
  const bool from_word = s.has(at - 1, Cue::kFrom);
  if (first->is_bare_number) {
    // "24-26 April"
    if (second->is_bare_number || to.month == 0 || to.day == 0 || to.month_first)
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
  } else if ((from.day != 0) != (to.day != 0) || to.month == 0) {
    return std::nullopt;
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
  if (s.has(before, Cue::kYearCue)) {
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
  if (unit.unit == Unit::kYear && unit.unit_size == 1 && !unit.plural) ++next;
  if (next == at || !is_year_at(s, next) || is_counted(s, next + 1)) return std::nullopt;
  // "2024-25"
  if (s.is_hyphen(next + 1) && s.is_number(next + 2)) return std::nullopt;
  Stated stated;
  stated.year = s.number(next).value;
  stated.end = next + 1;
  Found found = settle(s, at, stated, 0, "named year");
  found.takes_article = true;
  return found;
}

//   "the 1990s"
std::optional<Found> read_decade(Sentence& s, TokenId at) {
  const NumberToken number = s.number(at);
  if (!number.is_decade() || s.is_glued(at)) return std::nullopt;
  Found found;
  found.begin = at;
  found.end = at + 1;
  found.grain = number.value % 100 == 0 ? Grain::kCentury : Grain::kDecade;
  found.interval = decade_interval(number.value);
  // "the 1900s" are ten years or a hundred.
  if (found.grain == Grain::kCentury) found.interval = {};
  if (number.value == 2000) {
    found.grain = Grain::kDecade;
    found.interval = decade_interval(2000);
  }
  found.takes_article = true;
  found.rule = "decade";
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

}  // namespace chancery
