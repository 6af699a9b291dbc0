#include "figures/measures.hpp"

#include <algorithm>
#include <utility>

namespace chancery::figures {
namespace {

class MeasureReader : private Sentence {
 public:
  MeasureReader(const Document& document, const Lexicon& lexicon, const Tree& tree,
                const Clauses& clauses, const std::vector<Quantity>& quantities)
      : Sentence(document, lexicon, tree),
        clauses_(clauses),
        quantities_(quantities),
        measures_(clauses.measures()) {}

  std::optional<Measured> measure_of(std::size_t number) const {
    const Quantity& quantity = quantities_[number];
    if (quantity.kind == QuantityKind::kCount) {
      if (auto result = measure_of_casualties(quantity)) return result;
      if (auto result = measure_of_collection(quantity)) return result;
      if (auto result = measure_of_verb(quantity)) return result;
      bool closed = false;
      if (auto result = measure_after(quantity, closed)) return result;
      if (quantity.noun.empty()) return std::nullopt;
      return Measured{quantity.noun, quantity.noun_tokens, false};
    }
    auto result = measure_of_amount(number);
    if (result || quantity.kind != QuantityKind::kPhysical) return result;
    return measure_of_extent(quantity);
  }

 private:
  std::optional<Measured> measure_of_amount(std::size_t number) const {
    const Quantity& quantity = quantities_[number];
    bool closed = false;
    if (auto result = measure_after(quantity, closed)) return result;
    if (closed) return std::nullopt;
    if (quantity.kind == QuantityKind::kMoney) {
      if (auto result = measure_of_worth(quantity)) return result;
    }
    if (quantity.kind == QuantityKind::kPercent) {
      std::size_t position = 0;
      const auto before = measure_before(quantity, position);
      const bool of_percent = before && lexicon_.measures[measures_[position].id].kinds ==
                                            1u << static_cast<unsigned>(QuantityKind::kPercent);
      const bool tariff = before && before->measure == "tariff";
      if (!of_percent && !tariff) {
        if (auto result = measure_of_share(quantity)) return result;
      }
    }
    if (auto result = measure_of_complement(quantity)) return result;
    if (auto result = measure_of_subject(quantity)) return result;
    std::size_t position = 0;
    auto result = measure_before(quantity, position);
    if (result && is_respective(quantity)) return respective_measure(number, position);
    if (result) return result;
    if (quantity.kind == QuantityKind::kMoney && is_price(quantity)) {
      return Measured{"price", {quantity.numeral.begin, quantity.end}, false};
    }
    if (quantity.kind == QuantityKind::kPercent) {
      if (auto share = measure_of_share(quantity)) return share;
    }
    if (auto verb = measure_of_verb(quantity)) return verb;
    return measure_of_stuff(quantity);
  }

  // "50,000 tonnes of grain"
  std::optional<Measured> measure_of_stuff(const Quantity& quantity) const {
    TokenId of = quantity.numeral.end;
    while (of < quantity.end && tokens_.word(of) != lexicon_.of) ++of;
    if (quantity.kind != QuantityKind::kPhysical || !is_word(of, lexicon_.of)) return std::nullopt;
    if (is_length(quantity)) return std::nullopt;
    TokenId at = of + 1;
    std::string noun;
    const TokenId first = at;
    for (std::uint32_t steps = 0;
         steps < kModifiers && at < end_ && is_nounish(at) && !is_clitic(at); ++steps, ++at) {
      if (!tokens_.is_lower(at)) continue;
      if (!noun.empty()) noun += ' ';
      noun += fold_lower(at);
    }
    if (noun.empty()) return std::nullopt;
    return Measured{noun, {first, at}, false};
  }

  static bool is_length(const Quantity& quantity) {
    for (const char* unit : {"km", "miles", "metres", "feet", "nautical miles"}) {
      if (quantity.unit == unit) return true;
    }
    return false;
  }
  static bool is_area(const Quantity& quantity) {
    return quantity.unit.rfind("square ", 0) == 0 || quantity.unit == "hectares" ||
           quantity.unit == "acres";
  }

