#include "figures/quantities.hpp"

#include <utility>

#include "figures/number_reader.hpp"

namespace chancery::figures {
namespace {

bool is_refused(const Quantity& quantity, std::string_view reason) {
  return quantity.reason != nullptr && quantity.reason == reason;
}

class QuantityReader : private Sentence {
 public:
  QuantityReader(const Document& document, const Lexicon& lexicon, const Tree& tree,
                 const FigureLayer& before)
      : Sentence(document, lexicon, tree), before_(before) {}

  std::vector<Quantity> read() {
    TokenId floor = begin_;
    for (TokenId token = begin_; token < end_;) {
      if (!may_start(token)) {
        ++token;
        continue;
      }
      const std::optional<Numeral> numeral =
          read_numeral(tokens_, lexicon_, document_, token, floor, end_);
      if (!numeral) {
        ++token;
        continue;
      }
      Quantity quantity;
      quantity.numeral = *numeral;
      quantity.value = numeral->value;
      quantity.begin = numeral->begin;
      quantity.end = numeral->end;
      quantity.reason = numeral->reason;
      if (quantity.reason != nullptr && time_at(numeral->number) != nullptr)
        quantity.reason = "time";
      if (quantity.reason == nullptr) quantity.reason = reason_of_number(*numeral);
      if (quantity.reason == nullptr) read_bounds_before(quantity, floor);
      if (quantity.reason == nullptr) read_unit(quantity);
      if (quantity.reason == nullptr) read_bounds_after(quantity);
      floor = token = std::max(quantity.end, token + 1);
      quantities_.push_back(std::move(quantity));
    }
    if (quantities_.empty()) return {};
    join_pairs();
    join_parts();
    mark_earlier_values();
    refuse_restatements();
    return std::move(quantities_);
  }

 private:
  bool may_start(TokenId token) const {
    if (tokens_.shape(token) == Shape::kNumber || is_part_sign(tokens_.text(token))) return true;
    const WordId word = tokens_.word(token);
    if (word != kNoWord) return lexicon_.is(word, kNumberWord);
    return tokens_.shape(token) == Shape::kUpper || tokens_.shape(token) == Shape::kCapital;
  }

  // Why the number is no figure whatever follows it, or null.
  const char* reason_of_number(const Numeral& numeral) const {
    const TokenId first = numeral.begin;
    if (is_age(numeral)) return "age";
    if (const TimeExpression* time = time_at(numeral.number)) {
      return time->kind == TimeKind::kDuration ? "duration" : "time";
    }
    if (numeral.money >= 0) return nullptr;
    if (name_at(numeral.number) != nullptr) return "name";
    if (first > begin_) {
      const TokenId before = first - 1;
      // "F-16", "Covid-19": a hyphen that joins it to letters.
      if (tokens_.word(before) == lexicon_.hyphen && tokens_.touches(first) &&
          tokens_.touches(before) && before > begin_ && !tokens_.is_mark(before - 1) &&
          tokens_.shape(before - 1) != Shape::kNumber && !numeral.in_words) {
        return "name";
      }
      const PhraseTrie::Match name = tokens_.match_before(lexicon_.name_words, begin_, first, 3);
      if (name.words > 0 && (name.value == 0 || tokens_.is_capital(first - name.words))) {
        const bool group = tokens_.word(before) == lexicon_.of;
        // "Group of 20 soldiers" at the start of a sentence counts soldiers.
        if (!group || numeral.end >= end_ || !tokens_.is_lower(numeral.end) ||
            tokens_.is(numeral.end, kStop)) {
          return "name";
        }
      }
    }
    if (numeral.end < end_ && !numeral.in_words && numeral.scale == 0 &&
        tokens_.touches(numeral.end) && !tokens_.is_mark(numeral.end) &&
        tokens_.shape(numeral.end) != Shape::kNumber &&
        tokens_.match(lexicon_.unit_words, numeral.end, end_).words == 0 &&
        tokens_.match(lexicon_.money_after, numeral.end, end_).words == 0) {
      return "name";  // "5G", "737MAX"
    }
    if (numeral.in_words && numeral.end == numeral.begin + 1 &&
        tokens_.word(numeral.begin) == lexicon_.one) {
      // "one percent", "one barrel", "a one-yen bid" are amounts.
      TokenId unit = numeral.end;
      if (unit < end_ && tokens_.is_joint(unit, end_)) ++unit;
      if (unit < end_ && (tokens_.match(lexicon_.unit_words, unit, end_).words > 0 ||
                          tokens_.match(lexicon_.money_after, unit, end_).words > 0)) {
        return nullptr;
      }
      const bool of = numeral.end < end_ && tokens_.word(numeral.end) == lexicon_.of;
      return of ? "one of" : "one";
    }
    return nullptr;
  }

  // "aged 45", "at the age of 45", "Jane Otieno, 45, said".
  bool is_age(const Numeral& numeral) const {
    if (numeral.begin == begin_ || numeral.scale != 0 || numeral.money >= 0) return false;
    const TokenId before = numeral.begin - 1;
    if (tokens_.word(before) == lexicon_.aged || tokens_.word(before) == lexicon_.age) return true;
    if (tokens_.word(before) == lexicon_.of && before > begin_ &&
        tokens_.word(before - 1) == lexicon_.age)
      return true;
    return tokens_.word(before) == lexicon_.comma && before > begin_ &&
           tokens_.is_capital(before - 1) && numeral.end < end_ &&
           tokens_.word(numeral.end) == lexicon_.comma && numeral.value.exponent == 0 &&
           numeral.value.digits >= 15 && numeral.value.digits <= 110;
  }

