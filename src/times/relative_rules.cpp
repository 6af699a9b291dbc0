// Times that count from the day of the report, or from another time of the sentence.
#include <algorithm>

#include "times/rules.hpp"

namespace chancery {
namespace {

using std::chrono::days;

constexpr int kMaxShift = 4000;  // of any unit: past it an expression stays open

bool is_long_unit(const WordFacts& facts) {
  return facts.unit >= Unit::kDay && facts.unit <= Unit::kYear;
}

// How far and from where "last", "next" and their like count.
enum class Side : std::uint8_t { kNone, kThis, kLast, kPast, kPrevious, kNext, kFollowing };
struct Beside {
  TokenId end = 0;
  Side side = Side::kNone;
};

//   "this"  "last"  "the past"  "this coming"  "next"
Beside state_side(const Sentence& s, TokenId at) {
  TokenId next = at;
  Side side = Side::kNone;
  if (s.has(next, Cue::kThis)) {
    side = Side::kThis;
    ++next;
  }
  const WordFacts& word = s.at(next);
  // "will last three months"
  if (word.has(Cue::kLast) && s.has(at - 1, Cue::kModal) && s.inside(at - 1)) return {next, side};
  Side second = Side::kNone;
  if (word.has(Cue::kPast)) second = Side::kPast;
  if (word.has(Cue::kComing)) second = Side::kNext;
  if (side == Side::kNone) {
    if (word.has(Cue::kLast)) second = Side::kLast;
    if (word.has(Cue::kNext)) second = Side::kNext;
    if (word.has(Cue::kPrevious)) second = Side::kPrevious;
    if (word.has(Cue::kFollowing)) second = Side::kFollowing;
  }
  if (second != Side::kNone) return {next + 1, second};
  return {next, side};
}

// A year counts from any time within one, a month from any within a month.
bool fits_unit(const Found& reference, Unit unit) {
  switch (unit) {
    case Unit::kYear:
      return reference.grain <= Grain::kYear;
    case Unit::kQuarter:
      return reference.grain <= Grain::kQuarter;
    case Unit::kMonth:
      return reference.grain <= Grain::kMonth;
    case Unit::kWeek:
    case Unit::kWeekend:
      return reference.grain <= Grain::kWeek;
    default:
      return reference.grain == Grain::kDay;
  }
}

// "next week on Tuesday", "this week Monday": the day of that week
void take_weekday(const Sentence& s, Found& found) {
  TokenId day = found.end;
  if (s.has(day, Cue::kOn)) ++day;
  if (!is_weekday(s, day) || (!s.at(day).weekday_alone && !s.is_capital(day))) return;
  found.end = day + 1;
  found.grain = Grain::kDay;
  if (found.interval.from)
    found.interval = day_interval(*found.interval.from + days{s.at(day).weekday - 1});
}

// The interval of the reference moved by whole units where it is as fine as they are: "a year
// earlier".
std::optional<Interval> shift_reference(const Found& reference, Unit unit, int count) {
  const Grain grain = reference.grain;
  const bool fits = unit == Unit::kYear || (unit == Unit::kQuarter && grain <= Grain::kQuarter) ||
                    (unit == Unit::kMonth && grain <= Grain::kMonth) ||
                    (unit == Unit::kWeek && grain <= Grain::kWeek) ||
                    (unit == Unit::kDay && grain == Grain::kDay);
  if (!fits) return std::nullopt;
  return shift(reference.interval, unit, count);
}

}  // namespace

Found make_relative(const Sentence& s, TokenId begin, TokenId end, const char* rule) {
  Found found;
  found.begin = begin;
  found.end = end;
  found.rule = rule;
  if (s.anchor()) found.basis = s.anchor_basis();
  return found;
}

//   "today"  "tonight"  "tomorrow morning"     not "Russia Today"
std::optional<Found> read_day_word(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (!facts.is_day_word) return std::nullopt;
  if (s.is_capital(at) && s.is_capital(at - 1)) return std::nullopt;
  Found found = make_relative(s, at, at + 1, "day word");
  if (s.has(found.end, Cue::kDayPart)) ++found.end;
  if (s.anchor()) found.interval = day_interval(*s.anchor() + days{facts.day_shift});
  return found;
}

//   "last year"  "this month"  "next week"  "the previous year"  "the past quarter"  "this decade"
std::optional<Found> read_unit_beside(Sentence& s, TokenId at) {
  const Beside beside = state_side(s, at);
  if (beside.side == Side::kNone) return std::nullopt;
  TokenId unit_at = beside.end;
  const bool fiscal = s.has(unit_at, Cue::kFiscal);
  const bool working = s.has(unit_at, Cue::kWorking) && s.at(unit_at + 1).unit == Unit::kWeek;
  if (fiscal || working) ++unit_at;
  const WordFacts& facts = s.at(unit_at);
  if (!is_long_unit(facts) || facts.plural) return std::nullopt;
  if (facts.unit_size != 1 && facts.unit != Unit::kYear) return std::nullopt;
  const bool counts_from_text = beside.side == Side::kPrevious || beside.side == Side::kFollowing;
  if (facts.unit == Unit::kDay) {
    const bool next_day = beside.side == Side::kNext && s.has(at - 1, Cue::kThe);
    if (!counts_from_text && !next_day) return std::nullopt;
  }
  Found found = make_relative(s, at, unit_at + 1, "unit beside");
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  // A fiscal year begins when each state says.
  if (fiscal && !s.has(unit_at - 1, Cue::kCalendar)) {
    if (beside.side == Side::kThis && s.anchor() && facts.unit == Unit::kYear)
      found.value =
          (s.has(unit_at - 1, Cue::kSchool) ? "SY" : "FY") + std::to_string(year_of(*s.anchor()));
    return found;
  }
  std::optional<Day> base = s.anchor();
  if (counts_from_text || facts.unit == Unit::kDay) {
    const auto& reference = s.reference ? s.reference : s.carried;
    if (reference && fits_unit(*reference, facts.unit)) {
      base = reference->interval.from;
      found.basis = Basis::kInferred;
      found.anchor = reference->id;
    } else if (beside.side != Side::kPrevious || facts.unit == Unit::kDay) {
      found.basis = Basis::kStated;
      return found;
    }
  }
  if (!base) {
    if (facts.unit == Unit::kWeek && facts.unit_size == 1) take_weekday(s, found);
    return found;
  }
  if (facts.unit_size > 1) {
    const int length = facts.unit_size;
    if (length == 10 && beside.side != Side::kThis) {
      // "the past decade", "the next decade": ten years up to the day or from it on.
      const bool ahead = beside.side == Side::kNext || beside.side == Side::kFollowing;
      const auto far = add_units(*base, Unit::kYear, ahead ? length : -length);
      if (far) found.interval = ahead ? Interval{base, far} : Interval{far, base};
      return found;
    }
    int first = length == 10 ? year_of(*base) / 10 * 10 : (year_of(*base) - 1) / 100 * 100 + 1;
    found.grain = length == 10 ? Grain::kDecade : Grain::kCentury;
    if (beside.side == Side::kLast || beside.side == Side::kPrevious) first -= length;
    if (beside.side == Side::kNext || beside.side == Side::kFollowing) first += length;
    if (first < 1 || beside.side == Side::kPast) return found;
    found.interval = {to_day(first, 1, 1), to_day(first + length - 1, 12, 31)};
    return found;
  }
  if (beside.side == Side::kPast && facts.unit != Unit::kWeekend) {
    const auto far = add_units(*base, facts.unit, -1);
    if (far) found.interval = {far, base};
    return found;
  }
  const int step = beside.side == Side::kThis                                      ? 0
                   : beside.side == Side::kNext || beside.side == Side::kFollowing ? 1
                                                                                   : -1;
  found.interval = unit_beside(*base, facts.unit, step);
  if (working && found.interval.from) found.interval.to = *found.interval.from + days{4};
  if (facts.unit == Unit::kWeek && !working) take_weekday(s, found);
  return found;
}

//   "the past five years"  "the last 12 months"  "the next two weeks"
std::optional<Found> read_units_beside(Sentence& s, TokenId at) {
  const Beside beside = state_side(s, at);
  if (beside.side == Side::kNone || beside.side == Side::kThis) return std::nullopt;
  const auto count = state_count(s, beside.end);
  if (!count || count->is_article) return std::nullopt;
  TokenId unit_at = count->end;
  if (s.has(unit_at, Cue::kOf)) ++unit_at;
  if (s.has(unit_at, Cue::kFiller)) ++unit_at;
  const WordFacts& facts = s.at(unit_at);
  const bool hours = facts.unit == Unit::kHour;
  if ((!is_long_unit(facts) && !hours) || (!facts.plural && !count->is_one)) return std::nullopt;
  Found found = make_relative(s, at, unit_at + 1, "units beside");
  if (s.has(unit_at - 1, Cue::kWorking) && facts.unit == Unit::kDay && s.anchor() &&
      count->value > 0 && count->value <= 400) {
    const bool forward = beside.side == Side::kNext;
    Day day = *s.anchor();
    Day near = day;
    for (int left = count->value; left > 0;) {
      day += days{forward ? 1 : -1};
      if (iso_weekday(day) > 5) continue;
      if (left == count->value) near = day;
      --left;
    }
    found.grain = Grain::kDay;
    found.interval = forward ? Interval{near, day} : Interval{day, near};
    return found;
  }
  if (s.has(unit_at - 1, Cue::kFiller)) return found;
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  if (!s.anchor() || count->value == 0 || beside.side == Side::kFollowing) return found;
  int size = count->value * facts.unit_size;
  Unit unit = facts.unit;
  if (hours) {
    size = (size + 23) / 24;
    unit = Unit::kDay;
  }
  if (size > kMaxShift) return found;
  const bool ahead = beside.side == Side::kNext;
  if (unit == Unit::kQuarter) {
    // Whole quarters: "the last two quarters".
    const Interval near = unit_beside(*s.anchor(), unit, ahead ? 1 : -1);
    const Interval end = unit_beside(*s.anchor(), unit, ahead ? size : -size);
    found.interval = ahead ? Interval{near.from, end.to} : Interval{end.from, near.to};
    return found;
  }
  const auto far = add_units(*s.anchor(), unit, ahead ? size : -size);
  if (far) found.interval = ahead ? Interval{s.anchor(), far} : Interval{far, s.anchor()};
  return found;
}

//   "this morning"  "last night"
std::optional<Found> read_part_of_day(Sentence& s, TokenId at) {
  const bool this_day = s.has(at, Cue::kThis);
  if ((!this_day && !s.has(at, Cue::kLast)) || !s.has(at + 1, Cue::kDayPart)) return std::nullopt;
  Found found = make_relative(s, at, at + 2, "part of day");
  if (s.anchor()) found.interval = day_interval(*s.anchor() - days{this_day ? 0 : 1});
  return found;
}

//   "last Tuesday"  "next Monday"  "this Thursday"  "this coming Friday"
// "last" is the nearest one before the report, "next" the nearest after it, "this" that of the
// report's week.
std::optional<Found> read_weekday_beside(Sentence& s, TokenId at) {
  const Beside beside = state_side(s, at);
  if (beside.side == Side::kNone || !is_weekday(s, beside.end)) return std::nullopt;
  const WordFacts& facts = s.at(beside.end);
  if (!facts.weekday_alone) return std::nullopt;
  Found found = make_relative(s, at, beside.end + 1, "weekday beside");
  found.takes_article = beside.side == Side::kPast || s.has(at, Cue::kComing);
  if (const auto date = read_date_in_brackets(s, found.end)) {
    found.end = date->end;
    found.interval = date->interval;
    return found;
  }
  if (s.has(found.end, Cue::kDayPart)) ++found.end;
  std::optional<Day> base = s.anchor();
  const bool from_text = beside.side == Side::kPrevious || beside.side == Side::kFollowing ||
                         (beside.side == Side::kNext && s.has(at - 1, Cue::kThe));
  if (from_text) {
    found.takes_article = true;
    const auto& reference = s.reference ? s.reference : s.carried;
    if (reference && reference->grain == Grain::kDay) {
      base = reference->interval.from;
      found.basis = Basis::kInferred;
      found.anchor = reference->id;
    }
  }
  if (!base) return found;
  const int ahead = (facts.weekday - iso_weekday(*base) + 7) % 7;
  int step = facts.weekday - iso_weekday(*base);
  if (beside.side == Side::kNext || beside.side == Side::kFollowing) step = ahead == 0 ? 7 : ahead;
  if (beside.side == Side::kLast || beside.side == Side::kPast || beside.side == Side::kPrevious)
    step = ahead - 7;
  found.interval = day_interval(*base + days{step});
  return found;
}

//   "last March"  "next May"  "this April"
std::optional<Found> read_month_beside(Sentence& s, TokenId at) {
  const Beside beside = state_side(s, at);
  if (beside.side == Side::kNone || !is_month(s, beside.end)) return std::nullopt;
  // "last May 3" and "this April 2025" are read by the date.
  if (s.is_number(beside.end + 1)) return std::nullopt;
  const int month = s.at(beside.end).month;
  Found found = make_relative(s, at, beside.end + 1, "month beside");
  found.grain = Grain::kMonth;
  found.takes_article = beside.side == Side::kPast;
  std::optional<Day> base = s.anchor();
  if (beside.side == Side::kPrevious || beside.side == Side::kFollowing) {
    found.takes_article = true;
    const auto& reference = s.reference ? s.reference : s.carried;
    if (reference && reference->grain <= Grain::kMonth) {
      base = reference->interval.from;
      found.basis = Basis::kInferred;
      found.anchor = reference->id;
    }
  }
  if (!base) return found;
  const int now = month_of(*base);
  int year = year_of(*base);
  const bool back =
      beside.side == Side::kLast || beside.side == Side::kPast || beside.side == Side::kPrevious;
  if (back && month >= now) --year;
  if ((beside.side == Side::kNext || beside.side == Side::kFollowing) && month <= now) ++year;
  found.interval = month_interval(year, month);
  return found;
}

//   "so far this year": from its first day to the report's
std::optional<Found> read_so_far(Sentence& s, TokenId at) {
  if (!s.has(at, Cue::kSo) || !s.has(at + 1, Cue::kFar) || !s.has(at + 2, Cue::kThis)) {
    return std::nullopt;
  }
  const WordFacts& facts = s.at(at + 3);
  if (!is_long_unit(facts) || facts.plural || facts.unit_size != 1 || facts.unit == Unit::kDay) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, at + 4, "so far");
  found.grain = Grain::kDay;
  if (s.anchor()) found.interval = {unit_around(*s.anchor(), facts.unit).from, s.anchor()};
  return found;
}