  // "970 km long", "80 km north of the capital", "150 square kilometres", "800 km of new track".
  std::optional<Measured> measure_of_extent(const Quantity& quantity) const {
    if (is_area(quantity)) return Measured{"area", {}, false};
    if (!is_length(quantity)) return std::nullopt;
    const auto extent = [&](TokenId token) -> std::optional<Measured> {
      if (token >= end_) return std::nullopt;
      const auto found = lexicon_.extents.find(fold_lower(token));
      if (found == lexicon_.extents.end()) return std::nullopt;
      return Measured{found->second, {token, token + 1}, false};
    };
    TokenId at = past_brackets(quantity.end);
    if (auto result = extent(at)) return result;
    if (at + 1 < end_ && !tokens_.is_mark(at)) {  // "3 km too far south", "50 miles further north"
      if (auto result = extent(at + 1)) return result;
    }
    const TokenId before = token_before(quantity.begin);
    if (before != kNoToken) {
      if (auto result = extent(before)) return result;
    }
    if (is_word(at, lexicon_.of)) return Measured{"length", {}, false};
    const bool joint = tokens_.is_joint(quantity.numeral.end, end_);
    if (joint && at < end_ && is_nounish(at)) return Measured{"length", {}, false};
    return std::nullopt;
  }

  // Past "(about $50 million)".
  TokenId past_brackets(TokenId at) const {
    if (!is_word(at, lexicon_.open)) return at;
    const TokenId limit = std::min(end_, at + kPhraseReach);
    for (TokenId token = at; token < limit; ++token) {
      if (tokens_.word(token) == lexicon_.close) return token + 1;
    }
    return at;
  }

  // "40 percent of the exports", "80 percent of its imports", "60 percent of that".
  std::optional<Measured> measure_of_share(const Quantity& quantity) const {
    if (!is_word(quantity.end, lexicon_.of)) return std::nullopt;
    TokenId object = quantity.end + 1;
    if (object < end_ && tokens_.is(object, kDeterminer)) ++object;
    const TokenId first = object;
    TokenId head = kNoToken;
    for (std::uint32_t steps = 0; steps < kModifiers + 2 && object < end_; ++steps, ++object) {
      const Hit* hit = clauses_.measure_at(object);
      if (hit != nullptr && hit->head && lexicon_.measures[hit->id].form == MeasureForm::kNoun) {
        Measured share = measured(*hit);
        if (share.measure == "GDP") return std::nullopt;  // what it is compared with
        share.measure = "share of " + (lexicon_.measures[hit->id].of_two.empty()
                                           ? share.measure
                                           : lexicon_.measures[hit->id].measure);
        share.growth.clear();
        return share;
      }
      if (is_clitic(object)) continue;
      if (!is_nounish(object) || tokens_.is(object, kVerb | kAuxiliary)) break;
      if (time_at(object) != nullptr) break;
      if (!tree_.empty() && tree_.upos(object) == Upos::kVerb) break;
      if (tokens_.is_lower(object)) head = object;
    }
    if (head == kNoToken || head < first || tokens_.is(head, kAdjective))
      return Measured{"share", {}, false};
    return Measured{"share of " + fold_lower(head), {head, head + 1}, false};
  }