  void apply_bound(Quantity& quantity, BoundEffect effect) {
    if (effect == BoundEffect::kExact) return;
    quantity.approximate = true;
    if (effect == BoundEffect::kLow && !quantity.high) quantity.low = quantity.value;
    if (effect == BoundEffect::kHigh && !quantity.low) quantity.high = quantity.value;
  }

  void read_bounds_before(Quantity& quantity, TokenId floor) {
    TokenId at = quantity.begin;
    for (int steps = 0; steps < 3; ++steps) {
      const PhraseTrie::Match match = tokens_.match_before(lexicon_.bounds_before, floor, at, 4);
      if (match.words == 0) break;
      const auto effect = static_cast<BoundEffect>(match.value);
      if (match.words == 1 && is_place_word(at - 1, quantity)) break;
      at -= match.words;
      apply_bound(quantity, effect);
      if (effect != BoundEffect::kExact) quantity.begin = at;
    }
  }

  // "spread over nine islands": a preposition of place, by the tree, and no bound.
  bool is_place_word(TokenId token, const Quantity& quantity) const {
    if (tree_.empty() || tree_.relation(token) != Relation::kCase) return false;
    const std::string_view word = tree_.lemma(token);
    if (word != "over" && word != "under" && word != "above" && word != "below") return false;
    const TokenId head = tree_.head(token);
    const TokenId above = head == kNoToken ? kNoToken : tree_.head(head);
    return head >= quantity.numeral.end && above != kNoToken && above < token &&
           tree_.upos(above) == Upos::kVerb && tree_.relation(head) == Relation::kObl &&
           !tokens_.is(above, kReach) &&
           tokens_.match(lexicon_.trend_words, above, end_).words == 0;
  }

  void read_bounds_after(Quantity& quantity) {
    // "40+ companies" has its mark inside and is handled with the noun; "40 or more" follows
    // the whole.
    TokenId at = quantity.end;
    if (at < end_ && tokens_.word(at) == lexicon_.comma) ++at;
    if (at >= end_) return;
    const PhraseTrie::Match match = tokens_.match(lexicon_.bounds_after, at, end_);
    if (match.words == 0) return;
    apply_bound(quantity, static_cast<BoundEffect>(match.value));
    quantity.end = at + match.words;
  }

  std::string resolve(const MoneyPhrase& phrase) const {
    if (phrase.codes.size() == 1) return lexicon_.currencies[phrase.codes[0]].code;
    if (phrase.bare >= 0) return lexicon_.currencies[static_cast<std::size_t>(phrase.bare)].code;
    std::string only;
    for (const std::uint16_t code : phrase.codes) {
      const Currency& currency = lexicon_.currencies[code];
      const bool here = std::any_of(
          document_.actors.states.begin(), document_.actors.states.end(), [&](ActorId state) {
            return std::find(currency.states.begin(), currency.states.end(),
                             document_.actors.actors[state].id) != currency.states.end();
          });
      if (!here) continue;
      if (!only.empty()) return {};
      only = currency.code;
    }
    return only;
  }

  // "75 USD million"
  void take_scale_after(Quantity& quantity) {
    if (quantity.end >= end_) return;
    const auto found = lexicon_.numbers.find(tokens_.word(quantity.end));
    if (found == lexicon_.numbers.end() || found->second.kind != NumberKind::kScale) return;
    quantity.numeral.scale = found->second.value;
    quantity.value = quantity.value.scaled(found->second.value);
    quantity.amount_end = ++quantity.end;
  }

  // "13 dollars and 45 cents", "15 dollars 50": hundredths behind a sum.
  void take_subunits(Quantity& quantity) {
    if (quantity.value.exponent != 0 || quantity.value.digits < 0 ||
        quantity.value.digits > 1'000'000) {
      return;
    }
    TokenId at = quantity.end;
    const bool joined = is_word(at, lexicon_.and_);
    if (joined) ++at;
    if (at >= end_ || !may_start(at) || tokens_.is_mark(at)) return;
    const auto part = read_numeral(tokens_, lexicon_, document_, at, at, end_);
    if (!part || part->reason != nullptr || part->money >= 0 || part->begin != at ||
        part->value.exponent != 0 || part->value.digits < 1 || part->value.digits > 99) {
      return;
    }
    const PhraseTrie::Match unit = part->end < end_
                                       ? tokens_.match(lexicon_.unit_words, part->end, end_)
                                       : PhraseTrie::Match{};
    const bool cents = unit.words > 0 && lexicon_.units[unit.value].kind == UnitKind::kSubunit;
    // Without the word only two digits that nothing follows are hundredths.
    const bool bare = !joined && part->value.digits >= 10 &&
                      (part->end >= end_ || tokens_.is_mark(part->end)) && time_at(at) == nullptr;
    if (!cents && !bare) return;
    quantity.value = {quantity.value.digits * 100 + part->value.digits, -2};
    quantity.end = quantity.amount_end = cents ? part->end + unit.words : part->end;
  }

  // The name that all currencies of a phrase have: "rupees" of "Rs"; empty where they differ.
  std::string shared_name(const MoneyPhrase& phrase) const {
    std::string name;
    for (const std::uint16_t code : phrase.codes) {
      const Currency& currency = lexicon_.currencies[code];
      if (!name.empty() && name != currency.name) return {};
      name = currency.name;
    }
    return name;
  }