//   "earlier this year": from its first day to the report's   "later this month": to its last
//   "earlier today"
std::optional<Found> read_earlier_or_later(Sentence& s, TokenId at) {
  const bool earlier = s.has(at, Cue::kEarlier);
  if (!earlier && !s.has(at, Cue::kLater)) return std::nullopt;
  if (s.at(at + 1).is_day_word) {
    auto found = read_day_word(s, at + 1);
    if (found) found->begin = at;
    return found;
  }
  const bool in_the = s.has(at + 1, Cue::kIn) && s.has(at + 2, Cue::kThe);
  if (!s.has(at + 1, Cue::kThis) && !in_the) return std::nullopt;
  const TokenId unit_at = in_the ? at + 3 : at + 2;
  const WordFacts& facts = s.at(unit_at);
  if (!is_long_unit(facts) || facts.plural || facts.unit_size != 1 || facts.unit == Unit::kDay) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, unit_at + 1, earlier ? "earlier this" : "later this");
  found.grain = Grain::kDay;
  found.mod = earlier ? TimeMod::kStart : TimeMod::kEnd;
  if (!s.anchor()) return found;
  const Interval whole = unit_around(*s.anchor(), facts.unit);
  found.whole = whole;
  found.whole_grain = grain_of(facts.unit);
  if (earlier && *whole.from <= *s.anchor()) found.interval = {whole.from, s.anchor()};
  if (!earlier && *whole.to >= *s.anchor()) found.interval = {s.anchor(), whole.to};
  return found;
}