  // "About $5bn will come as soft loans", "the other $600m are grants", "$360m (2.6 billion yuan)
  // in financial support", "$80m in various kinds of assistance".
  std::optional<Measured> measure_of_complement(const Quantity& quantity) const {
    if (quantity.kind != QuantityKind::kMoney) return std::nullopt;
    TokenId at = past_brackets(quantity.end);
    if (is_word(at, lexicon_.in) || is_word(at, lexicon_.as) || is_word(at, lexicon_.of)) {
      ++at;
      // "in various kinds of"
      for (TokenId token = at; token < std::min(end_, at + 4); ++token) {
        if (tokens_.word(token) == lexicon_.of) at = token + 1;
      }
      if (at < end_ && tokens_.is(at, kDeterminer)) ++at;
      bool ignored = false;
      if (const Hit* hit = measure_after(at, quantity.kind, ignored)) return measured(*hit);
      return std::nullopt;
    }
    if (tree_.empty()) return std::nullopt;
    const TokenId top = tree_.top({quantity.begin, quantity.end});
    const TokenId above = tree_.head(top);
    // "... will come as soft loans"
    const TokenId limit = std::min(end_, quantity.end + kPhraseReach);
    for (TokenId token = quantity.end; token < limit; ++token) {
      if (clauses_.clause_of(token) != clauses_.clause_of(quantity.end)) break;
      if (tokens_.word(token) != lexicon_.as || tokens_.shape(token - 1) == Shape::kNumber)
        continue;
      bool ignored = false;
      if (const Hit* hit = measure_after(token + 1, quantity.kind, ignored)) return measured(*hit);
    }
    if (above == kNoToken || !is_subject(tree_.relation(top))) return std::nullopt;
    if (const auto result = measured_at(above, quantity.kind)) return result;
    for (const TokenId child : tree_.children(above)) {
      const TokenId marker = tree_.marker_of(child);
      if (marker == kNoToken || tokens_.word(marker) != lexicon_.as) continue;
      if (const auto result = measured_at(child, quantity.kind)) return result;
    }
    return std::nullopt;
  }

  // "Total support for Kyiv, civil aid included, would come to $12bn": the subject of the verb of
  // level or change that the amount hangs on.
  std::optional<Measured> measure_of_subject(const Quantity& quantity) const {
    if (tree_.empty()) return std::nullopt;
    const TokenId top = tree_.top({quantity.begin, quantity.end});
    const TokenId verb = tree_.head(top);
    if (verb == kNoToken || verb >= quantity.begin || tree_.upos(verb) != Upos::kVerb)
      return std::nullopt;
    const Relation relation = tree_.relation(top);
    if (relation != Relation::kObl && relation != Relation::kObj && relation != Relation::kXcomp)
      return std::nullopt;
    const Hit* level = clauses_.trend_at(verb);
    if (level == nullptr && tree_.lemma(verb) != "come") return std::nullopt;
    bool passive = false;
    const TokenId subject = tree_.subject_of(verb, passive);
    return subject == kNoToken ? std::nullopt : measured_at(subject, quantity.kind);
  }

  static bool is_subject(Relation relation) {
    return relation == Relation::kNsubj || relation == Relation::kNsubjPass ||
           relation == Relation::kNsubjOuter;
  }

  // The measure whose last word is `token`.
  std::optional<Measured> measured_at(TokenId token, QuantityKind kind) const {
    const std::size_t index = clauses_.hits_before(measures_, token + 1);
    if (index == 0) return std::nullopt;
    const Hit& hit = measures_[index - 1];
    if (hit.end != token + 1 || !clauses_.fits(hit, kind) ||
        lexicon_.measures[hit.id].form != MeasureForm::kNoun)
      return std::nullopt;
    return measured(hit);
  }