  void read_unit(Quantity& quantity) {
    const Numeral& numeral = quantity.numeral;
    TokenId at = numeral.end;
    if (at < end_ && tokens_.word(at) == lexicon_.plus && tokens_.touches(at)) {
      apply_bound(quantity, BoundEffect::kLow);
      quantity.end = ++at;
    }
    const bool joint = at < end_ && tokens_.is_joint(at, end_);
    const TokenId after = joint ? at + 1 : at;
    if (read_money(quantity, after)) return;
    if (after < end_) {
      const PhraseTrie::Match match = tokens_.match(lexicon_.unit_words, after, end_);
      if (match.words > 0) return take_unit(quantity, after, match);
    }
    quantity.kind = QuantityKind::kCount;
    quantity.rule = "count";
    if (joint && after < end_ && !tokens_.is_mark(after) &&
        tokens_.shape(after) != Shape::kNumber) {
      read_modifier(quantity, after);
      return;
    }
    if (read_vote(quantity)) return;
    read_counted(quantity, at);
  }

  bool read_money(Quantity& quantity, TokenId after) {
    PhraseTrie::Match match;
    if (after < end_) match = tokens_.match(lexicon_.money_after, after, end_);
    const MoneyPhrase* phrase = match.words > 0 ? &lexicon_.money[match.value] : nullptr;
    if (phrase != nullptr) {
      const TokenId end = after + match.words;
      const bool capitals = !phrase->is_code || tokens_.shape(after) == Shape::kUpper;
      // "12 $5 notes": that sign belongs to what follows.
      const bool next =
          phrase->is_sign &&
          ((end < end_ && tokens_.touches(end) && tokens_.shape(end) == Shape::kNumber) ||
           tokens_.is_lower(after) || (tokens_.is_capital(after) && !tokens_.touches(after)));
      if (!capitals || next) phrase = nullptr;
    }
    const MoneyPhrase* sign =
        quantity.numeral.money >= 0
            ? &lexicon_.money[static_cast<std::size_t>(quantity.numeral.money)]
            : nullptr;
    if (phrase == nullptr && sign == nullptr) return false;
    quantity.kind = QuantityKind::kMoney;
    quantity.rule = phrase != nullptr ? "money name" : "money sign";
    quantity.end = phrase != nullptr ? after + match.words : quantity.numeral.end;
    quantity.amount_end = quantity.end;
    if (phrase != nullptr && quantity.numeral.scale == 0) take_scale_after(quantity);
    if (phrase != nullptr) take_subunits(quantity);
    if (const int scale = (phrase != nullptr ? *phrase : *sign).scale;
        scale > 0 && quantity.numeral.scale == 0) {
      quantity.value = quantity.value.scaled(scale);
      quantity.numeral.scale = scale;
    }
    quantity.unit = resolve(phrase != nullptr ? *phrase : *sign);
    // What no state of the report decides is told as it is written: "5 million francs".
    if (quantity.unit.empty()) quantity.unit = shared_name(phrase != nullptr ? *phrase : *sign);
    if (quantity.unit.empty()) quantity.reason = "currency unclear";
    return true;
  }

  void take_unit(Quantity& quantity, TokenId after, PhraseTrie::Match match) {
    const UnitPhrase& unit = lexicon_.units[match.value];
    quantity.end = quantity.amount_end = after + match.words;
    if (unit.kind == UnitKind::kReason) {
      quantity.reason = unit.reason;
      return;
    }
    quantity.unit = unit.unit;
    if (unit.kind == UnitKind::kSubunit) {
      quantity.kind = QuantityKind::kMoney;
      quantity.rule = "money subunit";
      quantity.value = quantity.value.scaled(-2);
      return;
    }
    if (unit.kind == UnitKind::kPercent) {
      quantity.kind = QuantityKind::kPercent;
      quantity.rule = "percent";
      return;
    }
    quantity.kind = QuantityKind::kPhysical;
    quantity.rule = "unit";
    // "barrels a day", "barrels of oil per day".
    TokenId rate = quantity.end;
    if (is_word(rate, lexicon_.of)) {
      ++rate;
      for (std::uint32_t steps = 0; steps < 3 && rate < end_ && is_nounish(rate); ++steps) ++rate;
    }
    if (rate >= end_) return;
    const PhraseTrie::Match per = tokens_.match(lexicon_.rate_words, rate, end_);
    if (per.words == 0) return;
    quantity.unit += " " + lexicon_.units[per.value].unit;
    quantity.end = rate + per.words;
  }

  // "a 150-bed hospital", "a 300-strong force"; other compounds count nothing: "three-way talks".
  void read_modifier(Quantity& quantity, TokenId after) {
    const auto found = lexicon_.modifiers.find(tokens_.word(after));
    if (found == lexicon_.modifiers.end()) {
      quantity.reason = "modifier";
      return;
    }
    quantity.unit = found->second;
    quantity.end = after + 1;
    quantity.rule = "compound";
    quantity.noun = quantity.unit;
    quantity.noun_tokens = {after, after + 1};
    const TokenId thing = after + 1;
    if (thing < end_ && is_nounish(thing) && tokens_.is_lower(thing) &&
        !tokens_.is(thing, kAdjective)) {
      quantity.noun =
          quantity.unit == "people" ? fold_lower(thing) : fold_lower(thing) + " " + quantity.unit;
      quantity.noun_tokens.end = thing + 1;
    }
  }