namespace {

//   "2 years 1 month 21 days ago": to the day
std::optional<Found> read_parts_ago(Sentence& s, TokenId at) {
  TokenId next = at;
  int parts = 0;
  std::optional<Day> day = s.anchor();
  for (; parts < 4; ++parts) {
    TokenId count_at = next;
    if (parts > 0 && s.has(count_at, Cue::kComma)) ++count_at;
    if (parts > 0 && s.has(count_at, Cue::kAnd)) ++count_at;
    const auto count = state_count(s, count_at);
    if (!count || count->value < 1 || count->is_article || count->value > kMaxShift) break;
    const WordFacts& facts = s.at(count->end);
    if (!is_long_unit(facts) || facts.unit == Unit::kWeekend) break;
    if (day) day = add_units(*day, facts.unit, -count->value * facts.unit_size);
    next = count->end + 1;
  }
  if (parts < 2 || !s.has(next, Cue::kAgo)) return std::nullopt;
  Found found = make_relative(s, at, next + 1, "ago");
  if (day) found.interval = day_interval(*day);
  return found;
}

}  // namespace

//   "two days ago"  "a year earlier"  "three days later"
// "ago" counts from the report; "earlier" from the date that the sentence gives, else from the
// report; "later" from the date that the sentence gives, else from the day that the sentence before
// gives, else it stays open.
std::optional<Found> read_ago(Sentence& s, TokenId at) {
  const auto count = state_count(s, at);
  if (!count) return std::nullopt;
  const WordFacts& facts = s.at(count->end);
  if (facts.unit == Unit::kNone || facts.unit == Unit::kWeekend) return std::nullopt;
  if (const auto moved = read_parts_ago(s, at)) return moved;
  const TokenId word = count->end + 1;
  const bool ago = s.has(word, Cue::kAgo);
  const bool earlier = s.has(word, Cue::kEarlier);
  const bool later = s.has(word, Cue::kLater);
  if ((!ago && !earlier && !later) || s.has(word + 1, Cue::kThan)) return std::nullopt;
  Found found = make_relative(s, at, word + 1, ago ? "ago" : earlier ? "earlier" : "later");
  found.grain = grain_of(facts.unit);
  const int size = count->value * facts.unit_size;
  if (size == 0 || size > kMaxShift || !is_long_unit(facts)) return found;
  if (facts.unit_size > 1 && facts.unit == Unit::kYear) found.approximate = true;
  if (!ago) {
    const auto& reference = later && !s.reference ? s.carried : s.reference;
    const auto moved =
        reference ? shift_reference(*reference, facts.unit, earlier ? -size : size) : std::nullopt;
    if (moved) {
      found.interval = *moved;
      found.grain = reference->grain;
      found.basis = Basis::kInferred;
      found.anchor = reference->id;
      return found;
    }
    if (later || s.reference) {
      found.basis = Basis::kStated;
      return found;
    }
  }
  if (s.anchor()) found.interval = unit_beside(*s.anchor(), facts.unit, -size);
  return found;
}

