#include "figures/trends.hpp"

#include <algorithm>

namespace chancery::figures {
namespace {

class TrendReader : private Sentence {
 public:
  TrendReader(const Document& document, const Lexicon& lexicon, const Tree& tree,
              const Clauses& clauses, const std::vector<Quantity>& quantities)
      : Sentence(document, lexicon, tree),
        clauses_(clauses),
        quantities_(quantities),
        measures_(clauses.measures()),
        trends_(clauses.trends()) {}

  void read(std::size_t number, const std::optional<Measured>& measure, Figure& figure) const {
    figure.promised = is_promised(quantities_[number]);
    // A target has no trend, but "costs would fall by 20 percent" says one.
    if (!figure.promised || quantities_[number].kind == QuantityKind::kPercent)
      read_trend(number, measure, figure);
  }

 private:
  void read_trend(std::size_t number, const std::optional<Measured>& measure,
                  Figure& figure) const {
    const Quantity& quantity = quantities_[number];
    const auto take = [&](const Hit& hit) {
      figure.trend = lexicon_.trends[hit.id].trend;
      figure.trend_span = span_of(hit.begin, hit.end);
    };
    if (quantity.earlier_value) return;
    const TokenId before = token_before(quantity.begin);
    if (before != kNoToken && is_word(before, lexicon_.from)) return;
    if (const Hit* hit = clauses_.trend_noun_after(quantity);
        hit != nullptr && !is_measure(*hit, measure))
      return take(*hit);
    if (const Hit* hit = clauses_.comparative_after(quantity)) return take(*hit);
    if (const Hit* hit = trend_before(number, measure)) {
      take(*hit);
      read_comparison_before(number, *hit, figure);
      if (!figure.comparison) read_comparison_after(number, figure);
      return;
    }
    if (const Hit* hit = read_comparison_after(number, figure)) return take(*hit);
  }

  static bool is_measure(const Hit& hit, const std::optional<Measured>& measure) {
    return measure && measure->tokens.overlaps({hit.begin, hit.end});
  }

  const Hit* trend_before(std::size_t number, const std::optional<Measured>& measure) const {
    const Quantity& quantity = quantities_[number];
    // A record may stand among the words that say nothing else: "a record 5 billion".
    TokenId limit = quantity.numeral.begin;
    const TokenId clause = clauses_.clause_of(quantity.begin);
    const TokenId before = token_before(quantity.begin);
    const bool led_by_to =
        before != kNoToken && (is_word(before, lexicon_.to) || is_word(before, lexicon_.at) ||
                               is_word(before, lexicon_.by));
    std::size_t index = clauses_.hits_before(trends_, limit);
    for (int steps = 0; steps < 6 && index > 0; ++steps) {
      --index;
      const Hit& hit = trends_[index];
      if (hit.begin < clause || limit - hit.end > kClauseReach) return nullptr;
      if (hit.end > quantity.begin && lexicon_.trends[hit.id].trend != Trend::kRecordHigh)
        continue;  // "up to"
      const TrendPhrase& trend = lexicon_.trends[hit.id];
      if (is_measure(hit, measure)) continue;
      if (trend.trend == Trend::kUnsaid || trend.form == TrendForm::kComparative) continue;
      // Between the trend and the amount: no other amount, but for a percentage before "to", or
      // what it was before.
      for (std::size_t other = number; other-- > 0;) {
        const Quantity& earlier = quantities_[other];
        if (earlier.begin < hit.end) break;
        if (earlier.merged || (earlier.reason != nullptr && !is_bare(earlier))) continue;
        if (earlier.reason != nullptr) continue;
        const bool change = earlier.kind == QuantityKind::kPercent && earlier.unit != quantity.unit;
        if (!led_by_to || !(change || earlier.earlier_value)) return nullptr;
      }
      // "grows 20 million tonnes of rice", "raised $5m": the verb has the amount as its object.
      const bool subject_before = measure && measure->tokens.end <= quantity.begin;
      if (trend.form == TrendForm::kVerb && !subject_before && !led_by_to &&
          quantity.kind != QuantityKind::kPercent) {
        return nullptr;
      }
      const bool measure_between =
          measure && measure->tokens.begin >= hit.end && measure->tokens.end <= quantity.begin;
      const bool other_between = other_measure_between(hit.end, quantity.begin, measure);
      if (other_between) return nullptr;
      if (measure_between && !led_by_to && trend.form != TrendForm::kNoun) return nullptr;
      if (measure_between && trend.form == TrendForm::kNoun && !led_by_to &&
          trend.trend != Trend::kRecordHigh && trend.trend != Trend::kRecordLow) {
        return nullptr;
      }
      if (quantity.kind == QuantityKind::kCount && !led_by_to && hit.end != quantity.begin &&
          before != kNoToken && hit.end != before && trend.trend != Trend::kRecordHigh &&
          trend.trend != Trend::kRecordLow) {
        return nullptr;
      }
      return &hit;
    }
    return nullptr;
  }

  bool other_measure_between(TokenId begin, TokenId end,
                             const std::optional<Measured>& measure) const {
    const auto first = std::partition_point(measures_.begin(), measures_.end(),
                                            [&](const Hit& hit) { return hit.begin < begin; });
    if (first == measures_.end() || first->end > end) return false;
    return !measure || first->begin != measure->tokens.begin;
  }

  void set_comparison(const Quantity& percent, Trend trend, Figure& figure) const {
    Decimal value = percent.value;
    if (trend == Trend::kDown) value.digits = -value.digits;
    figure.comparison = value;
  }