  // "fleets paid the country $9 million", "$200m will be spent on drones", "the fighting has cost
  // five soldiers": by the verb that the amount hangs on.
  std::optional<Measured> measure_of_verb(const Quantity& quantity) const {
    if (tree_.empty()) return std::nullopt;
    TokenId token = tree_.top({quantity.begin, quantity.end});
    Relation relation = tree_.relation(token);
    TokenId above = tree_.head(token);
    for (int steps = 0; steps < 4 && above != kNoToken; ++steps) {
      const bool chain = relation == Relation::kConj || relation == Relation::kNummod ||
                         relation == Relation::kCompound || relation == Relation::kFlat ||
                         relation == Relation::kOrphan;
      if (!chain) break;
      relation = tree_.relation(above);
      token = above;
      above = tree_.head(above);
    }
    if (above == kNoToken || !tree_.is_predicate(above)) return std::nullopt;
    const bool object = relation == Relation::kObj || relation == Relation::kNsubjPass ||
                        relation == Relation::kOblUnmarked || relation == Relation::kIobj ||
                        relation == Relation::kXcomp ||
                        ((relation == Relation::kObl || relation == Relation::kNmod) &&
                         has_no_marker(token, quantity));
    if (!object) return std::nullopt;
    const auto found = lexicon_.measures_by_lemma.find(std::string(tree_.lemma(above)));
    if (found == lexicon_.measures_by_lemma.end()) return std::nullopt;
    for (const std::uint32_t id : found->second) {
      const MeasurePhrase& phrase = lexicon_.measures[id];
      if (!phrase.fits(quantity.kind)) continue;
      if (quantity.kind == QuantityKind::kCount && !counts_people(quantity)) continue;
      Measured result{phrase.measure, {above, above + 1}, phrase.directed};
      if (result.measure == "spending") {
        for (const TokenId child : tree_.children(above)) {
          const TokenId marker = tree_.marker_of(child);
          if (marker != kNoToken && tokens_.word(marker) == lexicon_.on &&
              tokens_.is_lower(child) && tree_.upos(child) == Upos::kNoun) {
            result.measure += " on " + fold_lower(child);
            break;
          }
        }
      }
      return result;
    }
    return std::nullopt;
  }

  // True where no preposition stands before the phrase but one of its bounds: "at least", "about".
  bool has_no_marker(TokenId top, const Quantity& quantity) const {
    const TokenId marker = tree_.marker_of(top);
    return marker == kNoToken || (marker >= quantity.begin && marker < quantity.numeral.end);
  }

  bool counts_people(const Quantity& quantity) const {
    for (const char* unit : {"people", "soldiers", "troops", "officers", "policemen", "civilians",
                             "men", "women", "children", "fighters", "personnel", "sailors"}) {
      if (quantity.unit == unit) return true;
    }
    return false;
  }

  Measured measured(const Hit& hit) const {
    const MeasurePhrase& phrase = lexicon_.measures[hit.id];
    Measured result{phrase.measure, {hit.begin, hit.end}, phrase.directed, phrase.growth};
    if (!phrase.of_two.empty() && is_of_two(hit)) result.measure = phrase.of_two;
    return result;
  }

  // "trade between A and B", "A-B trade", or a report on two states; not "trade between China and
  // the Arab countries".
  bool is_of_two(const Hit& hit) const {
    const bool between = is_word(hit.end, lexicon_.between);
    if (between && !tree_.empty()) return pair_after(hit.end + 1);
    if (document_.actors.states.size() == 2) return true;
    if (between || is_word(hit.end, lexicon_.with)) return true;
    const TokenId first = hit.begin - begin_ > kModifiers ? hit.begin - kModifiers : begin_;
    for (TokenId token = first + 1; token + 1 < hit.begin; ++token) {
      if (tokens_.is_joint(token, end_) && tokens_.is_capital(token - 1) &&
          tokens_.is_capital(token + 1))
        return true;
    }
    return false;
  }

  // Two parties, or one wording for two, from `token` on.
  bool pair_after(TokenId token) const {
    const auto& mentions = document_.actors.mentions;
    auto mention = std::partition_point(mentions.begin(), mentions.end(), [&](const Mention& one) {
      return one.tokens.begin < token;
    });
    int parties = 0;
    for (int steps = 0; steps < 6 && mention != mentions.end(); ++steps, ++mention) {
      if (mention->tokens.begin >= std::min(end_, token + kPhraseReach)) break;
      if (mention->actor == kNoId) continue;
      const Actor& actor = document_.actors.actors[mention->actor];
      if (actor.members.size() == 2) return true;
      if (!mention->nested && actor.members.empty() &&
          (actor.type == ActorType::kState || actor.type == ActorType::kOrganisation))
        ++parties;
    }
    if (parties >= 2) return true;
    for (TokenId at = token; at < std::min(end_, token + 4); ++at) {
      if (tokens_.word(at) == lexicon_.two || tokens_.word(at) == lexicon_.both) return true;
    }
    return false;
  }