//   "the year before"  "the month earlier", with nothing after them that they stand before
std::optional<Found> read_year_before(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (!s.has(at - 1, Cue::kThe) || facts.unit_size != 1 || facts.plural) return std::nullopt;
  if (!s.has(at + 1, Cue::kBefore) && !s.has(at + 1, Cue::kEarlier)) return std::nullopt;
  if (s.shape(at + 2) != Shape::kPunct) return std::nullopt;
  Found found = make_relative(s, at, at + 2, "year before");
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  if (s.reference && fits_unit(*s.reference, facts.unit)) {
    found.basis = Basis::kInferred;
    found.anchor = s.reference->id;
    found.interval = unit_beside(*s.reference->interval.from, facts.unit, -1);
  } else if (s.anchor()) {
    found.interval = unit_beside(*s.anchor(), facts.unit, -1);
  }
  return found;
}

//   "two weeks from now"  "three days after 3 May"  "two days before yesterday"  "three days hence"
std::optional<Found> read_units_from(Sentence& s, TokenId at) {
  const auto count = state_count(s, at);
  if (!count || count->value == 0 || count->value > kMaxShift) return std::nullopt;
  const WordFacts& facts = s.at(count->end);
  const bool weekdays = s.at(count->end).weekday_set != 0;
  if ((!is_long_unit(facts) || facts.unit == Unit::kWeekend) && !weekdays) return std::nullopt;
  if (facts.plural != (count->value > 1) && !weekdays) return std::nullopt;
  const TokenId word = count->end + 1;
  Found found = make_relative(s, at, word + 1, "units from");
  std::optional<Found> base;
  int direction = 1;
  if (s.has(word, Cue::kHence)) {
    // Counts from the report.
  } else if (s.has(word, Cue::kFrom) && s.has(word + 1, Cue::kNow)) {
    found.end = word + 2;
  } else if (s.has(word, Cue::kFrom) || s.has(word, Cue::kAfter) || s.has(word, Cue::kBefore)) {
    // "shut for three days from Monday" is how long.
    if (s.has(word, Cue::kFrom) && s.has(at - 1, Cue::kFor)) return std::nullopt;
    if (s.has(word, Cue::kBefore)) direction = -1;
    base = read_date(s, word + 1);
    if (!base) return std::nullopt;
    const bool day = base->grain == Grain::kDay && base->interval.from == base->interval.to;
    // "five years from 2026" is a duration and its start.
    if (s.has(word, Cue::kFrom) && !day && base->interval.known()) return std::nullopt;
    if (!day && base->interval.known() &&
        !(facts.unit == Unit::kYear && base->grain == Grain::kYear)) {
      return std::nullopt;
    }
    found.end = base->end;
    found.basis = base->basis;
    found.anchor = base->anchor;
    found.base = base->interval;
  } else {
    return std::nullopt;
  }
  const int size = count->value * (weekdays ? 1 : facts.unit_size);
  if (size > kMaxShift) return found;
  const std::optional<Day> from = base ? base->interval.from : s.anchor();
  if (!from) return found;
  if (base && base->grain == Grain::kYear) {
    found.grain = Grain::kYear;
    if (const auto moved = shift(base->interval, Unit::kYear, direction * size))
      found.interval = *moved;
    return found;
  }
  std::optional<Day> moved;
  if (weekdays) {
    const int ahead = (s.at(count->end).weekday_set - iso_weekday(*from) + 7) % 7;
    moved = add_units(*from + days{ahead == 0      ? 0
                                   : direction > 0 ? ahead - 7
                                                   : ahead},
                      Unit::kWeek, direction * size);
  } else {
    moved = add_units(*from, facts.unit, direction * size);
  }
  if (moved) found.interval = day_interval(*moved);
  return found;
}

