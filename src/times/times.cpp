#include "times/times.hpp"

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
      if (found && (!best || found->end > best->end)) best = found;
    }
  };
  if (s.is_number(at)) {
    ask({read_numeric_date, read_day_date, read_range, read_year, read_decade, read_century,
         read_quarter_or_half, read_unit_of, read_ago, read_duration, read_set});
    return best;
  }
  const WordFacts& facts = s.at(at);
  if (facts.number_kind == NumberKind::kArticle && s.at(at + 1).unit == Unit::kNone &&
      s.at(at + 1).number_kind == NumberKind::kNone) {
    return best;
  }
  if (facts.month != 0) ask({read_month_date, read_range});
  if (facts.weekday != 0) ask({read_weekday, read_weekday_range});
  if (facts.is_day_word) ask({read_day_word});
  if (facts.number_kind != NumberKind::kNone)
    ask({read_ago, read_duration, read_set, read_century});
  if (facts.ordinal != 0 || facts.has(Cue::kLast) || facts.has(Cue::kFinal)) {
    ask({read_quarter_or_half, read_unit_of, read_units_of, read_century});
  }
  if (facts.quarter != 0 || facts.half != 0) ask({read_short_part});
  if (facts.has(Cue::kThis) || facts.has(Cue::kLast) || facts.has(Cue::kPast) ||
      facts.has(Cue::kPrevious) || facts.has(Cue::kNext) || facts.has(Cue::kComing) ||
      facts.has(Cue::kFollowing)) {
    ask({read_unit_beside, read_units_beside, read_part_of_day, read_weekday_beside,
         read_month_beside});
  }
  if (facts.has(Cue::kEarly) || facts.has(Cue::kMid) || facts.has(Cue::kLate)) ask({read_third});
  if (facts.has(Cue::kEdgeStart) || facts.has(Cue::kEdgeMiddle) || facts.has(Cue::kEdgeEnd)) {
    ask({read_edge});
  }
  if (facts.has(Cue::kEarlier) || facts.has(Cue::kLater)) ask({read_earlier_or_later});
  if (facts.has(Cue::kSo)) ask({read_so_far});
  if (facts.has(Cue::kEvery) || facts.has(Cue::kOnce) || facts.has(Cue::kAnnually)) ask({read_set});
  if (facts.unit == Unit::kYear || facts.has(Cue::kFiscal))
    ask({read_named_year, read_year_before});
  return best;
}

//   "by 2030", "no later than 1 June": up to its end   "since 2019": from its start on
// "not until March" names the month itself.
void take_bound(const Sentence& s, Found& found, TokenId floor) {
  constexpr TokenId kNegationReach = 5;
  if (found.kind != TimeKind::kDate || found.is_range || found.begin <= floor) return;
  const TokenId before = found.begin - 1;
  if (s.has(before, Cue::kSince)) {
    found.begin = before;
    found.interval.to.reset();
    return;
  }
  if (s.has(before, Cue::kBy)) {
    found.begin = before;
    found.interval.from.reset();
    return;
  }
  if (s.has(before, Cue::kUntil)) {
    for (TokenId token = before; token > floor && before - token < kNegationReach; --token) {
      if (s.has(token - 1, Cue::kNegation)) return;
    }
    found.begin = before;
    found.interval.from.reset();
    return;
  }
  if (before >= floor + 2 && s.has(before, Cue::kThan) && s.has(before - 1, Cue::kLater) &&
      s.has(before - 2, Cue::kNo)) {
    found.begin = before - 2;
    found.interval.from.reset();
  }
}

// The words to the left and right that belong to the expression.
void extend(const Sentence& s, Found& found, TokenId floor) {
  const auto is_before = [&](Cue cue) {
    return found.begin > floor && s.has(found.begin - 1, cue);
  };
  if (found.takes_article && is_before(Cue::kThe)) --found.begin;
  if (is_before(Cue::kApproximate)) found.approximate = true;
  if (found.is_range && (is_before(Cue::kFrom) || is_before(Cue::kBetween))) --found.begin;
  take_bound(s, found, floor);
  if (found.kind == TimeKind::kDate && s.has(found.end, Cue::kOnwards)) {
    ++found.end;
    found.interval.to.reset();
  }
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

TimeExpression to_expression(const TextLayer& text, const Found& found, bool term) {
  TimeExpression time;
  time.tokens = {found.begin, found.end};
  time.span = text.span_of(time.tokens);
  time.kind = found.kind;
  time.use = term ? TimeUse::kTerm : TimeUse::kMoment;
  time.grain = found.grain;
  time.interval = found.interval;
  time.basis = found.basis;
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

void read_sentence(Sentence& s, const TextLayer& text, const TimeWords& words, TimeLayer& layer) {
  TokenId at = s.begin();
  while (at < s.end()) {
    const bool opens = text.shape[at] == Shape::kNumber || words.of(text.word[at]).opens;
    auto found = opens ? find_longest(s, at) : std::nullopt;
    if (!found) {
      ++at;
      continue;
    }
    keep_in_calendar(found->interval);
    const bool whole = found->kind == TimeKind::kDate && found->interval.from && found->interval.to;
    if (whole) s.reference = found;
    extend(s, *found, s.last_end);
    layer.times.push_back(to_expression(text, *found, is_term(s, *found)));
    s.last_end = found->end;
    s.last_is_year = found->kind == TimeKind::kDate && found->grain == Grain::kYear;
    at = found->end;
  }
}

}  // namespace

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
