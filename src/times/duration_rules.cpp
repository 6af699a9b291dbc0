// Durations and sets: times without a place on the calendar.
#include "base/number.hpp"
#include "times/rules.hpp"

namespace chancery {
namespace {

constexpr int kMaxCount = 100000;

// Below a hundred in words: "five", "twenty-five", "a dozen", "a", "several".
std::optional<UnitCount> state_small_count(const Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  switch (facts.number_kind) {
    case NumberKind::kNone:
      return std::nullopt;
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
        return UnitCount{s.has(at + 2, Cue::kOf) ? at + 3 : at + 2, 0, false, false};
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

}  // namespace

std::optional<UnitCount> state_count(const Sentence& s, TokenId at) {
  if (s.is_number(at)) {
    const auto decimal = parse_decimal(s.word(at));
    if (!decimal) return std::nullopt;
    const bool whole =
        decimal->exponent == 0 && decimal->digits >= 0 && decimal->digits <= kMaxCount;
    const int value = whole ? static_cast<int>(decimal->digits) : 0;
    return UnitCount{at + 1, value, false, value == 1};
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
//   a year"
// Not "a year" after a rate ("5 billion a year"), "one day", "three quarters of them".
std::optional<Found> read_duration(Sentence& s, TokenId at) {
  const auto count = state_count(s, at);
  if (!count) return std::nullopt;
  if (s.is_glued(at) && s.shape(at - 1) != Shape::kPunct) return std::nullopt;
  if (s.is_glued(at) && s.is_hyphen(at - 1) && s.is_glued(at - 1)) return std::nullopt;
  TokenId next = count->end;
  const bool range_mark = s.has(next, Cue::kTo) || s.has(next, Cue::kOr) || s.is_hyphen(next);
  if (range_mark && !count->is_article) {
    if (const auto second = state_count(s, next + 1); second && !second->is_article)
      next = second->end;
  } else if (s.has(next, Cue::kAnd) && s.at(next + 1).number_kind == NumberKind::kArticle &&
             s.has(next + 2, Cue::kHalf)) {
    next += 3;
  }
  const bool hyphen = s.is_hyphen(next) && s.is_glued(next) && s.is_glued(next + 1);
  if (hyphen) {
    ++next;
  } else if (s.has(next, Cue::kFiller) && s.shape(next) == Shape::kLower) {
    ++next;
  }
  const WordFacts& unit = s.at(next);
  if (unit.unit == Unit::kNone || unit.unit == Unit::kQuarter || unit.unit == Unit::kWeekend) {
    return std::nullopt;
  }
  const bool vague = count->is_article || (count->is_one && unit.unit == Unit::kDay);
  if (vague && (hyphen || !s.has(at - 1, Cue::kLasting))) return std::nullopt;
  const bool plural_count = !count->is_article && !count->is_one;
  if (!hyphen && unit.plural != plural_count && !(unit.plural && count->value == 0))
    return std::nullopt;
  return make_plain(at, next + 1, TimeKind::kDuration, unit.unit, "duration");
}

//   "every year"  "each month"  "every two years"  "twice a year"  "three times per week"
//   "annually"
std::optional<Found> read_set(Sentence& s, TokenId at) {
  if (s.has(at, Cue::kAnnually))
    return make_plain(at, at + 1, TimeKind::kSet, Unit::kYear, "annually");
  if (s.has(at, Cue::kEvery)) {
    TokenId next = at + 1;
    if (s.has(next, Cue::kFiller)) ++next;
    if (const auto count = state_count(s, next); count && !count->is_article) next = count->end;
    const WordFacts& facts = s.at(next);
    const bool named = is_weekday(s, next) || is_month(s, next);
    if (facts.unit == Unit::kNone && !named) return std::nullopt;
    return make_plain(at, next + 1, TimeKind::kSet, facts.unit, "every");
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
  if (const auto count = state_count(s, next); count && !count->is_article) next = count->end;
  if (s.at(next).unit == Unit::kNone) return std::nullopt;
  return make_plain(at, next + 1, TimeKind::kSet, s.at(next).unit, "times a unit");
}

}  // namespace chancery