  // "rose 12 percent to $5bn"
  void read_comparison_before(std::size_t number, const Hit& trend, Figure& figure) const {
    const TokenId before = token_before(quantities_[number].begin);
    if (number == 0 || before == kNoToken) return;
    if (!is_word(before, lexicon_.to) && !is_word(before, lexicon_.at)) return;
    if (quantities_[number].kind == QuantityKind::kPercent) return;
    for (std::size_t other = number, steps = 0; other-- > 0 && steps < 3; ++steps) {
      const Quantity& percent = quantities_[other];
      if (percent.merged || percent.reason != nullptr) continue;
      if (percent.kind != QuantityKind::kPercent || percent.is_range || percent.begin < trend.end)
        return;
      set_comparison(percent, lexicon_.trends[trend.id].trend, figure);
      return;
    }
  }

  // "$5bn, up 12 percent", "$5bn (down 3%)", "$5bn, 12 percent more than", "$5bn, a record high".
  // Returns the trend.
  const Hit* read_comparison_after(std::size_t number, Figure& figure) const {
    const Quantity& quantity = quantities_[number];
    const std::size_t next = next_figure(number);
    // To the end of this part of the sentence: nothing may stand there that is measured itself.
    TokenId at = quantity.end;
    const TokenId limit = std::min(end_, at + kClauseReach / 2);
    while (at < limit && clauses_.clause_of(at) == clauses_.clause_of(quantity.end - 1) &&
           clauses_.trend_at(at) == nullptr &&
           (clauses_.measure_at(at) == nullptr || clauses_.is_whole(*clauses_.measure_at(at)))) {
      ++at;
    }
    if (at >= limit) return nullptr;
    if (next < quantities_.size() && quantities_[next].begin < at) return nullptr;
    const Quantity* percent = next < quantities_.size() &&
                                      quantities_[next].kind == QuantityKind::kPercent &&
                                      !quantities_[next].is_range
                                  ? &quantities_[next]
                                  : nullptr;
    // "..., which is 12 percent higher"
    for (int steps = 0; steps < 3 && at < limit && tokens_.is(at, kBoundary | kAuxiliary); ++steps)
      ++at;
    if (at >= limit) return nullptr;
    if (percent != nullptr && quantity.kind != QuantityKind::kPercent && percent->begin <= at + 1) {
      const Hit* hit = clauses_.comparative_after(*percent);
      if (hit == nullptr) hit = clauses_.trend_noun_after(*percent);
      if (hit != nullptr && (percent->begin == at || tokens_.is(at, kDeterminer))) {
        const Trend trend = lexicon_.trends[hit->id].trend;
        set_comparison(*percent, trend, figure);
        return hit;
      }
    }
    if (tokens_.is(at, kDeterminer) && at + 1 < end_) ++at;
    const Hit* hit = clauses_.trend_at(at);
    if (hit == nullptr) return nullptr;
    const TrendPhrase& trend = lexicon_.trends[hit->id];
    const bool record = trend.trend == Trend::kRecordHigh || trend.trend == Trend::kRecordLow;
    if (record) return hit;
    if (trend.trend == Trend::kUnsaid || trend.form == TrendForm::kComparative) return nullptr;
    if (trend.form == TrendForm::kVerb &&
        clauses_.clause_of(hit->begin) == clauses_.clause_of(quantity.end - 1))
      return nullptr;
    TokenId amount = hit->end;
    if (is_word(amount, lexicon_.of) || is_word(amount, lexicon_.by)) ++amount;
    const bool direct =
        percent != nullptr && percent->begin == amount && quantity.kind != QuantityKind::kPercent;
    if (direct) set_comparison(*percent, trend.trend, figure);
    const bool from = is_word(hit->end, lexicon_.from) || is_word(hit->end, lexicon_.on);
    return direct || from ? hit : nullptr;
  }

  std::size_t next_figure(std::size_t number) const {
    std::size_t next = number + 1;
    while (next < quantities_.size() &&
           (quantities_[next].merged || quantities_[next].reason != nullptr ||
            quantities_[next].earlier_value)) {
      ++next;
    }
    return next;
  }

  // A target: "to raise trade to 10 billion", "will reach", "the target of 10 billion".
  bool is_promised(const Quantity& quantity) const {
    if (quantity.earlier_value) return false;
    const TokenId before = token_before(quantity.begin);
    if (before == kNoToken) return false;
    if (is_word(before, lexicon_.from)) return false;
    if (before > begin_ &&
        (is_word(before, lexicon_.of) || is_word(before, lexicon_.is_) ||
         is_word(before, lexicon_.at)) &&
        tokens_.is(before - 1, kTarget)) {
      return true;
    }
    const TokenId clause = clauses_.clause_of(quantity.begin);
    const TokenId first = std::max(
        clause, quantity.begin - begin_ > kClauseReach ? quantity.begin - kClauseReach : begin_);
    for (TokenId token = quantity.numeral.begin; token-- > first;) {
      if (!tokens_.is(token, kReach) || token == begin_) continue;
      TokenId modal = token - 1;
      for (int steps = 0;
           steps < 2 && modal > begin_ && (tokens_.is(modal, kAdverb) || is_adverb(modal)); ++steps)
        --modal;
      if (is_word(modal, lexicon_.and_) && modal > begin_) continue;
      if (tokens_.is(modal, kModal)) return true;
    }
    return false;
  }

  const Clauses& clauses_;
  const std::vector<Quantity>& quantities_;
  const std::vector<Hit>& measures_;
  const std::vector<Hit>& trends_;
};

}  // namespace

void read_movement(const Document& document, const Lexicon& lexicon, const Tree& tree,
                   const Clauses& clauses, const std::vector<Quantity>& quantities,
                   std::size_t number, const std::optional<Measured>& measure, Figure& figure) {
  TrendReader(document, lexicon, tree, clauses, quantities).read(number, measure, figure);
}

}  // namespace chancery::figures