  // "A 10 percent tariff applies": behind its number a singular measure before a word in -s is the
  // subject of a verb.
  bool closes_before_verb(const Hit& hit) const {
    return hit.end < end_ && tokens_.is_lower(hit.begin) && !tokens_.is_plural(hit.end - 1) &&
           tokens_.is_lower(hit.end) && !is_clitic(hit.end) &&
           tokens_.text(hit.end).back() == 's' && clauses_.measure_at(hit.end) == nullptr;
  }

  // A measure that begins within a few modifiers of `token`: "in new military aid", "$1.2bn loan".
  const Hit* measure_after(TokenId token, QuantityKind kind, bool& noun_first) const {
    noun_first = false;
    for (std::uint32_t steps = 0; steps <= kModifiers && token < end_; ++steps, ++token) {
      const Hit* hit = clauses_.measure_at(token);
      if (hit != nullptr && lexicon_.measures[hit->id].fits(kind) &&
          lexicon_.measures[hit->id].form == MeasureForm::kNoun &&
          (hit->head || closes_before_verb(*hit))) {
        return hit;
      }
      if (tokens_.is_joint(token, end_)) continue;
      if (tokens_.is(token, kFiller)) continue;
      if (!is_nounish(token) || is_clitic(token) || time_at(token) != nullptr ||
          clauses_.trend_at(token) != nullptr)
        return nullptr;
      const PhraseTrie::Match unit = tokens_.match(lexicon_.unit_words, token, end_);
      if (unit.words > 0 && lexicon_.units[unit.value].kind == UnitKind::kReason)
        return nullptr;  // "12% year on year"
      const std::string_view text = tokens_.text(token);
      const bool adverb = text.size() > 4 && (text.substr(text.size() - 2) == "ly" ||
                                              text.substr(text.size() - 2) == "ed");
      if (tokens_.is_lower(token) && !adverb && text.size() > 3 &&
          text.substr(text.size() - 3) == "ing")
        return nullptr;
      if (tokens_.is_lower(token) && !adverb) noun_first = true;
    }
    return nullptr;
  }

  // What the words after the amount say; `closed` where they say that nothing before it is meant.
  std::optional<Measured> measure_after(const Quantity& quantity, bool& closed) const {
    closed = false;
    if (quantity.end >= end_) return std::nullopt;
    TokenId at = quantity.end;
    if (quantity.kind == QuantityKind::kCount) {
      if (!is_word(at, lexicon_.of)) return std::nullopt;
      const Hit* hit = clauses_.measure_at(at + 1);
      bool ignored = false;
      if (hit == nullptr) hit = measure_after(at + 1, quantity.kind, ignored);
      return hit != nullptr ? std::optional(measured(*hit)) : std::nullopt;
    }
    if (tokens_.is_joint(at, end_)) ++at;
    // "a 12 percent increase in exports"
    const Hit* trend = clauses_.trend_at(at);
    if (trend != nullptr && lexicon_.trends[trend->id].form == TrendForm::kNoun &&
        trend->end < end_ &&
        (is_word(trend->end, lexicon_.in) || is_word(trend->end, lexicon_.of))) {
      TokenId object = trend->end + 1;
      if (object < end_ && tokens_.is(object, kDeterminer)) ++object;
      bool ignored = false;
      if (const Hit* hit = measure_after(object, quantity.kind, ignored)) return measured(*hit);
      closed = true;
      return std::nullopt;
    }
    bool noun_first = false;
    if (const Hit* hit = measure_after(at, quantity.kind, noun_first)) return measured(*hit);
    if (noun_first && quantity.kind != QuantityKind::kPhysical) {
      closed = true;
      return std::nullopt;
    }
    TokenId link = quantity.end;
    if (link < end_)
      link += tokens_.match(lexicon_.rate_words, link, end_).words;  // "$3bn a year in aid"
    if (is_word(link, lexicon_.worth)) ++link;
    const bool of = is_word(link, lexicon_.of);
    if ((of && quantity.kind != QuantityKind::kPercent) ||
        (is_word(link, lexicon_.in) && quantity.kind == QuantityKind::kMoney)) {
      TokenId object = link + 1;
      if (object < end_ && tokens_.is(object, kDeterminer)) ++object;
      bool ignored = false;
      if (const Hit* hit = measure_after(object, quantity.kind, ignored)) return measured(*hit);
    }
    return std::nullopt;
  }

