// Durations and sets: times without a place on the calendar.
#include "base/number.hpp"
#include "times/rules.hpp"

namespace chancery {
namespace {

constexpr int kMaxCount = 100000;
constexpr int kMaxParts = 4;  // "2 years, 3 months, 1 week and 4 days"

// Below a hundred in words: "five", "twenty-five", "a dozen", "a", "several".
std::optional<UnitCount> state_small_count(const Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  switch (facts.number_kind) {
    case NumberKind::kNone:
    case NumberKind::kZero:
    case NumberKind::kHundred:
      return std::nullopt;
    case NumberKind::kTen:
      if (s.is_hyphen(at + 1) && s.at(at + 2).number_kind == NumberKind::kOne) {
        return UnitCount{at + 3, facts.number + s.at(at + 2).number, false, false};
      }
      break;
    case NumberKind::kArticle: {
      const WordFacts& next = s.at(at + 1);
      if (next.number_kind == NumberKind::kDozen)
        return UnitCount{at + 2, next.number, false, false};
      if (next.number_kind == NumberKind::kUncounted) {
        // "a couple of years", "a few days"
        return UnitCount{s.has(at + 2, Cue::kOf) ? at + 3 : at + 2, next.number, false, false};
      }
      return UnitCount{at + 1, 1, true, false};
    }
    case NumberKind::kUncounted:
    case NumberKind::kOne:
    case NumberKind::kTeen:
    case NumberKind::kDozen:
      break;
  }
  return UnitCount{at + 1, facts.number, false,
                   facts.number_kind == NumberKind::kOne && facts.number == 1};
}

Found make_plain(TokenId begin, TokenId end, TimeKind kind, Unit unit, const char* rule) {
  Found found;
  found.begin = begin;
  found.end = end;
  found.kind = kind;
  found.grain = grain_of(unit);
  found.rule = rule;
  return found;
}

bool is_of_clock(Unit unit) {
  return unit == Unit::kSecond || unit == Unit::kMinute || unit == Unit::kHour;
}

//   "3Y", "12M" of quarters, "2H"
std::string write_part(const UnitCount& count, const WordFacts& unit) {
  const int size = unit.unit_size * (unit.unit == Unit::kQuarter ? 3 : 1);
  std::string out;
  if (count.value > 0) {
    out = std::to_string(count.value * size);
  } else if (count.decimal.digits != 0) {
    out = to_plain(count.decimal.to_double() * size);
  } else {
    out = "X";
  }
  constexpr const char* kLetters[] = {"", "S", "M", "H", "D", "W", "WE", "M", "M", "Y"};
  return out + kLetters[static_cast<int>(unit.unit)];
}

constexpr WordFacts kSecond = [] {
  WordFacts facts;
  facts.unit = Unit::kSecond;
  facts.unit_size = 1;
  return facts;
}();

struct Part {
  TokenId end = 0;
  UnitCount count;
  const WordFacts* unit = nullptr;
  bool hyphen = false;
};

//   "three years"  "five-year"  "10-15 years"  "two and a half years"  "ten consecutive years"
std::optional<Part> state_part(const Sentence& s, TokenId at) {
  auto count = state_count(s, at);
  if (!count) return std::nullopt;
  TokenId next = count->end;
  const bool range_mark = s.has(next, Cue::kTo) || s.has(next, Cue::kOr) || s.is_hyphen(next);
  if (range_mark && !count->is_article) {
    if (const auto second = state_count(s, next + 1); second && !second->is_article) {
      next = second->end;
      // "10-15 years" is no whole number of years.
      count->value = 0;
      count->is_one = false;
      count->decimal = {};
    }
  } else if (const TokenId half =
                 s.at(next + 1).number_kind == NumberKind::kArticle ? next + 2 : next + 1;
             s.has(next, Cue::kAnd) && s.has(half, Cue::kHalf)) {
    next = half + 1;
    count->decimal = {count->value * 10 + 5, -1};
    count->value = 0;
    count->is_one = false;
  }
  Part part;
  part.hyphen = s.is_hyphen(next) && s.is_glued(next) && s.is_glued(next + 1);
  if (part.hyphen) {
    ++next;
  } else if (s.has(next, Cue::kFiller) && s.shape(next) == Shape::kLower) {
    ++next;
  }
  part.unit = &s.at(next);
  // "one second", "3.5 second"; "a second" is an ordinal.
  const bool second = part.unit->ordinal == 2 && s.is_word(next) && !count->is_article &&
                      (count->is_one || s.is_number(at)) && !s.is_hyphen(next + 1);
  if (second) part.unit = &kSecond;
  if (part.unit->unit == Unit::kNone) return std::nullopt;
  part.count = *count;
  part.end = next + 1;
  return part;
}

}  // namespace

std::string write_duration(const UnitCount& count, const WordFacts& unit) {
  return (is_of_clock(unit.unit) ? "PT" : "P") + write_part(count, unit);
}

std::optional<UnitCount> state_count(const Sentence& s, TokenId at) {
  if (s.is_number(at)) {
    const auto decimal = parse_decimal(s.word(at));
    if (!decimal) return std::nullopt;
    const bool whole =
        decimal->exponent == 0 && decimal->digits >= 0 && decimal->digits <= kMaxCount;
    const int value = whole ? static_cast<int>(decimal->digits) : 0;
    return UnitCount{at + 1, value, false, value == 1, *decimal};
  }
  auto count = state_small_count(s, at);
  if (!count) return std::nullopt;
  // "two hundred", "a hundred and fifty"
  if (count->value > 0 && count->value < 10 &&
      s.at(count->end).number_kind == NumberKind::kHundred) {
    UnitCount large{count->end + 1, count->value * 100, false, false};
    const TokenId rest_at = s.has(large.end, Cue::kAnd) ? large.end + 1 : large.end;
    if (const auto rest = state_small_count(s, rest_at);
        rest && rest->value > 0 && !rest->is_article) {
      large.end = rest->end;
      large.value += rest->value;
    }
    return large;
  }
  return count;
}

//   "three years"  "33 years"  "five-year"  "90 days"  "10-15 years"  "two and a half years" "[for]
//   a year"  "half an hour"  "2 years, 1 month and 21 days"
// Not "a year" after a rate ("5 billion a year"), "one day", "three quarters of them".
std::optional<Found> read_duration(Sentence& s, TokenId at) {
  if (s.has(at, Cue::kHalf)) {
    // "half an hour", "half-hour"
    TokenId next = at + 1;
    if (s.at(next).number_kind == NumberKind::kArticle || s.is_hyphen(next)) ++next;
    const WordFacts& unit = s.at(next);
    const bool of_time = unit.unit != Unit::kNone && unit.unit != Unit::kQuarter && !unit.plural &&
                         unit.unit != Unit::kWeekend;
    if (next == at + 1 || !of_time) return std::nullopt;
    Found found = make_plain(at, next + 1, TimeKind::kDuration, unit.unit, "half");
    UnitCount half;
    half.decimal = {5, -1};
    found.value = write_duration(half, unit);
    return found;
  }
  const auto part = state_part(s, at);
  if (!part) return std::nullopt;
  if (s.is_glued(at) && s.shape(at - 1) != Shape::kPunct) return std::nullopt;
  if (s.is_glued(at) && s.is_hyphen(at - 1) && s.is_glued(at - 1)) return std::nullopt;
  const WordFacts& unit = *part->unit;
  UnitCount count = part->count;
  if (unit.unit == Unit::kQuarter || (unit.unit == Unit::kWeekend && !unit.plural)) {
    return std::nullopt;
  }
  const bool vague = count.is_article || (count.is_one && unit.unit == Unit::kDay);
  if (vague && (part->hyphen || !s.has(at - 1, Cue::kLasting))) return std::nullopt;
  const bool plural_count = !count.is_article && !count.is_one;
  const bool abbreviated = s.is_number(at) && is_of_clock(unit.unit);
  const bool halves = count.value == 0 && count.decimal.digits != 0;
  const bool digits =
      s.is_number(at) && !unit.plural && unit.unit >= Unit::kDay && !s.is_word(part->end);
  if (!part->hyphen && !abbreviated && !halves && !digits && unit.plural != plural_count &&
      !(unit.plural && count.value == 0)) {
    return std::nullopt;
  }
  // "some days" is vague, "some years' time" too; "some day" is none.
  Found found = make_plain(at, part->end, TimeKind::kDuration, unit.unit, "duration");
  if ((count.is_one || count.is_article) && s.has(found.end, Cue::kAnd)) {
    // "an hour and a half"
    const TokenId half =
        s.at(found.end + 1).number_kind == NumberKind::kArticle ? found.end + 2 : found.end + 1;
    if (s.has(half, Cue::kHalf)) {
      found.end = half + 1;
      count.value = 0;
      count.decimal = {15, -1};
    }
  }
  found.value = write_duration(count, unit);
  if (part->hyphen) return found;
  // Smaller units that follow.
  Unit last = unit.unit;
  bool clock = is_of_clock(last);
  for (int parts = 1; parts < kMaxParts; ++parts) {
    TokenId next = found.end;
    if (s.has(next, Cue::kComma)) ++next;
    if (s.has(next, Cue::kAnd)) ++next;
    const auto more = state_part(s, next);
    const bool goes_on = more && !more->hyphen && !more->count.is_article &&
                         more->count.value > 0 && more->unit->unit < last &&
                         more->unit->plural == (more->count.value > 1) &&
                         !s.has(more->end, Cue::kAgo) && !s.has(more->end, Cue::kLater) &&
                         more->unit->unit != Unit::kQuarter && more->unit->unit != Unit::kWeekend;
    if (!goes_on || count.value == 0) break;
    last = more->unit->unit;
    if (is_of_clock(last) && !clock) {
      found.value += 'T';
      clock = true;
    }
    found.value += write_part(more->count, *more->unit);
    found.end = more->end;
  }
  return found;
}

//   "all week"  "all year"  "another week"  "another two weeks"
std::optional<Found> read_whole_unit(Sentence& s, TokenId at) {
  TokenId next = at + 1;
  if (s.has(at, Cue::kAnother)) {
    UnitCount count{next, 1, false, true};
    if (const auto stated = state_count(s, next); stated && !stated->is_article) {
      count = *stated;
      next = count.end;
    }
    if (s.has(next, Cue::kFiller)) ++next;
    const WordFacts& unit = s.at(next);
    if (unit.unit == Unit::kNone || unit.unit == Unit::kQuarter || unit.plural == count.is_one ||
        (unit.unit == Unit::kDay && count.is_one && !s.has(next - 1, Cue::kFiller))) {
      return std::nullopt;
    }
    Found found = make_plain(at, next + 1, TimeKind::kDuration, unit.unit, "another");
    found.value = write_duration(count, unit);
    return found;
  }
  if (!s.has(at, Cue::kAll)) return std::nullopt;
  if (s.is_hyphen(next)) ++next;
  const WordFacts& unit = s.at(next);
  const bool whole = unit.unit == Unit::kDay || unit.unit == Unit::kWeek ||
                     unit.unit == Unit::kMonth || unit.unit == Unit::kYear;
  if (!whole || unit.plural || unit.unit_size != 1) return std::nullopt;
  Found found = make_plain(at, next + 1, TimeKind::kDuration, unit.unit, "all of a unit");
  found.value = write_duration(UnitCount{next, 1, false, true}, unit);
  return found;
}

namespace {

//   "XXXX-WXX-5": every Friday
std::string write_weekday(int weekday) {
  return std::string("XXXX-WXX-") + static_cast<char>('0' + weekday);
}

//   "TMO"  "TAF"  "TEV"  "TNI", by the first letter of the word
std::string write_day_part(const Sentence& s, TokenId at) {
  switch (s.word(at).front()) {
    case 'm':
    case 'M':
      return "TMO";
    case 'a':
    case 'A':
      return "TAF";
    case 'e':
    case 'E':
      return "TEV";
    default:
      return "TNI";
  }
}

}  // namespace

//   "every year"  "each month"  "every two years"  "every other week"  "every Monday morning"
//   "twice a year"  "three times per week"
std::optional<Found> read_set(Sentence& s, TokenId at) {
  if (s.has(at, Cue::kEvery)) {
    TokenId next = at + 1;
    UnitCount count{next, 1, false, true};
    if (s.has(next, Cue::kFiller)) {
      if (s.has(next, Cue::kEveryOther)) count.value = 2;
      ++next;
    }
    if (const auto stated = state_count(s, next); stated && !stated->is_article) {
      count = *stated;
      next = stated->end;
    }
    const WordFacts& facts = s.at(next);
    Found found = make_plain(at, next + 1, TimeKind::kSet, facts.unit, "every");
    if (is_weekday(s, next)) {
      found.value = write_weekday(facts.weekday);
      if (s.has(found.end, Cue::kDayPart)) found.value += write_day_part(s, found.end++);
    } else if (is_month(s, next)) {
      constexpr const char* kTens = "01";
      found.value = std::string("XXXX-") + kTens[facts.month / 10] +
                    static_cast<char>('0' + facts.month % 10);
    } else if (s.has(next, Cue::kDayPart)) {
      found.value = write_day_part(s, next);
    } else if (facts.season != Season::kNone) {
      constexpr const char* kSeasons[] = {"", "SP", "SU", "FA", "WI"};
      found.value = std::string("XXXX-") + kSeasons[static_cast<int>(facts.season)];
      found.grain = Grain::kQuarter;
    } else if (facts.unit != Unit::kNone) {
      found.value = write_duration(count, facts);
    } else {
      return std::nullopt;
    }
    return found;
  }
  TokenId next = at;
  if (s.has(at, Cue::kOnce)) {
    next = at + 1;
  } else {
    const auto count = state_count(s, at);
    if (!count || !s.has(count->end, Cue::kTimes)) return std::nullopt;
    next = count->end + 1;
  }
  const bool each = s.has(next, Cue::kPer) || s.has(next, Cue::kEvery) ||
                    s.at(next).number_kind == NumberKind::kArticle;
  if (!each) return std::nullopt;
  ++next;
  UnitCount count{next, 1, false, true};
  if (const auto stated = state_count(s, next); stated && !stated->is_article) {
    count = *stated;
    next = count.end;
  }
  if (s.at(next).unit == Unit::kNone) return std::nullopt;
  Found found = make_plain(at, next + 1, TimeKind::kSet, s.at(next).unit, "times a unit");
  found.value = write_duration(count, s.at(next));
  return found;
}

//   "weekly"  "annually"  "Mondays"  "Friday mornings", small letters but for the days of the week
std::optional<Found> read_set_word(Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (facts.weekday != 0 && is_weekday(s, at) && s.has(at + 1, Cue::kDayParts)) {
    Found found = make_plain(at, at + 2, TimeKind::kSet, Unit::kWeek, "set word");
    found.value = write_weekday(facts.weekday) + write_day_part(s, at + 1);
    return found;
  }
  if (facts.weekday_set != 0) {
    Found found = make_plain(at, at + 1, TimeKind::kSet, Unit::kWeek, "set word");
    found.value = write_weekday(facts.weekday_set);
    if (s.has(at + 1, Cue::kDayParts)) found.value += write_day_part(s, found.end++);
    return found;
  }
  // "semi-annually" is every half year, "bi-monthly" every two months.
  const bool half = s.has(at, Cue::kHalfPrefix);
  const bool twice = s.has(at, Cue::kTwicePrefix);
  const bool prefixed =
      (half || twice) && s.is_hyphen(at + 1) && s.is_glued(at + 1) && s.is_glued(at + 2);
  const TokenId word = prefixed ? at + 2 : at;
  const WordFacts& set = s.at(word);
  if (set.set_unit == Unit::kNone || s.shape(word) != Shape::kLower || s.is_glued(at))
    return std::nullopt;
  int size = set.set_size;
  WordFacts unit;
  unit.unit = set.set_unit;
  unit.unit_size = 1;
  if (prefixed && half) {
    if (set.set_unit != Unit::kYear) return std::nullopt;
    unit.unit = Unit::kMonth;
    size = 6;
  } else if (prefixed) {
    size *= 2;
  }
  Found found = make_plain(at, word + 1, TimeKind::kSet, unit.unit, "set word");
  found.value = write_duration(UnitCount{word + 1, size, false, false}, unit);
  return found;
}

}  // namespace chancery