  // "12-3", "by 12 votes to 3".
  bool read_vote(Quantity& quantity) {
    const TokenId before = quantity.begin > begin_ ? quantity.begin - 1 : kNoToken;
    if (before == kNoToken || !is_word(before, lexicon_.to) || before == begin_) return false;
    if (!tokens_.is(before - 1, kVote)) return false;
    quantity.reason = "vote";
    return true;
  }

  // The plural noun that closes the noun phrase at `first`, or kNoToken.
  TokenId head_noun(TokenId first) const {
    TokenId at = first;
    const TokenId limit = std::min(end_, at + kPhraseReach);
    for (; at < limit; ++at) {
      if (tokens_.is_joint(at, end_) && at > first) continue;
      if ((is_word(at, lexicon_.and_) || is_word(at, lexicon_.comma)) && at > first &&
          at + 1 < limit && tokens_.is_lower(at - 1) && tokens_.is_lower(at + 1) &&
          is_nounish(at + 1) && !tokens_.is(at + 1, kNumberWord) && is_modifier(at - 1)) {
        continue;
      }
      if (tokens_.is_mark(at) || tokens_.shape(at) == Shape::kNumber || is_clitic(at)) break;
      if (tokens_.is(at, kStop) && !tokens_.is(at, kFiller)) break;
      if (tokens_.is(at, kNumberWord)) break;
      if (tokens_.is(at, kFiller)) continue;
      if (time_at(at) != nullptr) break;
      const bool compound = at + 1 < end_ && tokens_.is_joint(at + 1, end_);
      if (!tokens_.is_plural(at) || compound) continue;
      const bool more = at + 1 < limit && is_nounish(at + 1) && tokens_.is_lower(at + 1) &&
                        tokens_.is_plural(at + 1);
      if (!tokens_.is_lower(at)) {
        // "1,200 Kenyans", but not "20 United States soldiers".
        const std::string_view text = tokens_.text(at);
        const bool people = has_mention(at, MentionKind::kPeople) ||
                            (text.size() > 5 && text.substr(text.size() - 3) == "ans");
        const bool noun_next =
            at + 1 < limit && is_nounish(at + 1) && tokens_.is_lower(at + 1) && !is_verb(at + 1);
        if (!people || noun_next) continue;
      } else if (tokens_.is(at, kAttributive) && more) {
        continue;
      }
      return at;
    }
    return kNoToken;
  }

  bool is_verb(TokenId token) const {
    return !tree_.empty() &&
           (tree_.upos(token) == Upos::kVerb || tree_.upos(token) == Upos::kAux) &&
           tree_.relation(token) != Relation::kAmod;
  }

  // The noun that the tree hangs the number on, where it can be counted: a plural, or a people by
  // its adjective ("2 million Japanese").
  TokenId counted_by_tree(const Numeral& numeral) const {
    if (tree_.empty()) return kNoToken;
    TokenId at = numeral.end - 1;
    for (int steps = 0; steps < 3 && tree_.head(at) != kNoToken; ++steps) {
      const bool part = tree_.relation(at) == Relation::kCompound ||
                        tree_.relation(at) == Relation::kFlat ||
                        tree_.relation(at) == Relation::kNummod;
      if (!part) return kNoToken;
      at = tree_.head(at);
      if (at >= numeral.end) break;
    }
    if (at < numeral.end || at >= std::min(end_, numeral.end + kPhraseReach)) return kNoToken;
    for (TokenId token = numeral.end; token < at; ++token) {
      if (tokens_.shape(token) == Shape::kNumber || tokens_.is(token, kNumberWord)) return kNoToken;
      if (tokens_.is(token, kPreposition | kVerb | kConjunction) || time_at(token) != nullptr)
        return kNoToken;
    }
    if (time_at(at) != nullptr || tokens_.is_mark(at) || tokens_.shape(at) == Shape::kNumber)
      return kNoToken;
    const bool plural = tree_.xpos(at) == Xpos::kNns || tree_.xpos(at) == Xpos::kNnps;
    const bool people =
        has_mention(at, MentionKind::kPeople) || has_mention(at, MentionKind::kAdjective);
    return plural || people ? at : kNoToken;
  }

  // The noun phrase that the number counts: "224 joint projects" counts projects.
  void read_counted(Quantity& quantity, TokenId at) {
    quantity.reason = "no counted thing";
    // "20 of the soldiers" counts soldiers; "20 of them" does not say.
    if (is_word(at, lexicon_.of) && at + 1 < end_ && tokens_.is(at + 1, kDeterminer)) {
      at += 2;
      // "12 of the 19 ships" is joined to its whole later.
      if (at < end_ && (tokens_.is(at, kNumberWord) || tokens_.shape(at) == Shape::kNumber)) return;
    } else if (is_word(at, lexicon_.of)) {
      return read_elliptic(quantity);
    }
    const TokenId first = at;
    TokenId head = head_noun(first);
    if (head == kNoToken && first == quantity.numeral.end) head = counted_by_tree(quantity.numeral);
    if (head == kNoToken) {
      if (quantity.numeral.begin > begin_ && tokens_.is_capital(quantity.numeral.begin - 1) &&
          quantity.numeral.begin - 1 > begin_ && !tokens_.is(quantity.numeral.begin - 1, kStop)) {
        quantity.reason = "name";  // "Sputnik 5"
      }
      read_casualties(quantity);
      if (quantity.reason != nullptr) read_number_of(quantity);
      if (quantity.reason != nullptr) read_elliptic(quantity);
      return;
    }
    if (is_word(head, lexicon_.ones)) {
      // "three of the new ones": of what was told before.
      if (take_antecedent(quantity, first)) quantity.end = head + 1;
      return;
    }
    if (quantity.numeral.year_like) {
      quantity.reason = "time";
      return;
    }
    if (is_part_of_name(quantity)) {
      quantity.reason = "name";
      return;
    }
    if (tokens_.is(head, kVote)) {
      quantity.reason = "vote";
      return;
    }
    const bool few = quantity.value.exponent >= 0 && quantity.value.to_double() <= 10;
    if ((few || names_all(quantity.begin)) && tokens_.is(head, kParty | kOffice)) {
      quantity.reason = "parties";
      return;
    }
    if (quantity.value.exponent < 0 && quantity.numeral.scale == 0) {
      quantity.reason = "no counted thing";  // "2.5 projects": a number of another kind
      return;
    }
    quantity.reason = nullptr;
    quantity.unit = fold_lower(head);
    quantity.end = head + 1;
    quantity.noun = phrase_of(first, head);
    quantity.noun_tokens = {first, head + 1};
  }