  // "tariffs on Chinese imports": the head is the tariff.
  std::size_t head_of(std::size_t index, QuantityKind kind) const {
    for (int steps = 0; steps < 3 && index > 0; ++steps) {
      const Hit& hit = measures_[index];
      const Hit& earlier = measures_[index - 1];
      if (!clauses_.fits(earlier, kind) || lexicon_.measures[earlier.id].form != MeasureForm::kNoun)
        break;
      if (hit.begin < earlier.end + 1 || hit.begin - earlier.end > kModifiers + 1) break;
      if (!tokens_.is(earlier.end, kPreposition) ||
          clauses_.clause_of(earlier.begin) != clauses_.clause_of(hit.begin))
        break;
      bool joined = true;
      for (TokenId token = earlier.end + 1; token < hit.begin; ++token) {
        joined = joined && (is_nounish(token) || tokens_.is(token, kDeterminer) ||
                            tokens_.is_joint(token, end_));
      }
      if (!joined) break;
      --index;
    }
    return index;
  }

  // True where the words between a measure and the amount tie them: a verb of level or change,
  // "of", "at", nothing.
  bool is_linked(const Hit& hit, const Quantity& quantity, TokenId before) const {
    if (before == kNoToken || hit.end > before) return true;
    if (lexicon_.measures[hit.id].form == MeasureForm::kVerb) return before - hit.end < 4;
    if (clauses_.any_trend_in(hit.end, quantity.begin)) return true;
    // "exceeded" is a bound and the verb in one.
    const Hit* bound = clauses_.trend_at(quantity.begin);
    if (bound != nullptr && bound->end <= quantity.numeral.begin &&
        lexicon_.trends[bound->id].form == TrendForm::kVerb) {
      return true;
    }
    if (tokens_.is(before, kAuxiliary)) return true;
    const bool preposition = is_word(before, lexicon_.of) || is_word(before, lexicon_.at) ||
                             is_word(before, lexicon_.to) || is_word(before, lexicon_.by) ||
                             is_word(before, lexicon_.from) || is_word(before, lexicon_.is_) ||
                             is_word(before, lexicon_.was) || is_word(before, lexicon_.were) ||
                             is_word(before, lexicon_.colon) || is_word(before, lexicon_.in) ||
                             is_word(before, lexicon_.open);
    return preposition;
  }

  std::optional<Measured> measure_before(const Quantity& quantity, std::size_t& position) const {
    const TokenId before = token_before(quantity.begin);
    if (before == kNoToken) return std::nullopt;
    TokenId clause = clauses_.clause_of(quantity.begin);
    TokenId limit = quantity.begin;
    bool hop = false;
    for (int hops = 0; hops < 3; ++hops) {
      std::size_t index = clauses_.hits_before(measures_, limit);
      for (int steps = 0; steps < 6 && index > 0; ++steps) {
        --index;
        const Hit& hit = measures_[index];
        if (hit.begin < clause || quantity.begin - hit.end > kClauseReach) break;
        if (!clauses_.fits(hit, quantity.kind) ||
            lexicon_.measures[hit.id].form == MeasureForm::kCasualty)
          continue;
        if (clauses_.is_whole(hit)) continue;
        const std::size_t head = head_of(index, quantity.kind);
        if (!hop && !is_linked(measures_[head], quantity, before)) return std::nullopt;
        position = head;
        return measured(measures_[head]);
      }
      if (clause == begin_) return std::nullopt;
      if (!hop && !opens_clause(clause, quantity)) return std::nullopt;
      hop = true;
      limit = clause;
      const TokenId previous = clause - 1;
      clause = clauses_.clause_of(previous);
    }
    return std::nullopt;
  }

