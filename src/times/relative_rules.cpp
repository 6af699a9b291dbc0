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
  if (fiscal) ++unit_at;
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
  if (fiscal) return found;
  std::optional<Day> base = s.anchor();
  if (counts_from_text || facts.unit == Unit::kDay) {
    if (s.reference) {
      base = s.reference->interval.from;
      found.basis = Basis::kInferred;
    } else if (beside.side != Side::kPrevious || facts.unit == Unit::kDay) {
      return found;
    }
  }
  if (!base) return found;
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
  return found;
}

//   "the past five years"  "the last 12 months"  "the next two weeks"
std::optional<Found> read_units_beside(Sentence& s, TokenId at) {
  const Beside beside = state_side(s, at);
  if (beside.side == Side::kNone || beside.side == Side::kThis) return std::nullopt;
  const auto count = state_count(s, beside.end);
  if (!count || count->is_article) return std::nullopt;
  const WordFacts& facts = s.at(count->end);
  const bool hours = facts.unit == Unit::kHour;
  if ((!is_long_unit(facts) && !hours) || (!facts.plural && !count->is_one)) return std::nullopt;
  Found found = make_relative(s, at, count->end + 1, "units beside");
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
  if (s.has(found.end, Cue::kDayPart)) ++found.end;
  if (!s.anchor() || beside.side == Side::kPrevious || beside.side == Side::kFollowing)
    return found;
  const int ahead = (facts.weekday - iso_weekday(*s.anchor()) + 7) % 7;
  int step = facts.weekday - iso_weekday(*s.anchor());
  if (beside.side == Side::kNext) step = ahead == 0 ? 7 : ahead;
  if (beside.side == Side::kLast || beside.side == Side::kPast) step = ahead - 7;
  found.interval = day_interval(*s.anchor() + days{step});
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
  if (!s.anchor() || beside.side == Side::kPrevious || beside.side == Side::kFollowing)
    return found;
  const int now = month_of(*s.anchor());
  int year = year_of(*s.anchor());
  if ((beside.side == Side::kLast || beside.side == Side::kPast) && month >= now) --year;
  if (beside.side == Side::kNext && month <= now) ++year;
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
  if (!s.has(at + 1, Cue::kThis)) return std::nullopt;
  const WordFacts& facts = s.at(at + 2);
  if (!is_long_unit(facts) || facts.plural || facts.unit_size != 1 || facts.unit == Unit::kDay) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, at + 3, earlier ? "earlier this" : "later this");
  found.grain = Grain::kDay;
  if (!s.anchor()) return found;
  const Interval whole = unit_around(*s.anchor(), facts.unit);
  if (earlier && *whole.from <= *s.anchor()) found.interval = {whole.from, s.anchor()};
  if (!earlier && *whole.to >= *s.anchor()) found.interval = {s.anchor(), whole.to};
  return found;
}

//   "two days ago"  "a year earlier"  "three days later"
// "ago" counts from the report; "earlier" from the date that the sentence gives, else from the
// report; "later" from the date that the sentence gives, else from the day that the sentence before
// gives, else it stays open.
std::optional<Found> read_ago(Sentence& s, TokenId at) {
  const auto count = state_count(s, at);
  if (!count) return std::nullopt;
  const WordFacts& facts = s.at(count->end);
  if (facts.unit == Unit::kNone || facts.unit == Unit::kWeekend) return std::nullopt;
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
      return found;
    }
    if (later || s.reference) return found;
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
  if (s.reference) {
    found.basis = Basis::kInferred;
    found.interval = unit_beside(*s.reference->interval.from, facts.unit, -1);
  } else if (s.anchor()) {
    found.interval = unit_beside(*s.anchor(), facts.unit, -1);
  }
  return found;
}

}  // namespace chancery
