// Parts of a longer time: quarters and halves, the n-th week, the first months, early and late,
// beginning and end.
#include <algorithm>

#include "times/rules.hpp"

namespace chancery {
namespace {

constexpr int kFromEnd = -1;  // "last", as an ordinal

struct Ordinal {
  TokenId end = 0;
  int value = 0;
};

//   "third"  "3rd"  "last"  "final"
std::optional<Ordinal> state_ordinal(const Sentence& s, TokenId at) {
  if (s.at(at).ordinal != 0) return Ordinal{at + 1, s.at(at).ordinal};
  const NumberToken number = s.number(at);
  if (number.is_ordinal() && number.value >= 1 && number.value <= 31) {
    return Ordinal{at + 1, number.value};
  }
  if (s.has(at, Cue::kLast) || s.has(at, Cue::kFinal)) return Ordinal{at + 1, kFromEnd};
  return std::nullopt;
}

Found make_found(TokenId begin, TokenId end, Interval interval, Grain grain, Basis basis) {
  Found found;
  found.begin = begin;
  found.end = end;
  found.interval = interval;
  found.grain = grain;
  found.basis = basis;
  return found;
}

// The unit around or beside the anchor: "this year", "last month", "the year" after "of".
std::optional<Found> read_near_unit(Sentence& s, TokenId at, bool article) {
  int step = 0;
  TokenId unit_at = at;
  if (s.has(at, Cue::kThis)) {
    unit_at = at + 1;
  } else if (s.has(at, Cue::kLast) || s.has(at, Cue::kPrevious)) {
    unit_at = at + 1;
    step = -1;
  } else if (s.has(at, Cue::kNext) || s.has(at, Cue::kComing)) {
    unit_at = at + 1;
    step = 1;
  } else if (!article) {
    return std::nullopt;
  }
  const WordFacts& facts = s.at(unit_at);
  const bool long_unit = facts.unit == Unit::kYear || facts.unit == Unit::kQuarter ||
                         facts.unit == Unit::kMonth || facts.unit == Unit::kWeek;
  if (!long_unit || facts.plural) return std::nullopt;
  // "the end of the year 2024" is read by the year; "the end of the week-long visit" is no time.
  if (unit_at == at && s.is_hyphen(at + 1)) return std::nullopt;
  Found found = make_relative(s, at, unit_at + 1, "");
  found.grain = grain_of(facts.unit);
  if (!s.anchor()) return found;
  if (facts.unit_size == 1) {
    found.interval = unit_beside(*s.anchor(), facts.unit, step);
  } else if (facts.unit_size == 10) {
    found.grain = Grain::kDecade;
    const int year = year_of(*s.anchor()) + step * 10;
    if (year > 10 && year < 9990) found.interval = decade_interval(year);
  } else {
    found.grain = Grain::kCentury;
    const int first = (year_of(*s.anchor()) - 1) / 100 * 100 + 1 + step * 100;
    found.interval = {to_day(first, 1, 1), to_day(first + 99, 12, 31)};
  }
  return found;
}

// The whole that a part is of: "2024", "April 2025", "this year", "the year", "the 1990s", "the
// third quarter".
enum class Parts : std::uint8_t { kNone, kAllowed };
std::optional<Found> read_whole(Sentence& s, TokenId at, Parts parts) {
  const bool article = s.has(at, Cue::kThe);
  TokenId first = article ? at + 1 : at;
  std::optional<Found> best;
  const auto keep = [&](const std::optional<Found>& found) {
    if (found && (!best || found->end > best->end)) best = found;
  };
  if (s.is_number(first)) {
    keep(read_decade(s, first));
    const NumberToken number = s.number(first);
    // "the start of the 2014 games" is not the start of 2014.
    const bool modifies = article && s.is_word(first + 1) && !s.has(first + 1, Cue::kFunctionWord);
    if (number.is_year() && !is_counted(s, first + 1) && !modifies) {
      keep(make_found(first, first + 1, year_interval(number.value), Grain::kYear, Basis::kStated));
    }
  } else if (is_month(s, first)) {
    if (const auto month = state_month_first(s, first); month && month->day == 0) {
      Found found = make_found(first, month->end, {}, Grain::kMonth, Basis::kStated);
      if (month->year == 0 || month->year_is_relative) found.basis = s.anchor_basis();
      if (month->year != 0) {
        found.interval = month_interval(month->year, month->month);
      } else if (s.anchor() && !month->is_open) {
        found.interval = month_interval(
            nearest_month_year(*s.anchor(), month->month, s.heading(first)), month->month);
      }
      if (!s.anchor() && month->year == 0) found.basis = Basis::kStated;
      keep(found);
    }
  } else {
    keep(read_named_year(s, first));
    keep(read_near_unit(s, first, article));
    if (parts == Parts::kAllowed) {
      keep(read_quarter_or_half(s, first));
      keep(read_short_part(s, first));
    }
  }
  if (best) best->begin = at;
  return best;
}

// "of" and the whole, or, with nothing between, a year.
std::optional<Found> read_whole_after(Sentence& s, TokenId at) {
  if (s.has(at, Cue::kOf) || s.has(at, Cue::kIn)) return read_whole(s, at + 1, Parts::kNone);
  if (s.has(at, Cue::kComma) && s.number(at + 1).is_year())
    return read_whole(s, at + 1, Parts::kNone);
  if (s.number(at).is_year()) return read_whole(s, at, Parts::kNone);
  const bool beside = s.has(at, Cue::kThis) || s.has(at, Cue::kLast) || s.has(at, Cue::kNext);
  if (beside) return read_whole(s, at, Parts::kNone);
  return std::nullopt;
}

int months_of(Unit unit) {
  return unit == Unit::kQuarter ? 3 : 6;
}

// Quarter or half number `index` (from 1, or kFromEnd) of the whole.
std::optional<Interval> part_of(const Interval& whole, int months, int index) {
  if (index == kFromEnd) return units_in(whole, Unit::kMonth, 0, months, CountFrom::kEnd);
  return units_in(whole, Unit::kMonth, (index - 1) * months, months, CountFrom::kStart);
}

// A quarter without its year: the last one that has begun, or, with words of plan, the next one
// that has not ended.
Interval nearest_quarter(Day anchor, int quarter, Heading heading) {
  const int year = year_of(anchor);
  const Interval same = quarter_interval(year, quarter);
  if (heading == Heading::kPast)
    return *same.from <= anchor ? same : quarter_interval(year - 1, quarter);
  return *same.to >= anchor ? same : quarter_interval(year + 1, quarter);
}

// Fills in a quarter or half from the whole that follows, or from the anchor.
std::optional<Found> settle_part(Sentence& s, TokenId at, TokenId end, int months, int index,
                                 bool stands_alone) {
  Found found =
      make_found(at, end, {}, months == 3 ? Grain::kQuarter : Grain::kHalf, Basis::kStated);
  found.takes_article = true;
  found.rule = months == 3 ? "quarter" : "half";
  if (const auto whole = read_whole_after(s, end)) {
    const bool of_year = whole->grain == Grain::kYear;
    if (months == 3 && !of_year) return std::nullopt;
    found.end = whole->end;
    found.basis = whole->basis;
    if (!whole->interval.known()) return found;
    if (whole->grain == Grain::kMonth) {
      // "the first half of May"
      const Day first = *whole->interval.from;
      const Day middle = first + std::chrono::days{14};
      found.interval = index == 1 ? Interval{first, middle}
                                  : Interval{middle + std::chrono::days{1}, whole->interval.to};
      return found;
    }
    if (whole->grain == Grain::kDecade || whole->grain == Grain::kCentury) {
      months = whole->grain == Grain::kDecade ? 60 : 600;
    } else if (!of_year) {
      return std::nullopt;
    }
    const auto part = part_of(whole->interval, months, index);
    if (!part) return std::nullopt;
    found.interval = *part;
    return found;
  }
  if (!stands_alone || s.has(end, Cue::kOf)) return std::nullopt;
  if (!s.anchor()) return found;
  found.basis = s.anchor_basis();
  if (months == 3) {
    found.interval = nearest_quarter(*s.anchor(), index, s.heading(at));
    return found;
  }
  const Interval year = year_interval(year_of(*s.anchor()));
  const auto half = part_of(year, 6, index);
  const bool begun = half && *half->from <= *s.anchor();
  if (begun || s.heading(at) == Heading::kFuture) {
    if (half) found.interval = *half;
  } else {
    found.interval = *part_of(year_interval(year_of(*s.anchor()) - 1), 6, index);
  }
  return found;
}

}  // namespace

//   "the first quarter of 2024"  "the third quarter"  "first-quarter"  "first half of this year"
// A half alone is also that of a match: it needs its year or a hyphen.
std::optional<Found> read_quarter_or_half(Sentence& s, TokenId at) {
  const auto ordinal = state_ordinal(s, at);
  if (!ordinal) return std::nullopt;
  TokenId next = ordinal->end;
  const bool hyphen = s.is_hyphen(next);
  if (hyphen) ++next;
  const bool quarter = s.at(next).unit == Unit::kQuarter && !s.at(next).plural;
  const bool half = s.has(next, Cue::kHalf);
  if (!quarter && !half) return std::nullopt;
  if (ordinal->value > (quarter ? 4 : 2)) return std::nullopt;
  // "last quarter" alone is the one before this.
  const bool stands_alone = ordinal->value != kFromEnd && (quarter || hyphen);
  const int months = quarter ? months_of(Unit::kQuarter) : 6;
  auto found = settle_part(s, at, next + 1, months, ordinal->value, stands_alone);
  if (found && hyphen) found->takes_article = false;
  return found;
}

//   "Q1 2025"  "Q4 of last year"  "H1 2024"  "Q2"
std::optional<Found> read_short_part(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if ((facts.quarter == 0 && facts.half == 0) || s.is_glued(at)) return std::nullopt;
  // Alone, "Q1" is also a quartile and "H1" a visa: a preposition must stand before them.
  const bool placed = s.has(at - 1, Cue::kFunctionWord);
  if (facts.quarter != 0) return settle_part(s, at, at + 1, 3, facts.quarter, placed);
  return settle_part(s, at, at + 1, 6, facts.half, placed && s.has(at - 1, Cue::kIn));
}

//   "the first week of May"  "the second month of 2024"
std::optional<Found> read_unit_of(Sentence& s, TokenId at) {
  const auto ordinal = state_ordinal(s, at);
  if (!ordinal) return std::nullopt;
  const WordFacts& facts = s.at(ordinal->end);
  if (facts.plural || facts.unit_size != 1) return std::nullopt;
  if (facts.unit != Unit::kDay && facts.unit != Unit::kWeek && facts.unit != Unit::kMonth) {
    return std::nullopt;
  }
  if (!s.has(ordinal->end + 1, Cue::kOf)) return std::nullopt;
  const auto whole = read_whole(s, ordinal->end + 2, Parts::kAllowed);
  if (!whole) return std::nullopt;
  Found found = make_found(at, whole->end, {}, grain_of(facts.unit), whole->basis);
  found.takes_article = true;
  found.rule = "unit of";
  if (!whole->interval.known()) return found;
  const auto part =
      ordinal->value == kFromEnd
          ? units_in(whole->interval, facts.unit, 0, 1, CountFrom::kEnd)
          : units_in(whole->interval, facts.unit, ordinal->value - 1, 1, CountFrom::kStart);
  if (!part) return std::nullopt;
  found.interval = *part;
  return found;
}

//   "the first nine months of 2024"  "the last three days of March"  "in the first two months"
std::optional<Found> read_units_of(Sentence& s, TokenId at) {
  const auto ordinal = state_ordinal(s, at);
  if (!ordinal || (ordinal->value != 1 && ordinal->value != kFromEnd)) return std::nullopt;
  const auto count = state_count(s, ordinal->end);
  if (!count || count->value < 1 || count->value > 400 || count->is_article) return std::nullopt;
  TokenId next = count->end;
  if (s.is_hyphen(next)) ++next;
  const WordFacts& facts = s.at(next);
  if (facts.unit != Unit::kDay && facts.unit != Unit::kWeek && facts.unit != Unit::kMonth &&
      facts.unit != Unit::kQuarter && facts.unit != Unit::kYear) {
    return std::nullopt;
  }
  if (facts.unit_size > 10) return std::nullopt;
  const int size = count->value * facts.unit_size;
  const CountFrom from = ordinal->value == 1 ? CountFrom::kStart : CountFrom::kEnd;
  Found found = make_found(at, next + 1, {}, grain_of(facts.unit), Basis::kStated);
  found.takes_article = true;
  found.rule = "units of";
  if (const auto whole = read_whole_after(s, next + 1)) {
    found.end = whole->end;
    found.basis = whole->basis;
    if (!whole->interval.known()) return found;
    const auto part = units_in(whole->interval, facts.unit, 0, size, from);
    if (!part) return std::nullopt;
    found.interval = *part;
    return found;
  }
  // Without a year: those of this year where they are over, else of the year before.
  const bool months = facts.unit == Unit::kMonth || facts.unit == Unit::kQuarter;
  const TokenId before = s.has(at - 1, Cue::kThe) ? at - 2 : at - 1;
  if (!months || from == CountFrom::kEnd || !s.has(before, Cue::kIn) || s.has(next + 1, Cue::kOf)) {
    return std::nullopt;
  }
  if (!s.anchor()) return found;
  found.basis = s.anchor_basis();
  const int year = year_of(*s.anchor());
  auto part = units_in(year_interval(year), facts.unit, 0, size, from);
  if (!part) return std::nullopt;
  if (s.heading(at) == Heading::kPast && *part->to > *s.anchor()) {
    part = units_in(year_interval(year - 1), facts.unit, 0, size, from);
  }
  if (part) found.interval = *part;
  return found;
}

//   "early April"  "mid-2025"  "late last year"  "the late 1990s"  "early in 2024"
std::optional<Found> read_third(Sentence& s, TokenId at) {
  const Third third = s.has(at, Cue::kEarly) ? Third::kFirst
                      : s.has(at, Cue::kMid) ? Third::kMiddle
                                             : Third::kLast;
  if (!s.has(at, Cue::kEarly) && !s.has(at, Cue::kMid) && !s.has(at, Cue::kLate))
    return std::nullopt;
  TokenId next = at + 1;
  if (s.is_hyphen(next) || s.has(next, Cue::kIn)) ++next;
  const auto whole = read_whole(s, next, Parts::kNone);
  if (!whole) return std::nullopt;
  Found found = make_found(at, whole->end, {}, whole->grain, whole->basis);
  found.takes_article = whole->takes_article;
  found.approximate = true;
  found.rule = "third";
  if (!whole->interval.known()) return found;
  const auto part = third_of(whole->interval, third);
  if (!part) return std::nullopt;
  found.interval = *part;
  return found;
}

//   "the end of 2024"  "the beginning of April"  "the start of the year"  "end-2025"
// The first or last month of a year, quarter or decade, the first or last third of a month or week.
std::optional<Found> read_edge(Sentence& s, TokenId at) {
  const bool start = s.has(at, Cue::kEdgeStart);
  const bool middle = s.has(at, Cue::kEdgeMiddle);
  if (!start && !middle && !s.has(at, Cue::kEdgeEnd)) return std::nullopt;
  if (!s.has(at + 1, Cue::kOf) && !s.is_hyphen(at + 1)) return std::nullopt;
  const auto whole = read_whole(s, at + 2, Parts::kAllowed);
  if (!whole) return std::nullopt;
  Found found = make_found(at, whole->end, {}, whole->grain, whole->basis);
  found.takes_article = true;
  found.approximate = true;
  found.rule = "edge";
  if (!whole->interval.from || !whole->interval.to) return found;
  const bool in_months = whole->grain != Grain::kMonth && whole->grain != Grain::kWeek;
  std::optional<Interval> part;
  if (middle || !in_months) {
    part = third_of(whole->interval, middle  ? Third::kMiddle
                                     : start ? Third::kFirst
                                             : Third::kLast);
  } else {
    part =
        units_in(whole->interval, Unit::kMonth, 0, 1, start ? CountFrom::kStart : CountFrom::kEnd);
    found.grain = Grain::kMonth;
  }
  if (!part) return std::nullopt;
  found.interval = *part;
  return found;
}

}  // namespace chancery