  // True where the part of the sentence that holds the amount leans on the part before it.
  bool opens_clause(TokenId clause, const Quantity& quantity) const {
    if (clause >= end_) return false;
    if (tokens_.is(clause, kOpener) || clauses_.trend_at(clause) != nullptr) return true;
    const TokenId mark = clause - 1;
    if (quantity.begin == clause &&
        (is_word(mark, lexicon_.colon) || is_word(mark, lexicon_.open))) {
      const std::size_t index = clauses_.hits_before(measures_, mark);
      return index > 0 && measures_[index - 1].end == mark;
    }
    // ", an increase of", ", a 12 percent rise"
    const TokenId next = clause + 1;
    if (!tokens_.is(clause, kDeterminer))
      return quantity.kind == QuantityKind::kPercent && quantity.begin == clause &&
             clauses_.comparative_after(quantity);
    return next < end_ && (clauses_.trend_at(next) != nullptr ||
                           (next == quantity.begin && clauses_.trend_noun_after(quantity)));
  }

  // The measure of what is said to be worth the amount: "the portfolio includes 224 projects worth
  // $66bn".
  std::optional<Measured> measure_of_worth(const Quantity& quantity) const {
    TokenId before = token_before(quantity.begin);
    if (before == kNoToken) return std::nullopt;
    if (is_word(before, lexicon_.at) && before > begin_ && is_word(before - 1, lexicon_.valued))
      --before;
    if (!is_word(before, lexicon_.worth) && !is_word(before, lexicon_.valued)) return std::nullopt;
    if (before == begin_) return std::nullopt;
    std::size_t index = clauses_.hits_before(measures_, before);
    if (index > 0) {
      const Hit& near = measures_[index - 1];
      if (near.end == before && clauses_.fits(near, QuantityKind::kMoney) &&
          near.begin >= clauses_.clause_of(before))
        return measured(near);
    }
    for (int steps = 0; steps < 4 && index > 0; ++steps) {
      --index;
      const Hit& hit = measures_[index];
      if (hit.begin < clauses_.clause_of(before) || before - hit.end > kClauseReach) break;
      if (!clauses_.fits(hit, QuantityKind::kMoney)) continue;
      TokenId verb = hit.end;
      for (int adverbs = 0;
           adverbs < 2 && verb < before && tokens_.is(verb, kAdverb) && !tokens_.is(verb, kHolds);
           ++adverbs)
        ++verb;
      if (verb < before && tokens_.is(verb, kHolds)) return measured(hit);
    }
    const TokenId thing = before - 1;
    if (!is_nounish(thing) || !tokens_.is_lower(thing) || tokens_.is(thing, kAdjective))
      return std::nullopt;
    return Measured{fold_lower(thing), {thing, thing + 1}, false};
  }

  // "The investment portfolio includes 224 projects": investment projects.
  std::optional<Measured> measure_of_collection(const Quantity& quantity) const {
    TokenId at = token_before(quantity.begin);
    if (at == kNoToken || !tokens_.is(at, kHolds) || at == begin_) return std::nullopt;
    const TokenId verb = at;
    --at;
    for (int steps = 0; steps < 2 && at > begin_ && tokens_.is(at, kAdverb); ++steps) --at;
    if (!tokens_.is(at, kCollection)) return std::nullopt;
    const TokenId head = at;
    TokenId first = head;
    while (first > begin_ && head - first < kModifiers && tokens_.is_lower(first - 1) &&
           is_nounish(first - 1))
      --first;
    while (first < head && is_adjective(first)) ++first;
    if (first == head || quantity.begin <= verb) return std::nullopt;
    return Measured{fold_lower(first) + " " + quantity.unit, {first, quantity.end}, false};
  }