//   "the five previous years"  "10 upcoming weeks"
std::optional<Found> read_counted_beside(Sentence& s, TokenId at) {
  const auto count = state_count(s, at);
  if (!count || count->is_article || count->value < 2) return std::nullopt;
  const TokenId word = count->end;
  const bool back =
      s.has(word, Cue::kPrevious) || s.has(word, Cue::kLast) || s.has(word, Cue::kPast);
  const bool ahead =
      s.has(word, Cue::kNext) || s.has(word, Cue::kComing) || s.has(word, Cue::kFollowing);
  const WordFacts& facts = s.at(word + 1);
  if ((!back && !ahead) || !is_long_unit(facts) || !facts.plural) return std::nullopt;
  Found found = make_relative(s, at, word + 2, "units beside");
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  const int size = count->value * facts.unit_size;
  if (!s.anchor() || size > kMaxShift) return found;
  const auto far = add_units(*s.anchor(), facts.unit, ahead ? size : -size);
  if (far) found.interval = ahead ? Interval{s.anchor(), far} : Interval{far, s.anchor()};
  return found;
}

//   "the same year"  "that week"  "the same day": that of the date before
std::optional<Found> read_same_unit(Sentence& s, TokenId at) {
  const bool same = s.has(at, Cue::kSame);
  if ((!same && !s.has(at, Cue::kThat)) || s.at(at + 1).plural) return std::nullopt;
  // "that month's talks", "that year", but not "said that day care costs more".
  const WordFacts& facts = s.at(at + 1);
  if (!is_long_unit(facts) || facts.unit_size != 1 || s.is_hyphen(at + 2)) return std::nullopt;
  if (!same && s.is_word(at + 2) && !s.has(at + 2, Cue::kFunctionWord)) return std::nullopt;
  if (same && !s.has(at - 1, Cue::kThe) && !s.has(at - 1, Cue::kThat)) return std::nullopt;
  Found found;
  found.begin = at;
  found.end = at + 2;
  found.rule = "same unit";
  found.grain = facts.unit == Unit::kWeekend ? Grain::kWeek : grain_of(facts.unit);
  found.takes_article = true;
  const auto& reference = s.reference ? s.reference : s.carried;
  if (!reference || !fits_unit(*reference, facts.unit)) return found;
  found.basis = Basis::kInferred;
  found.anchor = reference->id;
  found.interval = unit_around(*reference->interval.from, facts.unit);
  return found;
}

