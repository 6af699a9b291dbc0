#include "figures/clauses.hpp"

#include <algorithm>

namespace chancery::figures {

Clauses::Clauses(const Document& document, const Lexicon& lexicon, const Tree& tree)
    : Sentence(document, lexicon, tree) {
  clause_begin_.assign(end_ - begin_, begin_);
  TokenId clause = begin_;
  for (TokenId token = begin_; token < end_; ++token) {
    if (tokens_.is(token, kBoundary)) clause = token;
    clause_begin_[token - begin_] = clause;
    if (ends_clause(token)) clause = token + 1;
  }
  for (TokenId token = begin_; token < end_;) {
    const PhraseTrie::Match match = tokens_.match(lexicon_.measure_words, token, end_);
    if (match.words == 0) {
      ++token;
      continue;
    }
    // "non-oil exports" are no oil exports.
    if (match.words > 1 && token > begin_ && tokens_.is_joint(token - 1, end_)) {
      ++token;
      continue;
    }
    measures_.push_back({token, token + match.words, match.value, true});
    token += match.words;
  }
  for (TokenId token = begin_; token < end_;) {
    const PhraseTrie::Match match = tokens_.match(lexicon_.trend_words, token, end_);
    if (match.words == 0) {
      ++token;
      continue;
    }
    trends_.push_back({token, token + match.words, match.value, true});
    token += match.words;
  }
  for (Hit& hit : measures_) hit.head = is_head(hit);
}

const Hit* Clauses::trend_at(TokenId token) const {
  const auto found = std::partition_point(trends_.begin(), trends_.end(),
                                          [&](const Hit& hit) { return hit.begin < token; });
  return found != trends_.end() && found->begin == token ? &*found : nullptr;
}

const Hit* Clauses::measure_at(TokenId token) const {
  const auto found = std::partition_point(measures_.begin(), measures_.end(),
                                          [&](const Hit& hit) { return hit.begin < token; });
  return found != measures_.end() && found->begin == token ? &*found : nullptr;
}

bool Clauses::any_trend_in(TokenId begin, TokenId end) const {
  const auto found = std::partition_point(trends_.begin(), trends_.end(),
                                          [&](const Hit& hit) { return hit.begin < begin; });
  return found != trends_.end() && found->end <= end;
}

bool Clauses::fits(const Hit& hit, QuantityKind kind) const {
  return hit.head && lexicon_.measures[hit.id].fits(kind);
}

bool Clauses::is_whole(const Hit& hit) const {
  TokenId of = hit.begin;
  if (of > begin_ && tokens_.is(of - 1, kDeterminer)) --of;
  if (of <= begin_ + 1 || !is_word(of - 1, lexicon_.of)) return false;
  const PhraseTrie::Match unit = tokens_.match_before(lexicon_.unit_words, begin_, of - 1, 2);
  return unit.words > 0 && lexicon_.units[unit.value].kind == UnitKind::kPercent;
}

const Hit* Clauses::trend_noun_after(const Quantity& quantity) const {
  TokenId at = quantity.end;
  if (at < end_ && tokens_.is_joint(at, end_)) ++at;
  for (int steps = 0; steps < 3 && at < end_; ++steps, ++at) {
    if (const Hit* hit = trend_at(at)) {
      const TrendPhrase& trend = lexicon_.trends[hit->id];
      return trend.form == TrendForm::kNoun &&
                     (trend.trend == Trend::kUp || trend.trend == Trend::kDown)
                 ? hit
                 : nullptr;
    }
    if (!is_nounish(at) || !tokens_.is_lower(at)) return nullptr;
  }
  return nullptr;
}

const Hit* Clauses::comparative_after(const Quantity& quantity) const {
  if (quantity.end >= end_) return nullptr;
  const Hit* hit = trend_at(quantity.end);
  // "200 million more than last year"; "40 more ships" says nothing of a trend.
  if (quantity.kind != QuantityKind::kPercent &&
      (hit == nullptr || !is_word(hit->end, lexicon_.than))) {
    return nullptr;
  }
  return hit != nullptr && lexicon_.trends[hit->id].form == TrendForm::kComparative ? hit : nullptr;
}

bool Clauses::ends_clause(TokenId token) const {
  if (tokens_.is(token, kSay)) return true;
  if (tokens_.shape(token) != Shape::kPunct) return false;
  if (tokens_.word(token) == lexicon_.hyphen) return !tokens_.touches(token);
  return !is_clitic(token);
}

bool Clauses::is_head(const Hit& hit) const {
  if (lexicon_.measures[hit.id].form != MeasureForm::kNoun) return true;
  if (name_at(hit.begin) != nullptr) return false;
  const bool capital = tokens_.shape(hit.begin) == Shape::kCapital && hit.begin > begin_;
  if (capital && !tokens_.is_mark(hit.begin - 1)) return false;
  if (hit.begin >= begin_ + 2 && tokens_.is(hit.begin - 2, kOffice) &&
      (is_word(hit.begin - 1, lexicon_.of) || is_word(hit.begin - 1, lexicon_.for_))) {
    return false;
  }
  if (hit.end >= end_) return true;
  const TokenId next = hit.end;
  if (tokens_.is_joint(next, end_)) return false;
  if (tokens_.is_mark(next)) return true;
  if (is_clitic(next)) return false;
  if (tokens_.shape(next) == Shape::kNumber ||
      tokens_.is(next, kStop | kFiller | kNumberWord | kHolds | kOpener))
    return true;
  if (trend_at(next) != nullptr || time_at(next) != nullptr) return true;
  if (tokens_.is_capital(next)) return tokens_.is_lower(hit.end - 1);
  const std::string_view text = tokens_.text(next);
  return text.size() > 3 &&
         (text.substr(text.size() - 2) == "ed" || text.substr(text.size() - 2) == "ly");
}

}  // namespace chancery::figures