  // "20 people were killed", "killed 20 people", "the deaths of 20 people".
  std::optional<Measured> measure_of_casualties(const Quantity& quantity) const {
    const auto is_casualty = [&](const Hit& hit) {
      return lexicon_.measures[hit.id].form == MeasureForm::kCasualty;
    };
    if (!quantity.noun_tokens.empty()) {  // "the number of dead"
      const Hit* hit = clauses_.measure_at(quantity.noun_tokens.begin);
      if (hit != nullptr && is_casualty(*hit) && hit->end == quantity.noun_tokens.end)
        return measured(*hit);
    }
    TokenId at = quantity.end;
    if (is_word(at, lexicon_.others) || is_word(at, lexicon_.more)) ++at;
    // "34 people, including 9 children, were killed": both are.
    if (is_word(at, lexicon_.comma)) {
      TokenId after = at + 1;
      if (is_word(after, lexicon_.including)) {
        const TokenId limit = std::min(end_, after + kPhraseReach);
        while (after < limit && tokens_.word(after) != lexicon_.comma) ++after;
        ++after;
      }
      if (after < end_ && tokens_.is(after, kAuxiliary)) at = after;
    }
    for (int steps = 0; steps < 3 && at < end_ && tokens_.is(at, kAuxiliary | kAdverb); ++steps)
      ++at;
    if (const Hit* hit = clauses_.measure_at(at); hit != nullptr && is_casualty(*hit))
      return measured(*hit);
    // "a population of 12,500" has its "of" in the table, "the deaths of 20 people" has not.
    TokenId before = token_before(quantity.begin);
    for (int tries = 0; tries < 2 && before != kNoToken; ++tries) {
      const std::size_t index = clauses_.hits_before(measures_, before + 1);
      if (index > 0 && measures_[index - 1].end == before + 1 && is_casualty(measures_[index - 1]))
        return measured(measures_[index - 1]);
      if (!is_word(before, lexicon_.of) || before == begin_) break;
      --before;
    }
    return std::nullopt;
  }

  // "exports and imports reached $3bn and $2bn respectively": one measure each, in order.
  bool is_respective(const Quantity& quantity) const {
    const TokenId limit = std::min(end_, quantity.end + kPhraseReach);
    for (TokenId token = quantity.end; token < limit; ++token) {
      if (tokens_.word(token) == lexicon_.respectively) return true;
    }
    return false;
  }

  // "$84 a barrel", "300 dollars per tonne".
  bool is_price(const Quantity& quantity) const {
    const TokenId at = quantity.end;
    if (!is_word(at, lexicon_.per) && !is_word(at, lexicon_.a) && !is_word(at, lexicon_.an))
      return false;
    if (at + 1 >= end_) return false;
    const PhraseTrie::Match unit = tokens_.match(lexicon_.unit_words, at + 1, end_);
    return unit.words > 0 && lexicon_.units[unit.value].kind == UnitKind::kPhysical;
  }

  // `position` is the nearest measure; the amounts of the list count back from it.
  std::optional<Measured> respective_measure(std::size_t number, std::size_t position) const {
    const Quantity& quantity = quantities_[number];
    std::size_t after = 0;  // amounts of this list behind this one
    for (std::size_t i = number + 1; i < quantities_.size(); ++i) {
      const Quantity& next = quantities_[i];
      if (next.merged || next.reason != nullptr || next.kind != quantity.kind ||
          next.begin - quantity.end > kPhraseReach)
        break;
      ++after;
    }
    if (after > position) return std::nullopt;
    const Hit& hit = measures_[position - after];
    if (!clauses_.fits(hit, quantity.kind)) return std::nullopt;
    return measured(hit);
  }
  const Clauses& clauses_;
  const std::vector<Quantity>& quantities_;
  const std::vector<Hit>& measures_;
};

}  // namespace

std::optional<Measured> find_measure(const Document& document, const Lexicon& lexicon,
                                     const Tree& tree, const Clauses& clauses,
                                     const std::vector<Quantity>& quantities, std::size_t number) {
  return MeasureReader(document, lexicon, tree, clauses, quantities).measure_of(number);
}

}  // namespace chancery::figures