//   "the week after next"  "the year before last"
std::optional<Found> read_after_next(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (!is_long_unit(facts) || facts.plural || facts.unit_size != 1) return std::nullopt;
  const TokenId side = s.has(at + 2, Cue::kThe) ? at + 3 : at + 2;
  const bool ahead = s.has(at + 1, Cue::kAfter) && s.has(side, Cue::kNext);
  const bool back = s.has(at + 1, Cue::kBefore) && s.has(side, Cue::kLast);
  const bool noun = s.is_word(side + 1) && !s.has(side + 1, Cue::kFunctionWord);
  if ((!ahead && !back) || noun) return std::nullopt;
  Found found = make_relative(s, at, side + 1, "after next");
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  if (s.anchor()) found.interval = unit_beside(*s.anchor(), facts.unit, ahead ? 2 : -2);
  return found;
}

//   "in the year"  "for the day"  "over the weekend": those of the report
std::optional<Found> read_the_unit(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (!is_long_unit(facts) || facts.plural || facts.unit_size != 1 || !s.has(at - 1, Cue::kThe))
    return std::nullopt;
  if (facts.unit == Unit::kWeekend) {
    const TokenId before = at - 2;
    const bool during = s.has(before, Cue::kAt) || s.has(before, Cue::kThrough) ||
                        s.has(before, Cue::kOn) || s.has(before, Cue::kBy) ||
                        s.has(before, Cue::kUntil);
    const bool ends = !s.is_word(at + 1) || s.has(at + 1, Cue::kFunctionWord);
    if (!during || !ends || s.is_hyphen(at + 1)) return std::nullopt;
    Found found = make_relative(s, at, at + 1, "the unit");
    found.grain = Grain::kWeek;
    found.takes_article = true;
    if (!s.anchor()) return found;
    // The one that has begun, or the next one.
    const bool begun = iso_weekday(*s.anchor()) >= 6;
    const int step = begun || s.heading(at) == Heading::kFuture ? 0 : -1;
    found.interval = unit_beside(*s.anchor(), Unit::kWeekend, step);
    return found;
  }
  const bool day = facts.unit == Unit::kDay;
  const bool placed =
      day ? s.has(at - 2, Cue::kFor) : s.has(at - 2, Cue::kIn) && facts.unit == Unit::kYear;
  if (!placed || (s.inside(at + 1) && s.shape(at + 1) != Shape::kPunct) || s.is_hyphen(at + 1))
    return std::nullopt;
  Found found = make_relative(s, at, at + 1, "the unit");
  found.grain = grain_of(facts.unit);
  found.takes_article = true;
  const auto& reference = s.reference ? s.reference : s.carried;
  std::optional<Day> base = s.anchor();
  if (reference && fits_unit(*reference, facts.unit)) {
    base = reference->interval.from;
    found.basis = Basis::kInferred;
    found.anchor = reference->id;
  }
  if (base) found.interval = unit_around(*base, facts.unit);
  return found;
}

