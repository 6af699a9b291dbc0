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
  if (const auto day = state_ordinal_day(s, at)) return Ordinal{day->end, day->value};
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

// The unit around or beside the anchor: "this year", "last month", "the year" after "of"; "month"
// alone after a part ("end of month").
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
  } else if (!article && (!(s.has(at - 1, Cue::kOf) || s.is_hyphen(at - 1)) || s.is_word(at + 1))) {
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
      found.lacks_year = month->year == 0;
      keep(found);
    }
  } else {
    if (const auto year = state_year_words(s, first); year && !is_counted(s, year->end))
      keep(make_found(first, year->end, year_interval(year->value), Grain::kYear, Basis::kStated));
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
  // "the third week of May", "the third week next year"
  const bool of = s.has(ordinal->end + 1, Cue::kOf);
  const auto whole =
      of ? read_whole(s, ordinal->end + 2, Parts::kAllowed) : read_whole_after(s, ordinal->end + 1);
  if (!whole || (!of && facts.unit != Unit::kWeek)) return std::nullopt;
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
  if (facts.unit == Unit::kWeek && whole->grain == Grain::kMonth && ordinal->value > 0) {
    // "2025-05-W01": the weeks of a month are counted from its first day.
    found.value = to_edtf(whole->interval) + "-W0" + static_cast<char>('0' + ordinal->value);
  }
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
  found.whole = whole->interval;
  found.value = whole->value;
  found.lacks_year = whole->lacks_year;
  found.mod = third == Third::kFirst    ? TimeMod::kStart
              : third == Third::kMiddle ? TimeMod::kMid
                                        : TimeMod::kEnd;
  if (!whole->interval.known()) return found;
  const auto part = third_of(whole->interval, third);
  if (!part) return std::nullopt;
  found.interval = *part;
  return found;
}

//   "year-end"  "by year end"
std::optional<Found> read_unit_end(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  const bool long_unit = facts.unit == Unit::kYear || facts.unit == Unit::kMonth;
  if (!long_unit || facts.plural || facts.unit_size != 1) return std::nullopt;
  const TokenId end = s.is_hyphen(at + 1) ? at + 2 : at + 1;
  if (!s.has(end, Cue::kEdgeEnd) || s.is_word(end + 1) || s.is_hyphen(end + 1)) {
    if (!s.has(end, Cue::kEdgeEnd) || !s.has(end + 1, Cue::kFunctionWord)) return std::nullopt;
  }
  Found found = make_relative(s, at, end + 1, "edge");
  found.takes_article = true;
  found.approximate = true;
  found.grain = grain_of(facts.unit);
  found.mod = TimeMod::kEnd;
  if (!s.anchor()) return found;
  found.whole = unit_around(*s.anchor(), facts.unit);
  found.whole_grain = found.grain;
  const auto part = facts.unit == Unit::kYear
                        ? units_in(found.whole, Unit::kMonth, 0, 1, CountFrom::kEnd)
                        : third_of(found.whole, Third::kLast);
  if (part) found.interval = *part;
  return found;
}