  // "Leopard 2 tanks", "Sputnik 5 doses": a small number right after a capitalised word that is
  // neither an actor nor a time nor the start of the sentence is a model's.
  bool is_part_of_name(const Quantity& quantity) const {
    constexpr double kLargestModel = 100;
    const TokenId first = quantity.begin;
    if (first <= begin_ + 1 || first != quantity.numeral.begin) return false;
    const TokenId before = first - 1;
    return tokens_.is_capital(before) && tokens_.shape(first) == Shape::kNumber &&
           quantity.numeral.end == first + 1 && quantity.value.to_double() <= kLargestModel &&
           !tokens_.is(before, kStop) && time_at(before) == nullptr && name_at(before) == nullptr &&
           !has_mention(before, MentionKind::kAdjective) &&
           !has_mention(before, MentionKind::kPeople);
  }

  // "all 15 members", "the 27 states", "leaders of 53 countries": a larger count that says who
  // takes part.
  bool names_all(TokenId first) const {
    if (first == begin_) return true;
    const TokenId before = first - 1;
    if (tokens_.is(before, kDeterminer)) return true;
    return before > begin_ && is_word(before, lexicon_.of) &&
           tokens_.is(before - 1, kParty | kOffice);
  }

  // The words of a counted noun phrase, without names and what only adds ("more").
  std::string phrase_of(TokenId first, TokenId head) const {
    std::string noun;
    for (TokenId token = first; token <= head; ++token) {
      if (tokens_.is(token, kFiller)) continue;
      if (token != head &&
          (tokens_.is_capital(token) || has_mention(token, MentionKind::kAdjective)))
        continue;
      const bool joint = tokens_.is_joint(token, end_);
      if (joint && noun.empty()) continue;
      const bool glued =
          joint || (!noun.empty() && noun.back() == '-') || tokens_.word(token) == lexicon_.comma;
      if (!noun.empty() && !glued) noun += ' ';
      noun += joint ? "-" : fold_lower(token);
    }
    // A noun or adjective pair cut by a skipped name leaves no joint behind.
    while (!noun.empty() && noun.front() == '-') noun.erase(0, 1);
    return noun;
  }

  // A word that may be followed by "and" and another of its kind: "small and medium
  // enterprises".
  bool is_modifier(TokenId token) const { return !tokens_.is_plural(token); }

  // "killed 20 and injured 45", "20 others were killed": people are counted though no noun says
  // so.
  void read_casualties(Quantity& quantity) {
    const auto casualty = [&](PhraseTrie::Match match) {
      return match.words > 0 && lexicon_.measures[match.value].form == MeasureForm::kCasualty;
    };
    const PhraseTrie::Match before =
        tokens_.match_before(lexicon_.measure_words, begin_, quantity.begin, 3);
    TokenId at = quantity.numeral.end;
    if (is_word(at, lexicon_.others) || is_word(at, lexicon_.more)) ++at;
    const TokenId after_others = at;
    for (int steps = 0; steps < 3 && at < end_ && tokens_.is(at, kAuxiliary); ++steps) ++at;
    const bool after = at < end_ && casualty(tokens_.match(lexicon_.measure_words, at, end_));
    const bool plain_end = after_others >= end_ || !is_nounish(after_others) || after;
    if (!plain_end || quantity.numeral.value.exponent < 0) return;
    if (!after && (!casualty(before) || is_word(quantity.numeral.end, lexicon_.of))) return;
    quantity.reason = nullptr;
    quantity.unit = "people";
    quantity.noun = "people";
    quantity.rule = "casualties";
    quantity.end = quantity.numeral.end;
  }