//   "between now and the end of the year": "now" is a time only as an end of a range
std::optional<Found> read_from_now(Sentence& s, TokenId at) {
  if (!s.has(at, Cue::kNow) || (!s.has(at - 1, Cue::kBetween) && !s.has(at - 1, Cue::kFrom)))
    return std::nullopt;
  Found found = make_relative(s, at, at + 1, "now");
  if (s.anchor()) found.interval = day_interval(*s.anchor());
  join_range(s, found);
  if (!found.is_range) return std::nullopt;
  return found;
}

//   "the day after tomorrow"  "the day before 3 May"  "the day before", "the day after"
std::optional<Found> read_day_beside(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (facts.unit != Unit::kDay || facts.plural) return std::nullopt;
  const bool after = s.has(at + 1, Cue::kAfter);
  if ((!after && !s.has(at + 1, Cue::kBefore)) || !s.has(at - 1, Cue::kThe)) return std::nullopt;
  Found found = make_relative(s, at, at + 2, "day beside");
  found.takes_article = true;
  const days step{after ? 1 : -1};
  if (const auto base = read_date(s, at + 2)) {
    if (base->grain != Grain::kDay) return std::nullopt;
    found.end = base->end;
    found.basis = base->basis;
    found.anchor = base->anchor;
    if (base->interval.from && base->interval.from == base->interval.to)
      found.interval = day_interval(*base->interval.from + step);
    return found;
  }
  if (s.inside(at + 2) && s.shape(at + 2) != Shape::kPunct) return std::nullopt;
  const auto& reference = s.reference ? s.reference : s.carried;
  if (reference && reference->grain == Grain::kDay) {
    found.basis = Basis::kInferred;
    found.anchor = reference->id;
    found.interval = day_interval(*reference->interval.from + step);
  } else if (s.anchor() && !after) {
    found.interval = day_interval(*s.anchor() + step);
  }
  return found;
}

