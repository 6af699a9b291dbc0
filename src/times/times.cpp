#include "times/times.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "times/rules.hpp"
#include "times/time_words.hpp"

namespace chancery {
namespace {

// The longest answer of the rules for the class of the word, the first of equals.
std::optional<Found> find_longest(Sentence& s, TokenId at) {
  std::optional<Found> best;
  const auto ask = [&](std::initializer_list<Rule> rules) {
    for (const Rule rule : rules) {
      auto found = rule(s, at);
      if (found && (!best || found->end > best->end)) best = std::move(found);
    }
  };
  if (s.is_number(at)) {
    ask({read_numeric_date,
         read_day_date,
         read_range,
         read_year,
         read_decade,
         read_century,
         read_quarter_or_half,
         read_unit_of,
         read_weekday_of,
         read_year_part,
         read_units_from,
         read_counted_beside,
         read_ago,
         read_duration,
         read_set,
         read_clock,
         read_joined_date,
         read_year_month,
         read_numeric_range,
         read_short_date,
         read_month_of_year,
         read_day_of_month});
    return best;
  }
  const WordFacts& facts = s.at(at);
  if (&facts == &s.at(kNoToken)) {
    ask({read_glued_date, read_decade});
    return best;
  }
  if (facts.number_kind == NumberKind::kArticle && s.at(at + 1).unit == Unit::kNone &&
      s.at(at + 1).number_kind == NumberKind::kNone) {
    return best;
  }
  if (facts.month != 0) ask({read_month_date, read_range, read_joined_date});
  if (facts.weekday != 0) ask({read_weekday, read_weekday_range, read_set_word});
  if (facts.is_day_word) ask({read_day_word});
  if (facts.opens_holiday) ask({read_holiday});
  if (facts.number_kind != NumberKind::kNone) {
    ask({read_units_from, read_counted_beside, read_ago, read_duration, read_set, read_century,
         read_spelled_year, read_decade});
  }
  const bool last = facts.has(Cue::kLast) || facts.has(Cue::kFinal);
  if (facts.ordinal != 0 || last || facts.number_kind == NumberKind::kTen) {
    ask({read_quarter_or_half, read_unit_of, read_units_of, read_weekday_of, read_century});
  }
  if (facts.ordinal != 0 || facts.number_kind == NumberKind::kTen)
    ask({read_day_date, read_range, read_day_of_month});
  if (facts.quarter != 0 || facts.half != 0) ask({read_short_part, read_year_part});
  if (facts.has(Cue::kThis) || facts.has(Cue::kLast) || facts.has(Cue::kPast) ||
      facts.has(Cue::kPrevious) || facts.has(Cue::kNext) || facts.has(Cue::kComing) ||
      facts.has(Cue::kFollowing)) {
    ask({read_unit_beside, read_units_beside, read_part_of_day, read_weekday_beside,
         read_month_beside, read_season, read_holiday, read_year_part});
  }
  if (facts.has(Cue::kEarly) || facts.has(Cue::kMid) || facts.has(Cue::kLate)) ask({read_third});
  if (facts.has(Cue::kEdgeStart) || facts.has(Cue::kEdgeMiddle) || facts.has(Cue::kEdgeEnd)) {
    ask({read_edge});
  }
  if (facts.has(Cue::kEarlier) || facts.has(Cue::kLater)) ask({read_earlier_or_later});
  if (facts.has(Cue::kSo)) ask({read_so_far});
  if (facts.has(Cue::kEvery) || facts.has(Cue::kOnce)) ask({read_set});
  if (facts.set_unit != Unit::kNone || facts.weekday_set != 0 || facts.has(Cue::kHalfPrefix) ||
      facts.has(Cue::kTwicePrefix)) {
    ask({read_set_word});
  }
  if (facts.has(Cue::kAll) || facts.has(Cue::kAnother)) ask({read_whole_unit});
  if (facts.has(Cue::kHalf)) ask({read_duration});
  if (facts.has(Cue::kSame) || facts.has(Cue::kThat)) ask({read_same_unit});
  if (facts.has(Cue::kRest)) ask({read_rest});
  if (facts.has(Cue::kTo)) ask({read_to_date});
  if (facts.season != Season::kNone) ask({read_season});
  if (facts.decade >= 0) ask({read_decade});
  if (facts.clock >= 0) ask({read_clock});
  if (facts.unit == Unit::kYear || facts.has(Cue::kFiscal))
    ask({read_named_year, read_year_before});
  if (facts.unit != Unit::kNone && !facts.plural) {
    ask({read_week_number, read_unit_from, read_day_beside, read_year_before, read_to_date,
         read_after_next, read_the_unit, read_unit_end});
  }
  if (facts.has(Cue::kNow)) ask({read_from_now});
  return best;
}

enum class Side : std::uint8_t { kNone, kOnOrAfter, kAfter, kOnOrBefore, kBefore };

struct Bound {
  TokenId begin = 0;
  Side side = Side::kNone;
};

// The words before a date that make it one end of an open range.
Bound bound_before(const Sentence& s, const Found& found, TokenId floor) {
  const TokenId last = found.begin - 1;
  const auto is = [&](TokenId back, Cue cue) {
    return found.begin >= floor + back && s.has(found.begin - back, cue);
  };
  if (is(1, Cue::kSince)) return {last, Side::kOnOrAfter};
  if (is(1, Cue::kBy)) return {last, Side::kOnOrBefore};
  if (is(1, Cue::kUntil)) {
    // "not until March" names the month itself.
    constexpr TokenId kNegationReach = 5;
    for (TokenId token = last; token > floor && last - token < kNegationReach; --token) {
      if (s.has(token - 1, Cue::kNegation)) return {};
    }
    return {last, Side::kOnOrBefore};
  }
  if (is(1, Cue::kThan)) {
    const bool no = is(3, Cue::kNo);
    if (is(2, Cue::kLater))
      return no ? Bound{last - 2, Side::kOnOrBefore} : Bound{last - 1, Side::kAfter};
    if (is(2, Cue::kEarlier))
      return no ? Bound{last - 2, Side::kOnOrAfter} : Bound{last - 1, Side::kBefore};
  }
  if (is(1, Cue::kStarting)) return {last, Side::kOnOrAfter};
  if ((is(1, Cue::kOn) || is(1, Cue::kFrom) || is(1, Cue::kIn)) && is(2, Cue::kStarting))
    return {last - 1, Side::kOnOrAfter};
  if (is(1, Cue::kAs) && is(2, Cue::kEarly) && is(3, Cue::kAs)) return {last - 2, Side::kOnOrAfter};
  const bool after = is(1, Cue::kAfter);
  const bool before = is(1, Cue::kBefore) || (is(1, Cue::kTo) && is(2, Cue::kPrior));
  // "after the 2014 election", "before April talks" are not after and before those times.
  const bool noun = s.is_word(found.end) && !s.has(found.end, Cue::kFunctionWord) &&
                    !s.has(found.end, Cue::kDayPart);
  const bool owned = s.has(found.end, Cue::kPossessive) || s.is_hyphen(found.end);
  if (noun || owned) return {};
  if (after) return {last, Side::kAfter};
  if (before) return {is(1, Cue::kBefore) ? last : last - 1, Side::kBefore};
  return {};
}

//   "by 2030", "no later than 1 June": up to its end   "since 2019": from its start on
//   "after 2010": from the next day on   "2012 or later"
void take_bound(const Sentence& s, Found& found, TokenId floor) {
  if (found.kind != TimeKind::kDate || found.is_range || found.no_bound) return;
  Bound bound = bound_before(s, found, floor);
  TokenId end = found.end;
  if (bound.side == Side::kNone) {
    const bool joined = s.has(end, Cue::kOr) || s.has(end, Cue::kAnd);
    if (s.has(end, Cue::kOnwards)) {
      bound = {found.begin, Side::kOnOrAfter};
      ++end;
    } else if (joined && s.has(end + 1, Cue::kLater) && !s.is_word(end + 2)) {
      bound = {found.begin, Side::kOnOrAfter};
      end += 2;
    } else if (joined && s.has(end + 1, Cue::kEarlier) && !s.is_word(end + 2)) {
      bound = {found.begin, Side::kOnOrBefore};
      end += 2;
    }
  }
  if (bound.side == Side::kNone) return;
  const Interval stated = found.interval;
  found.begin = bound.begin;
  found.end = end;
  if (!found.whole.known()) found.whole = stated;
  const auto moved = [](const std::optional<Day>& day, int by) {
    return day ? std::optional<Day>(*day + std::chrono::days{by}) : std::nullopt;
  };
  switch (bound.side) {
    case Side::kOnOrAfter:
      found.interval.to.reset();
      found.mod = TimeMod::kOnOrAfter;
      break;
    case Side::kAfter:
      found.interval = {moved(stated.to, 1), std::nullopt};
      found.mod = TimeMod::kAfter;
      break;
    case Side::kOnOrBefore:
      found.interval.from.reset();
      found.mod = TimeMod::kOnOrBefore;
      break;
    case Side::kBefore:
      found.interval = {std::nullopt, moved(stated.from, -1)};
      found.mod = TimeMod::kBefore;
      break;
    case Side::kNone:
      break;
  }
}

//   "more than two years"  "at least 90 days"  "up to three weeks"
void take_measure(const Sentence& s, Found& found, TokenId floor) {
  const auto is = [&](TokenId back, Cue cue) {
    return found.begin >= floor + back && s.has(found.begin - back, cue);
  };
  const bool no = is(3, Cue::kNo);
  if (is(1, Cue::kThan) && is(2, Cue::kMore)) {
    found.mod = no ? TimeMod::kEqualOrLess : TimeMod::kMoreThan;
    found.begin -= no ? 3 : 2;
  } else if (is(1, Cue::kThan) && is(2, Cue::kLess)) {
    found.mod = no ? TimeMod::kEqualOrMore : TimeMod::kLessThan;
    found.begin -= no ? 3 : 2;
  } else if (is(1, Cue::kLeast) && is(2, Cue::kAt)) {
    found.mod = TimeMod::kEqualOrMore;
    found.begin -= 2;
  } else if (is(1, Cue::kMost) && is(2, Cue::kAt)) {
    found.mod = TimeMod::kEqualOrLess;
    found.begin -= 2;
  } else if (is(1, Cue::kTo) && is(2, Cue::kUp)) {
    found.mod = TimeMod::kEqualOrLess;
    found.begin -= 2;
  }
}

// "will return in two weeks" is a time; "rose by half in two weeks" is how long it took.
void turn_to_date(Sentence& s, Found& found, TokenId floor) {
  if (found.begin <= floor || !s.has(found.begin - 1, Cue::kIn)) return;
  const auto count = state_count(s, found.begin);
  if (!count || count->value == 0 || count->end + 1 != found.end) return;
  const WordFacts& unit = s.at(count->end);
  if (unit.unit < Unit::kDay || unit.unit == Unit::kWeekend || unit.unit_size > 10) return;
  if (s.heading(found.begin) != Heading::kFuture) return;
  const int size = count->value * unit.unit_size;
  found.kind = TimeKind::kDate;
  found.grain = grain_of(unit.unit);
  found.rule = "in units";
  found.value.clear();
  --found.begin;
  found.basis = s.anchor() ? s.anchor_basis() : Basis::kStated;
  if (s.anchor() && size < 4000) found.interval = unit_beside(*s.anchor(), unit.unit, size);
}

// "for three days from Monday", "for two weeks, starting 20 May": the days from that one on
void add_start(Sentence& s, Found& found) {
  TokenId link = found.end;
  if (s.has(link, Cue::kComma)) ++link;
  const bool starting = s.has(link, Cue::kStarting);
  if (!starting && !s.has(link, Cue::kFrom)) return;
  TokenId day_at = link + 1;
  if (starting && (s.has(day_at, Cue::kOn) || s.has(day_at, Cue::kFrom))) ++day_at;
  const auto count = state_count(s, found.begin);
  if (!count || count->value == 0 || count->end + 1 != found.end) return;
  const WordFacts& unit = s.at(count->end);
  const bool long_unit = unit.unit >= Unit::kDay && unit.unit != Unit::kWeekend;
  if (!long_unit || (!starting && !s.has(found.begin - 1, Cue::kFor))) return;
  const auto day = read_date(s, day_at);
  if (!day || day->grain != Grain::kDay || !day->interval.from ||
      day->interval.from != day->interval.to) {
    return;
  }
  const auto after = add_units(*day->interval.from, unit.unit, count->value * unit.unit_size);
  if (!after) return;
  found.kind = TimeKind::kDate;
  found.end = day->end;
  found.interval = {day->interval.from, *after - std::chrono::days{1}};
  found.grain = Grain::kDay;
  found.is_range = true;
  found.value.clear();
  found.basis = day->basis;
  found.rule = "units from a day";
}

// The words to the left and right that belong to the expression.
void extend(Sentence& s, Found& found, TokenId floor) {
  if (found.kind == TimeKind::kTime) return;
  if (found.kind == TimeKind::kDuration) add_start(s, found);
  if (found.kind == TimeKind::kDate) join_range(s, found);
  const auto is_before = [&](Cue cue) {
    return found.begin > floor && s.has(found.begin - 1, cue);
  };
  if (found.takes_article && is_before(Cue::kThe)) --found.begin;
  if (is_before(Cue::kApproximate)) found.approximate = true;
  if (found.is_range && (is_before(Cue::kFrom) || is_before(Cue::kBetween))) --found.begin;
  if (found.kind == TimeKind::kDuration) {
    turn_to_date(s, found, floor);
    if (found.kind == TimeKind::kDuration) take_measure(s, found, floor);
  }
  // "more than two years ago": before that time.
  const bool counted =
      found.rule == std::string_view("ago") || found.rule == std::string_view("units from");
  if (found.kind == TimeKind::kDate && counted && found.begin >= floor + 2 &&
      s.has(found.begin - 1, Cue::kThan)) {
    const bool more = s.has(found.begin - 2, Cue::kMore);
    if (more || s.has(found.begin - 2, Cue::kLess)) {
      found.begin -= 2;
      found.whole = found.interval;
      const bool back = found.interval.to && s.anchor() && *found.interval.to <= *s.anchor();
      if (back && more) {
        found.mod = TimeMod::kBefore;
        found.interval.from.reset();
      } else if (back) {
        found.mod = TimeMod::kAfter;
        found.interval.to = s.anchor();
      } else if (more) {
        found.mod = TimeMod::kAfter;
        found.interval.to.reset();
      } else {
        found.mod = TimeMod::kBefore;
        found.interval.from = found.base.from;
      }
      return;
    }
  }
  take_bound(s, found, floor);
}

//   "for 2026-2028"  "the 2024-2027 programme"  "covers 2019-21"  "for the period 2025-2030"  "the
//   strategy (2025-2030)"
bool is_term(const Sentence& s, const Found& found) {
  if (!found.is_range || found.grain != Grain::kYear) return false;
  TokenId before = found.begin - 1;
  if (s.has(before, Cue::kOpen)) --before;
  if (s.has(before, Cue::kTermCue) || s.has(before, Cue::kTermNoun)) return true;
  if (s.at(before).unit == Unit::kYear) --before;
  if (s.has(before, Cue::kThe) && s.has(before - 1, Cue::kTermCue)) return true;
  constexpr TokenId kNounReach = 3;
  for (TokenId token = found.end; token < found.end + kNounReach && s.is_word(token); ++token) {
    if (s.has(token, Cue::kTermNoun)) return true;
    if (s.has(token, Cue::kFunctionWord)) return false;
  }
  return false;
}

//   "up 5 percent from 2018"  "than in 2019"  "over the previous year"  "compared with last May"
bool is_base(const Sentence& s, const Found& found) {
  if (found.kind != TimeKind::kDate || found.is_range) return false;
  const bool noun = s.is_word(found.end) && !s.has(found.end, Cue::kFunctionWord);
  if (noun || s.has(found.end, Cue::kPossessive)) return false;
  TokenId before = found.begin - 1;
  if (s.has(before, Cue::kThe)) --before;
  if (s.has(before, Cue::kIn)) --before;
  if (!s.inside(before)) return false;
  if (s.has(before, Cue::kThan) || s.has(before, Cue::kVersus)) return true;
  if ((s.has(before, Cue::kWith) || s.has(before, Cue::kTo)) && s.has(before - 1, Cue::kCompared))
    return true;
  const bool one_unit =
      found.rule == std::string_view("unit beside") || found.rule == std::string_view("earlier");
  if (s.has(before, Cue::kOver)) {
    const TokenId first = s.has(found.begin, Cue::kThe) ? found.begin + 1 : found.begin;
    return one_unit && (s.has(first, Cue::kPrevious) || s.has(first, Cue::kLast) ||
                        found.rule == std::string_view("earlier"));
  }
  if (!s.has(before, Cue::kFrom)) return false;
  return found.rule == std::string_view("earlier") || s.has(before - 1, Cue::kTrend) ||
         s.shape(before - 1) == Shape::kSymbol;
}

// --- Values of TIMEX3 ---

void put_number(std::string& out, int number, int width) {
  const std::string digits = std::to_string(number);
  out.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0');
  out += digits;
}

// The value of one calendar unit; EDTF where the interval is none.
std::string write_value(const Interval& interval, Grain grain) {
  if (!interval.from || !interval.to) return {};
  const Day from = *interval.from;
  const Day to = *interval.to;
  std::string out;
  switch (grain) {
    case Grain::kWeek: {
      const Interval week = unit_around(from, Unit::kWeek);
      const Interval weekend = unit_around(from, Unit::kWeekend);
      if (interval != week && interval != weekend) break;
      const Day thursday = *week.from + std::chrono::days{3};
      const Day first = *to_day(year_of(thursday), 1, 1);
      put_number(out, year_of(thursday), 4);
      out += "-W";
      put_number(out, static_cast<int>((thursday - first).count()) / 7 + 1, 2);
      if (interval == weekend) out += "-WE";
      return out;
    }
    case Grain::kQuarter: {
      const int quarter = (month_of(from) + 2) / 3;
      if (interval != quarter_interval(year_of(from), quarter)) break;
      put_number(out, year_of(from), 4);
      out += "-Q";
      put_number(out, quarter, 1);
      return out;
    }
    case Grain::kHalf: {
      const Day july = *to_day(year_of(from), 7, 1);
      const Interval year = year_interval(year_of(from));
      const bool first = year.from == from && to == july - std::chrono::days{1};
      if (!first && !(from == july && year.to == to)) break;
      put_number(out, year_of(from), 4);
      out += first ? "-H1" : "-H2";
      return out;
    }
    case Grain::kDecade:
      if (interval != decade_interval(year_of(from))) break;
      put_number(out, year_of(from) / 10, 3);
      return out;
    case Grain::kCentury:
      // The 20th century is the years from 1901 on; its name has the hundreds.
      put_number(out, year_of(from) / 100, 2);
      return out;
    case Grain::kDay:
    case Grain::kMonth:
    case Grain::kYear:
      break;
  }
  return to_edtf(interval);
}

TimeExpression to_expression(const TextLayer& text, const Found& found, TimeUse use) {
  TimeExpression time;
  time.tokens = {found.begin, found.end};
  time.span = text.span_of(time.tokens);
  time.kind = found.kind;
  time.use = use;
  time.grain = found.grain;
  time.interval = found.interval;
  time.day_first = found.day_first;
  time.month_first = found.month_first;
  time.value = found.value;
  if (time.value.empty() && found.kind == TimeKind::kDate) {
    time.value = write_value(found.whole.known() ? found.whole : found.interval,
                             found.whole_grain.value_or(found.grain));
  }
  time.mod = found.mod;
  if (time.mod == TimeMod::kNone && found.approximate) time.mod = TimeMod::kApprox;
  time.basis = found.basis;
  time.anchor = found.anchor;
  time.approximate = found.approximate;
  time.rule = found.rule;
  return time;
}

// Past the years 1 to 9999 an expression stays open.
void keep_in_calendar(Interval& interval) {
  for (const auto& side : {interval.from, interval.to}) {
    if (side && (*side < *to_day(1, 1, 1) || *side > *to_day(9999, 12, 31))) {
      interval = {};
      return;
    }
  }
}

// An hour and the day beside it: "at 10 a.m. on Friday", "Friday at 10 a.m."
void join_clock(const Sentence& s, TimeLayer& layer) {
  if (layer.times.size() < 2) return;
  TimeExpression& last = layer.times.back();
  TimeExpression& before = layer.times[layer.times.size() - 2];
  if (!s.inside(before.tokens.begin)) return;
  const TokenId gap = last.tokens.begin - before.tokens.end;
  if (gap > 2) return;
  for (TokenId token = before.tokens.end; token < last.tokens.begin; ++token) {
    if (!s.has(token, Cue::kAt) && !s.has(token, Cue::kOn) && !s.has(token, Cue::kOf) &&
        !s.has(token, Cue::kComma) && !s.has(token, Cue::kApproximate)) {
      return;
    }
  }
  const bool clock_first = before.kind == TimeKind::kTime;
  TimeExpression& clock = clock_first ? before : last;
  const TimeExpression& day = clock_first ? last : before;
  if (clock.kind != TimeKind::kTime || day.kind != TimeKind::kDate || clock.interval.known() ||
      !day.interval.from || day.interval.from != day.interval.to) {
    return;
  }
  clock.value = to_iso(*day.interval.from) + clock.value;
  clock.interval = day.interval;
  clock.basis = day.basis;
  if (!clock_first) clock.anchor = static_cast<TimeId>(layer.times.size() - 2);
}

// "XXXX-WXX-7" and "T09:00" are "XXXX-WXX-7T09:00"; of every day it is "T09:00".
std::string join_values(const std::string& set, const std::string& clock) {
  const bool weekday = set.compare(0, 8, "XXXX-WXX") == 0;
  return weekday ? set.substr(0, 10) + clock : clock;
}

// A clock time beside a set is part of it: "9 a.m. every Sunday", "every morning at 9".
void take_clock(Sentence& s, Found& found, TimeLayer& layer) {
  if (!layer.times.empty() && layer.times.back().kind == TimeKind::kTime &&
      layer.times.back().tokens.end == found.begin && s.inside(layer.times.back().tokens.begin)) {
    found.begin = layer.times.back().tokens.begin;
    found.value = join_values(found.value, layer.times.back().value);
    layer.times.pop_back();
    return;
  }
  const TokenId at = s.has(found.end, Cue::kAt) ? found.end + 1 : found.end;
  if (const auto clock = read_clock(s, at)) {
    found.end = clock->end;
    found.value = join_values(found.value, clock->value);
  }
}

void read_sentence(Sentence& s, const TextLayer& text, const TimeWords& words, TimeLayer& layer) {
  TokenId at = s.begin();
  while (at < s.end()) {
    const bool opens =
        text.shape[at] == Shape::kNumber || words.of(text.word[at]).opens || s.ends_in_digit(at);
    auto found = opens ? find_longest(s, at) : std::nullopt;
    if (!found) {
      ++at;
      continue;
    }
    if (found->kind == TimeKind::kSet) {
      take_clock(s, *found, layer);
    } else {
      extend(s, *found, s.last_end);
    }
    keep_in_calendar(found->interval);
    keep_in_calendar(found->whole);
    found->id = static_cast<TimeId>(layer.times.size());
    const TimeUse use = is_term(s, *found)   ? TimeUse::kTerm
                        : is_base(s, *found) ? TimeUse::kBase
                                             : TimeUse::kMoment;
    const bool whole = found->kind == TimeKind::kDate && found->interval.from && found->interval.to;
    if (whole && (use != TimeUse::kBase || !s.reference)) s.reference = found;
    layer.times.push_back(to_expression(text, *found, use));
    join_clock(s, layer);
    s.last_end = found->end;
    s.last_is_year = found->kind == TimeKind::kDate && found->grain == Grain::kYear;
    at = found->end;
  }
}

}  // namespace

// Rules ask for a date inside theirs at most kMaxDepth deep, so that a chain of them costs no more
// than its length.
std::optional<Found> read_date(Sentence& s, TokenId at) {
  if (s.depth >= Sentence::kMaxDepth || !s.inside(at)) return std::nullopt;
  ++s.depth;
  const TokenId first = s.has(at, Cue::kThe) && s.inside(at + 1) ? at + 1 : at;
  auto found = find_longest(s, first);
  --s.depth;
  if (!found || found->kind != TimeKind::kDate) return std::nullopt;
  return found;
}

TimeLexicon::TimeLexicon(std::unique_ptr<const TimeWords> words) : words_(std::move(words)) {}
TimeLexicon::TimeLexicon(TimeLexicon&&) noexcept = default;
TimeLexicon& TimeLexicon::operator=(TimeLexicon&&) noexcept = default;
TimeLexicon::~TimeLexicon() = default;

Result<TimeLexicon> load_time_lexicon(const TableSource& source, const WordSplitter& splitter,
                                      Vocabulary& vocabulary) {
  auto words = load_time_words(source, splitter, vocabulary);
  if (!words) return words.error();
  return TimeLexicon(std::make_unique<const TimeWords>(std::move(*words)));
}

TimeLayer find_times(const Document& document, const TimeLexicon& lexicon) {
  TimeLayer layer;
  const TextLayer& text = document.text_layer;
  Sentence sentence(document, lexicon.words());
  std::uint32_t paragraph = 0;
  for (SentenceId id = 0; id < text.sentences(); ++id) {
    const TokenRange tokens = text.sentence_tokens[id];
    if (tokens.empty()) continue;
    sentence.enter(tokens, id > 0 && text.sentence_paragraph[id] == paragraph);
    paragraph = text.sentence_paragraph[id];
    read_sentence(sentence, text, lexicon.words(), layer);
  }
  return layer;
}

}  // namespace chancery