  // "The number of students exceeds 15,000", "raised the number of flights from 10 to 24".
  void read_number_of(Quantity& quantity) {
    const TokenId floor =
        quantity.begin - begin_ > kClauseReach / 2 ? quantity.begin - kClauseReach / 2 : begin_;
    if (quantity.numeral.year_like || quantity.numeral.value.exponent < 0) return;
    if (quantity.numeral.end < end_ && is_nounish(quantity.numeral.end)) return;
    for (TokenId at = quantity.begin; at-- > floor;) {
      if (tokens_.word(at) != lexicon_.number || !is_word(at + 1, lexicon_.of) ||
          at + 2 >= quantity.begin)
        continue;
      TokenId head = head_noun(at + 2);
      // "the number of dead on its side": people whom a word for casualties counts.
      bool casualties = false;
      if (head == kNoToken || head >= quantity.begin) {
        head = at + 2;
        if (tokens_.is(head, kDeterminer)) ++head;
        const PhraseTrie::Match match = tokens_.match(lexicon_.measure_words, head, end_);
        casualties =
            match.words == 1 && lexicon_.measures[match.value].form == MeasureForm::kCasualty;
        if (!casualties || head >= quantity.begin) return;
      }
      bool linked = false;
      for (TokenId token = head + 1; token < quantity.numeral.begin && !linked; ++token) {
        linked = tokens_.match(lexicon_.trend_words, token, end_).words > 0 ||
                 tokens_.is(token, kReach) ||
                 (token + 1 >= quantity.begin &&
                  (is_word(token, lexicon_.to) || is_word(token, lexicon_.from) ||
                   is_word(token, lexicon_.at) || is_word(token, lexicon_.is_) ||
                   is_word(token, lexicon_.was)));
      }
      if (!linked) return;
      quantity.reason = nullptr;
      quantity.unit = casualties ? "people" : fold_lower(head);
      quantity.noun = casualties ? "people" : phrase_of(at + 2, head);
      quantity.noun_tokens = {casualties ? head : at + 2, head + 1};
      quantity.rule = "number of";
      return;
    }
  }

  // True where nothing follows that an amount could count: a mark, the end, a joining word.
  bool closes_phrase(TokenId token) const {
    return token >= end_ || tokens_.is_mark(token) ||
           tokens_.is(token, kConjunction | kPreposition | kAuxiliary | kVerb | kBoundary) ||
           time_at(token) != nullptr;
  }

  // Counts whose noun stands before: "12,200 of them are Americans", "five of whom", "Chad about
  // 30", "Ottawa's has 11", "that brings the total to 9".
  void read_elliptic(Quantity& quantity) {
    const Numeral& numeral = quantity.numeral;
    if (numeral.year_like || numeral.value.exponent < 0 || numeral.words.empty()) return;
    TokenId at = numeral.end;
    const bool of_them = is_word(at, lexicon_.of) && at + 1 < end_ &&
                         (is_word(at + 1, lexicon_.them) || is_word(at + 1, lexicon_.whom) ||
                          is_word(at + 1, lexicon_.which) || is_word(at + 1, lexicon_.these) ||
                          is_word(at + 1, lexicon_.those));
    if (of_them) at += 2;
    if (take_predicate(quantity, at)) return;
    if (of_them) {
      take_antecedent(quantity, quantity.begin);
      return;
    }
    if (!closes_phrase(at) || is_word(at, lexicon_.of)) return;
    const TokenId before = token_before(quantity.begin);
    if (before == kNoToken || before == begin_) return;
    const bool total =
        (is_word(before, lexicon_.to) || is_word(before, lexicon_.at)) &&
        (is_word(before - 1, lexicon_.total) || is_word(before - 1, lexicon_.number));
    if (total) {
      take_antecedent(quantity, quantity.begin);
      return;
    }
    const bool has = tokens_.is(before, kHolds) && is_clitic(before - 1);
    if (!has && !is_clitic(before) && !ends_name(before)) return;
    for (std::size_t i = quantities_.size(); i-- > 0;) {
      const Quantity& other = quantities_[i];
      if (other.reason != nullptr || other.merged) continue;
      if (other.kind != QuantityKind::kCount) return;
      take_unit_of(quantity, other.unit, other.noun);
      return;
    }
  }

  bool ends_name(TokenId token) const {
    const Mention* mention = name_at(token);
    return mention != nullptr && mention->tokens.end == token + 1 && mention->actor != kNoId &&
           mention->kind != MentionKind::kPerson && !is_reference(mention->kind);
  }

  void take_unit_of(Quantity& quantity, std::string unit, std::string noun) {
    quantity.kind = QuantityKind::kCount;
    quantity.reason = nullptr;
    quantity.unit = std::move(unit);
    quantity.noun = std::move(noun);
    quantity.rule = "ellipsis";
    quantity.end = std::max(quantity.end, quantity.numeral.end);
  }

  // "5,400 are Filipinos"
  bool take_predicate(Quantity& quantity, TokenId at) {
    if (at >= end_ || !tokens_.is(at, kAuxiliary)) return false;
    ++at;
    if (at < end_ && tokens_.is(at, kAdverb)) ++at;
    const TokenId head = head_noun(at);
    if (head == kNoToken || head > at + 2 || !closes_phrase(head + 1)) return false;
    take_unit_of(quantity, fold_lower(head), phrase_of(at, head));
    quantity.rule = "predicate";
    quantity.noun_tokens = {at, head + 1};
    return true;
  }

  // The thing that the words before speak of: what was counted last, or the nearest plural noun, in
  // this sentence or the one before.
  bool take_antecedent(Quantity& quantity, TokenId before) {
    const SentenceId sentence = document_.text_layer.token_sentence[begin_];
    const TokenId floor = sentence > 0 && document_.text_layer.sentence_paragraph[sentence - 1] ==
                                              document_.text_layer.sentence_paragraph[sentence]
                              ? document_.text_layer.sentence_tokens[sentence - 1].begin
                              : begin_;
    TokenId counted = floor;
    std::string unit;
    std::string noun;
    if (!before_.figures.empty() && before_.figures.back().tokens.begin >= floor &&
        before_.figures.back().kind == QuantityKind::kCount) {
      counted = before_.figures.back().tokens.end;
      unit = noun = before_.figures.back().unit;
      if (!before_.figures.back().measure.empty()) noun = before_.figures.back().measure;
    }
    for (const Quantity& other : quantities_) {
      if (other.reason != nullptr || other.merged || other.kind != QuantityKind::kCount) continue;
      counted = other.end;
      unit = other.unit;
      noun = other.noun;
    }
    for (TokenId token = before; token-- > std::max(floor, unit.empty() ? floor : counted);) {
      if (!tokens_.is_plural(token) || !tokens_.is_lower(token) || time_at(token) != nullptr ||
          tokens_.is(token, kStop) || is_word(token, lexicon_.ones) || is_verb(token) ||
          !unit.empty()) {
        continue;
      }
      take_unit_of(quantity, fold_lower(token), fold_lower(token));
      return true;
    }
    if (unit.empty()) return false;
    take_unit_of(quantity, unit, noun);
    return true;
  }