//   "to date"  "year to date": up to the report
std::optional<Found> read_to_date(Sentence& s, TokenId at) {
  const WordFacts& unit = s.at(at);
  const bool of_unit = is_long_unit(unit) && !unit.plural && unit.unit_size == 1;
  TokenId to = of_unit ? at + 1 : at;
  if (of_unit && s.is_hyphen(to)) ++to;
  if (!s.has(to, Cue::kTo)) return std::nullopt;
  const TokenId date = s.is_hyphen(to + 1) ? to + 2 : to + 1;
  if (!s.has(date, Cue::kDate)) return std::nullopt;
  // "up to date", "to date from", "to date the find"
  if (!of_unit && (s.has(at - 1, Cue::kUp) || s.has(date + 1, Cue::kFrom) ||
                   (s.is_word(date + 1) && !s.has(date + 1, Cue::kFunctionWord))))
    return std::nullopt;
  Found found = make_relative(s, at, date + 1, "to date");
  found.takes_article = of_unit;
  if (!s.anchor()) return found;
  found.interval.to = s.anchor();
  if (of_unit) {
    found.whole = unit_around(*s.anchor(), unit.unit);
    found.whole_grain = grain_of(unit.unit);
    found.interval.from = found.whole.from;
  } else {
    found.value = "PRESENT_REF";
    found.mod = TimeMod::kOnOrBefore;
  }
  return found;
}

}  // namespace chancery