//   "the end of 2024"  "the beginning of April"  "the start of the year"  "end-2025"
// The first or last month of a year, quarter or decade, the first or last third of a month or week.
std::optional<Found> read_edge(Sentence& s, TokenId at) {
  const bool start = s.has(at, Cue::kEdgeStart);
  const bool middle = s.has(at, Cue::kEdgeMiddle);
  if (!start && !middle && !s.has(at, Cue::kEdgeEnd)) return std::nullopt;
  if (!s.has(at + 1, Cue::kOf) && !s.is_hyphen(at + 1)) return std::nullopt;
  // "the end of Friday", "the end of 3 May" are hours of that day.
  const auto whole = read_whole(s, at + 2, Parts::kAllowed);
  if (!whole) return std::nullopt;
  Found found = make_found(at, whole->end, {}, whole->grain, whole->basis);
  found.takes_article = true;
  found.approximate = true;
  found.rule = "edge";
  found.whole = whole->interval;
  found.whole_grain = whole->grain;
  found.value = whole->value;
  found.lacks_year = whole->lacks_year;
  found.mod = start ? TimeMod::kStart : middle ? TimeMod::kMid : TimeMod::kEnd;
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

//   "2017 Q1"  "2019-H2"  "Q1-2019"  "2016, the third quarter"  "next year's first quarter"
std::optional<Found> read_year_part(Sentence& s, TokenId at) {
  std::optional<Found> year;
  TokenId part_at = at;
  if (s.number(at).is_year()) {
    year = make_found(at, at + 1, year_interval(s.number(at).value), Grain::kYear, Basis::kStated);
    part_at = at + 1;
    if (s.is_hyphen(part_at) || s.has(part_at, Cue::kComma)) ++part_at;
  } else if (s.has(at, Cue::kThis) || s.has(at, Cue::kLast) || s.has(at, Cue::kNext)) {
    year = read_near_unit(s, at, false);
    if (!year || year->grain != Grain::kYear || !s.has(year->end, Cue::kPossessive))
      return std::nullopt;
    part_at = year->end + 1;
  } else if (s.at(at).quarter != 0 || s.at(at).half != 0) {
    // "Q1-2019"
    if (!s.is_hyphen(at + 1) || !s.number(at + 2).is_year()) return std::nullopt;
    year =
        make_found(at, at + 3, year_interval(s.number(at + 2).value), Grain::kYear, Basis::kStated);
  }
  if (!year) return std::nullopt;
  if (s.has(part_at, Cue::kThe)) ++part_at;
  int months = 0;
  int index = 0;
  TokenId end = part_at + 1;
  const WordFacts& facts = s.at(part_at);
  if (facts.quarter != 0 || facts.half != 0) {
    months = facts.quarter != 0 ? 3 : 6;
    index = facts.quarter != 0 ? facts.quarter : facts.half;
  } else if (const auto ordinal = state_ordinal(s, part_at)) {
    const TokenId next = s.is_hyphen(ordinal->end) ? ordinal->end + 1 : ordinal->end;
    const bool quarter = s.at(next).unit == Unit::kQuarter && !s.at(next).plural;
    if (!quarter && !s.has(next, Cue::kHalf)) return std::nullopt;
    months = quarter ? 3 : 6;
    index = ordinal->value;
    end = next + 1;
  } else {
    return std::nullopt;
  }
  if (index > 12 / months) return std::nullopt;
  Found found = make_found(at, std::max(end, year->end), {},
                           months == 3 ? Grain::kQuarter : Grain::kHalf, year->basis);
  found.rule = "part after year";
  if (const auto part = part_of(year->interval, months, index)) found.interval = *part;
  return found;
}

namespace {

// The months of a season that begins in the year.
Interval season_interval(int year, Season season) {
  const int first = season == Season::kWinter ? 12 : static_cast<int>(season) * 3;
  const auto from = to_day(year, first, 1);
  const auto after = from ? add_months(*from, 3) : std::nullopt;
  if (!after) return {};
  return {from, *after - std::chrono::days{1}};
}

}  // namespace

//   "this summer"  "the summer of 2016"  "spring 2024"  "in the winter"
// Of the northern half of the world; a winter is that which begins in its year.
std::optional<Found> read_season(Sentence& s, TokenId at) {
  TokenId season_at = at;
  const bool beside = s.has(at, Cue::kThis) || s.has(at, Cue::kLast) || s.has(at, Cue::kNext) ||
                      s.has(at, Cue::kPast) || s.has(at, Cue::kComing);
  if (beside) ++season_at;
  const Season season = s.at(season_at).season;
  if (season == Season::kNone) return std::nullopt;
  Found found = make_relative(s, at, season_at + 1, "season");
  found.grain = Grain::kQuarter;
  found.approximate = true;
  found.takes_article = true;
  constexpr const char* kNames[] = {"", "SP", "SU", "FA", "WI"};
  const std::string name = kNames[static_cast<int>(season)];
  found.value = "XXXX-" + name;
  const auto set_year = [&](int year) {
    found.interval = season_interval(year, season);
    if (year >= 1000) found.value = std::to_string(year) + "-" + name;
  };
  if (!beside) {
    const auto whole = read_whole_after(s, found.end);
    if (whole && whole->grain == Grain::kYear) {
      found.end = whole->end;
      found.basis = whole->basis;
      if (whole->interval.from) set_year(year_of(*whole->interval.from));
      return found;
    }
    // A season alone is one where a preposition says when.
    const TokenId before = s.has(at - 1, Cue::kThe) ? at - 2 : at - 1;
    const bool placed = s.has(at - 1, Cue::kWhole) || s.has(before, Cue::kIn) ||
                        s.has(before, Cue::kUntil) || s.has(before, Cue::kSince) ||
                        s.has(before, Cue::kBy) || s.has(before, Cue::kThrough);
    const bool ends = !s.is_word(found.end) || s.has(found.end, Cue::kFunctionWord);
    if (!placed || !ends || s.is_hyphen(found.end)) return std::nullopt;
  }
  if (!s.anchor()) return found;
  const int now = year_of(*s.anchor());
  if (s.has(at, Cue::kThis) && !s.has(at + 1, Cue::kPast)) {
    set_year(season == Season::kWinter && month_of(*s.anchor()) <= 2 ? now - 1 : now);
    return found;
  }
  const bool ahead =
      beside ? s.has(at, Cue::kNext) || s.has(at, Cue::kComing) : s.heading(at) == Heading::kFuture;
  if (ahead) {
    for (const int year : {now, now + 1}) {
      const Interval whole = season_interval(year, season);
      if (!whole.from || *whole.from <= *s.anchor()) continue;
      set_year(year);
      break;
    }
    return found;
  }
  for (const int year : {now, now - 1, now - 2}) {
    const Interval whole = season_interval(year, season);
    // The last one is over; one without a word beside it has begun.
    if (!whole.from || (beside ? *whole.to >= *s.anchor() : *whole.from > *s.anchor())) continue;
    set_year(year);
    break;
  }
  return found;
}

//   "week 23"  "week 3 of 2027": of the calendar of ISO 8601
std::optional<Found> read_week_number(Sentence& s, TokenId at) {
  if (s.at(at).unit != Unit::kWeek || s.at(at).plural || s.at(at).unit_size != 1)
    return std::nullopt;
  const NumberToken number = s.number(at + 1);
  if (!number.plain() || number.width > 2 || number.value < 1 || number.value > 53 ||
      s.is_glued(at + 1)) {
    return std::nullopt;
  }
  Found found = make_relative(s, at, at + 2, "week number");
  found.grain = Grain::kWeek;
  std::optional<int> year;
  if (s.anchor()) year = year_of(*s.anchor());
  if (const auto whole = read_whole_after(s, at + 2); whole && whole->grain == Grain::kYear) {
    found.end = whole->end;
    found.basis = whole->basis;
    if (whole->interval.from) year = year_of(*whole->interval.from);
  } else if (!s.has(at - 1, Cue::kIn) && !s.has(at - 1, Cue::kFunctionWord) && s.inside(at - 1) &&
             s.shape(at - 1) != Shape::kPunct) {
    return std::nullopt;
  } else if (s.is_word(at + 2) && !s.has(at + 2, Cue::kFunctionWord)) {
    return std::nullopt;
  }
  if (!year) return found;
  // The week of 4 January is the first.
  const auto fourth = to_day(*year, 1, 4);
  if (!fourth) return found;
  const Day monday =
      *unit_around(*fourth, Unit::kWeek).from + std::chrono::days{7 * (number.value - 1)};
  const Interval week{monday, monday + std::chrono::days{6}};
  if (year_of(monday + std::chrono::days{3}) == *year) found.interval = week;
  return found;
}

//   "the week of 15 September"  "the week starting on Monday"  "the month of May"
std::optional<Found> read_unit_from(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  const bool unit = facts.unit == Unit::kWeek || facts.unit == Unit::kMonth;
  if (!unit || facts.plural || facts.unit_size != 1) return std::nullopt;
  TokenId next = at + 1;
  const bool of = s.has(next, Cue::kOf);
  if (!of && !s.has(next, Cue::kStarting)) return std::nullopt;
  ++next;
  if (!of && s.has(next, Cue::kOn)) ++next;
  if (facts.unit == Unit::kMonth) {
    const auto month = of && is_month(s, next) ? state_month_first(s, next) : std::nullopt;
    if (!month || month->day != 0) return std::nullopt;
    auto found = read_whole(s, next, Parts::kNone);
    if (!found) return std::nullopt;
    found->begin = at;
    found->takes_article = true;
    found->rule = "month of";
    return found;
  }
  const auto day = read_date(s, next);
  if (!day || day->grain != Grain::kDay) return std::nullopt;
  Found found = make_found(at, day->end, {}, Grain::kWeek, day->basis);
  found.takes_article = true;
  found.lacks_year = day->lacks_year;
  found.rule = "week of";
  if (day->interval.from && day->interval.from == day->interval.to)
    found.interval = unit_around(*day->interval.from, Unit::kWeek);
  return found;
}

//   "the rest of the year"  "the remainder of this week": from the day of the report on
std::optional<Found> read_rest(Sentence& s, TokenId at) {
  if (!s.has(at, Cue::kRest) || !s.has(at + 1, Cue::kOf)) return std::nullopt;
  const bool article = s.has(at + 2, Cue::kThe);
  const auto whole = read_whole(s, at + 2, Parts::kNone);
  if (!whole || (!article && !s.has(at + 2, Cue::kThis) && s.at(at + 2).unit == Unit::kNone &&
                 whole->grain > Grain::kYear)) {
    return std::nullopt;
  }
  Found found = make_found(at, whole->end, {}, Grain::kDay, s.anchor_basis());
  found.takes_article = true;
  found.whole = whole->interval;
  found.whole_grain = whole->grain;
  found.mod = TimeMod::kEnd;
  found.rule = "rest";
  if (!s.anchor() || !whole->interval.from || !whole->interval.to) {
    found.basis = Basis::kStated;
    return found;
  }
  const bool inside = *whole->interval.from <= *s.anchor() && *s.anchor() <= *whole->interval.to;
  found.interval = {inside ? *s.anchor() : *whole->interval.from, *whole->interval.to};
  return found;
}

//   "the first Friday of July"  "the last Sunday in May 2024"
std::optional<Found> read_weekday_of(Sentence& s, TokenId at) {
  const auto ordinal = state_ordinal(s, at);
  if (!ordinal || ordinal->value > 5 || !is_weekday(s, ordinal->end)) return std::nullopt;
  const TokenId link = ordinal->end + 1;
  if (!s.has(link, Cue::kOf) && !s.has(link, Cue::kIn)) return std::nullopt;
  const auto whole = read_whole(s, link + 1, Parts::kNone);
  if (!whole || whole->grain != Grain::kMonth) return std::nullopt;
  Found found = make_found(at, whole->end, {}, Grain::kDay, whole->basis);
  found.takes_article = true;
  found.lacks_year = whole->lacks_year;
  found.rule = "weekday of";
  if (!whole->interval.from || !whole->interval.to) return found;
  const int weekday = s.at(ordinal->end).weekday;
  const Day first = *whole->interval.from;
  const Day last = *whole->interval.to;
  const Day day = ordinal->value == kFromEnd
                      ? last - std::chrono::days{(iso_weekday(last) - weekday + 7) % 7}
                      : first + std::chrono::days{(weekday - iso_weekday(first) + 7) % 7 +
                                                  7 * (ordinal->value - 1)};
  if (day > last) return std::nullopt;
  found.interval = day_interval(day);
  return found;
}

}  // namespace chancery