  // "About 1,000 of its 4,000 soldiers", "$3bn of the $5bn", "40 percent of the 900 seats": the
  // first is a part of the second, and a number without a noun counts the same things.
  void join_parts() {
    constexpr TokenId kBetween = 5;
    for (std::size_t i = 0; i + 1 < quantities_.size(); ++i) {
      Quantity& part = quantities_[i];
      const Quantity& whole = quantities_[i + 1];
      if (part.merged || whole.merged || whole.reason != nullptr) continue;
      const TokenId of = std::max(part.end, part.numeral.end);
      if (!is_word(of, lexicon_.of) || whole.begin <= of || whole.begin - of > kBetween) continue;
      bool plain = true;
      for (TokenId token = of + 1; token < whole.begin; ++token) {
        plain = plain && !tokens_.is(token, kPreposition | kVerb | kConjunction | kAuxiliary) &&
                (!tokens_.is_mark(token) || is_clitic(token));
      }
      if (!plain || tokens_.shape(of - 1) == Shape::kPunct) continue;
      if (is_refused(part, "no counted thing")) {
        if (whole.kind != QuantityKind::kCount || part.numeral.year_like) continue;
        take_unit_of(part, whole.unit, whole.noun);
        part.rule = "part";
      } else if (part.reason != nullptr ||
                 (part.unit != whole.unit && part.kind != QuantityKind::kPercent)) {
        continue;
      }
      part.whole = i + 1;
    }
  }

  void inherit(Quantity& to, const Quantity& from) {
    to.kind = from.kind;
    to.unit = from.unit;
    to.noun = from.noun;
    to.noun_tokens = from.noun_tokens;
    to.rule = from.rule;
    to.amount_end = std::max(to.amount_end, to.numeral.end);
    to.reason = nullptr;
    to.end = std::max(to.end, to.numeral.end);
  }

  void scale_by(Quantity& quantity, int power) {
    quantity.value = quantity.value.scaled(power);
    if (quantity.low) quantity.low = quantity.low->scaled(power);
    if (quantity.high) quantity.high = quantity.high->scaled(power);
  }

  static bool less(const Decimal& a, const Decimal& b) { return a.to_double() < b.to_double(); }

  // True where a verb of change or of raising stands before the pair: "rose from 3 to 5".
  bool has_change_before(TokenId token) const {
    const TokenId first = token - begin_ > 12 ? token - 12 : begin_;
    for (TokenId at = first; at < token; ++at) {
      const PhraseTrie::Match match = tokens_.match(lexicon_.trend_words, at, token);
      if (match.words > 0 && lexicon_.trends[match.value].trend != Trend::kUnsaid) return true;
      if (tokens_.is(at, kReach)) return true;
    }
    return false;
  }

  void join_pairs() {
    for (std::size_t i = 0; i + 1 < quantities_.size(); ++i) {
      Quantity& left = quantities_[i];
      Quantity& right = quantities_[i + 1];
      if (left.merged) continue;
      const TokenId gap = left.is_range ? left.end : std::max(left.end, left.numeral.end);
      if (right.begin != gap + 1) {
        refuse_fraction(left, right);
        continue;
      }
      const TokenId link = gap;
      const bool hyphen = tokens_.word(link) == lexicon_.hyphen;
      const bool to = is_word(link, lexicon_.to);
      const bool or_word =
          is_word(link, lexicon_.or_) && right.value.to_double() <= left.value.to_double() * 2;
      const TokenId before = left.begin > begin_ ? left.begin - 1 : kNoToken;
      const bool between =
          is_word(link, lexicon_.and_) && before != kNoToken && is_word(before, lexicon_.between);
      const bool from = before != kNoToken && is_word(before, lexicon_.from);
      if (is_word(link, lexicon_.from) && is_bare(right) && right.reason != nullptr &&
          left.reason == nullptr && left.kind != QuantityKind::kCount) {
        // "to 5.25 percent from 5"
        inherit(right, left);
        if (right.numeral.scale == 0) scale_by(right, left.numeral.scale);
        right.earlier_value = true;
        continue;
      }
      if (refuse_fraction(left, right)) continue;
      if (!hyphen && !to && !or_word && !between) continue;
      if (hyphen && right.reason != nullptr && is_bare(left) && is_bare(right)) {
        if (!is_refused(left, "name"))
          left.reason = right.reason = left.numeral.year_like ? "time" : "vote";
        right.reason = left.reason;
        continue;
      }
      if (right.reason != nullptr || right.is_range) continue;
      const bool shared = is_bare(left);
      if (!shared &&
          !(left.reason == nullptr && left.kind == right.kind && left.unit == right.unit)) {
        // "3 to 5 billion dollars" with a sign on the first only is settled below; other units
        // make no pair.
        continue;
      }
      if (is_refused(left, "name") && !left.numeral.in_words && !hyphen) continue;
      const int missing = shared || left.kind == QuantityKind::kMoney
                              ? right.numeral.scale - left.numeral.scale
                              : 0;
      const bool scales = left.numeral.scale == 0 && missing > 0;
      if (to && from && has_change_before(left.begin)) {
        if (shared) inherit(left, right);
        if (scales) scale_by(left, missing);
        left.earlier_value = true;
        continue;
      }
      Decimal low = left.value;
      if (scales && less(low, right.value)) low = low.scaled(missing);
      if (!less(low, right.value)) {
        if (scales && less(left.value, right.value)) {
          low = left.value;
        } else {
          if (shared && hyphen) left.reason = "vote";
          continue;
        }
      }
      if (or_word && !(shared && left.numeral.scale == 0)) continue;
      right.is_range = true;
      right.low = low;
      right.high = right.value;
      right.approximate = right.approximate || left.approximate;
      right.begin = between || from ? left.begin - 1 : left.begin;
      right.numeral.begin = left.numeral.begin;
      left.merged = true;
    }
    // A sign on the first number only: "$3-5 billion".
    for (std::size_t i = 0; i + 1 < quantities_.size(); ++i)
      join_signed(quantities_[i], quantities_[i + 1]);
  }

  // "$3-5 billion", "$3 to 5 billion": the second number has no unit of its own.
  void join_signed(Quantity& left, Quantity& right) {
    if (left.merged || left.is_range || left.reason != nullptr || left.kind != QuantityKind::kMoney)
      return;
    if (left.numeral.money < 0 || right.merged || right.is_range || !is_bare(right) ||
        right.reason == nullptr)
      return;
    if (right.begin != left.end + 1) return;
    const bool hyphen = tokens_.word(left.end) == lexicon_.hyphen;
    if (!hyphen && !is_word(left.end, lexicon_.to)) return;
    const int missing = right.numeral.scale - left.numeral.scale;
    const bool scales = left.numeral.scale == 0 && missing > 0;
    const Decimal low = scales ? left.value.scaled(missing) : left.value;
    if (!less(low, right.value)) return;
    const TokenId before = left.begin > begin_ ? left.begin - 1 : kNoToken;
    const bool from = before != kNoToken && is_word(before, lexicon_.from);
    inherit(right, left);
    right.end = right.numeral.end;
    if (from && has_change_before(left.begin)) {
      if (scales) scale_by(left, missing);
      left.earlier_value = true;
      return;
    }
    right.is_range = true;
    right.low = low;
    right.high = right.value;
    right.approximate = right.approximate || left.approximate;
    right.begin = from ? left.begin - 1 : left.begin;
    right.numeral.begin = left.numeral.begin;
    left.merged = true;
  }

  // "one in five", "three out of ten".
  bool refuse_fraction(Quantity& left, Quantity& right) {
    if (!left.unit.empty() || !right.numeral.in_words || !left.numeral.in_words) return false;
    const TokenId at = left.numeral.end;
    const bool in = is_word(at, lexicon_.in) && right.begin == at + 1;
    const bool out_of = at + 1 < end_ && is_word(at + 1, lexicon_.of) && right.begin == at + 2 &&
                        tokens_.is(at, kPreposition);
    if (!in && !out_of) return false;
    left.reason = right.reason = "fraction";
    return true;
  }

  // "compared with $3bn", "up from $3bn": what it was before.
  void mark_earlier_values() {
    for (Quantity& quantity : quantities_) {
      if (quantity.merged || quantity.reason != nullptr) continue;
      const TokenId before = token_before(quantity.begin);
      if (before == kNoToken) continue;
      const bool compared = (is_word(before, lexicon_.with) || is_word(before, lexicon_.to)) &&
                            before > begin_ && is_word(before - 1, lexicon_.compared);
      if (compared || is_word(before, lexicon_.versus) || is_word(before, lexicon_.against) ||
          is_word(before, lexicon_.than)) {
        quantity.earlier_value = true;
      }
    }
  }

  // "500 million rupees ($6 million)", "12 miles (19 km)": the amount in brackets says the same
  // again.
  void refuse_restatements() {
    for (std::size_t i = 0; i + 1 < quantities_.size(); ++i) {
      const Quantity& left = quantities_[i];
      Quantity& right = quantities_[i + 1];
      if (left.reason != nullptr && !is_refused(left, "currency unclear")) continue;
      if (left.merged || right.reason != nullptr || left.kind != right.kind) continue;
      if (left.kind != QuantityKind::kMoney && left.kind != QuantityKind::kPhysical) continue;
      const TokenId open = std::max(left.end, left.numeral.end);
      if (!is_word(open, lexicon_.open) || right.begin > open + 3 || right.begin <= open) continue;
      if (!is_word(right.end, lexicon_.close)) continue;
      // An amount whose own currency is unclear leaves the clear one as the figure.
      if (left.reason != nullptr) continue;
      if (right.unit == left.unit) continue;
      right.reason = "restatement";
    }
  }

  const FigureLayer& before_;
  std::vector<Quantity> quantities_;
};

}  // namespace

bool is_bare(const Quantity& quantity) {
  return quantity.unit.empty() &&
         (quantity.reason == nullptr || is_refused(quantity, "no counted thing") ||
          is_refused(quantity, "name"));
}

std::vector<Quantity> read_quantities(const Document& document, const Lexicon& lexicon,
                                      const Tree& tree, const FigureLayer& before) {
  return QuantityReader(document, lexicon, tree, before).read();
}

}  // namespace chancery::figures
