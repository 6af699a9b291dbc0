#include "events/told.hpp"

#include <algorithm>

namespace chancery {
namespace {

constexpr int kMaxClimb = 8;
constexpr TokenId kMaxWords = 40;
constexpr int kNewsWindowDays = 7;

bool is_verbal(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

bool is_nominal(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn;
}

}  // namespace

ToldReader::ToldReader(const Document& document, const EventTables& tables, const ClauseTree& tree,
                       const PartyFinder& parties)
    : document_(document),
      tables_(tables),
      tree_(tree),
      parties_(parties),
      utterance_at_(document.text_layer.tokens(), kNoId) {
  const auto& utterances = document.speech.utterances;
  for (std::uint32_t u = 0; u < utterances.size(); ++u) {
    for (const Span span : utterances[u].spans) {
      const TokenRange tokens = document.text_layer.tokens_in(span);
      for (TokenId t = tokens.begin; t < tokens.end; ++t) utterance_at_[t] = u;
    }
  }
}

const DeedWord* ToldReader::use(TokenId token, DeedUse what) const {
  const auto* uses = tables_.deed_words.at(tree_.lemma(token));
  if (uses == nullptr) return nullptr;
  const Upos upos = tree_.upos(token);
  const DeedWord* plain = nullptr;
  for (const DeedWord& word : *uses) {
    if (word.use != what) continue;
    if (word.pos == 'v'   ? !is_verbal(upos)
        : word.pos == 'n' ? !is_nominal(upos)
                          : upos != Upos::kAdj && upos != Upos::kVerb)
      continue;
    if (word.particle == kNoWord) {
      if (plain == nullptr) plain = &word;
      continue;
    }
    const bool next =
        token + 1 < document_.text_layer.tokens() && tree_.lemma(token + 1) == word.particle;
    const TokenId particle = tree_.child_lemma(token, word.particle);
    if (next || (particle != kNoToken && tree_.relation(particle) == Relation::kCompoundPrt))
      return &word;
  }
  return plain;
}

Manner ToldReader::manner(TokenId verb) const {
  const auto& small = tables_.small;
  Manner manner;
  bool auxiliary = false;
  for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
    const WordId word = tree_.lemma(c);
    switch (tree_.relation(c)) {
      case Relation::kAux:
      case Relation::kCop:
      case Relation::kAuxPass:
        auxiliary = true;
        manner.future = manner.future || word == small.will || word == small.shall;
        manner.would = manner.would || word == small.would;
        manner.possible = manner.possible || word == small.may || word == small.might ||
                          word == small.could || word == small.can;
        manner.deontic = manner.deontic || word == small.must || word == small.should;
        manner.perfect = manner.perfect || word == small.have;
        manner.past = manner.past || tree_.xpos(c) == Xpos::kVbd;
        break;
      case Relation::kAdvmod:
      case Relation::kDet:
      case Relation::kCcPreconj:
        manner.negated = manner.negated || word == small.not_ || word == small.never ||
                         word == small.neither || word == small.longer;
        break;
      case Relation::kObj:
      case Relation::kNsubj:
      case Relation::kNsubjPass:
        manner.negated = manner.negated || word == small.nothing || word == small.none ||
                         tree_.child_lemma(c, small.no) != kNoToken;
        break;
      case Relation::kMark:
        manner.infinitive = manner.infinitive || (word == small.to && tree_.upos(c) == Upos::kPart);
        manner.condition =
            manner.condition || word == small.if_ || word == small.unless || word == small.whether;
        manner.negated = manner.negated || word == small.without;
        break;
      default:
        break;
    }
  }
  const Xpos xpos = tree_.xpos(verb);
  manner.past = manner.past || xpos == Xpos::kVbd;
  manner.gerund = xpos == Xpos::kVbg && !auxiliary;
  // "will meet X and sign Y": the second verb shares what the first one has.
  const TokenId head = tree_.head(verb);
  if (!auxiliary && !manner.infinitive && tree_.relation(verb) == Relation::kConj &&
      head != kNoToken && is_verbal(tree_.upos(head)) && !tree_.has_child(verb, Relation::kNsubj) &&
      !tree_.has_child(verb, Relation::kNsubjPass) && xpos == tree_.xpos(head) &&
      (xpos == Xpos::kVb || xpos == Xpos::kVbn) && tree_.relation(head) != Relation::kConj) {
    const bool negated = manner.negated;
    manner = this->manner(head);
    manner.negated = manner.negated || negated;
  }
  return manner;
}

// "might leave, he said, and would put its case": somebody speaks in the sentence.
bool ToldReader::reports_speech(TokenId token) const {
  const Span words = document_.text_layer.span_of(sentence(token));
  const auto& utterances = document_.speech.utterances;
  auto at = std::lower_bound(utterances.begin(), utterances.end(), words.begin,
                             [](const Utterance& utterance, std::uint32_t begin) {
                               return utterance.spans.front().begin < begin;
                             });
  for (; at != utterances.end() && at->spans.front().begin < words.end; ++at) {
    if (at->mode == SpeechMode::kIndirect && words.contains(at->verb_span)) return true;
  }
  return false;
}

ToldAs ToldReader::noun_told(TokenId noun, int climb) const {
  if (climb > kMaxClimb) return ToldAs::kHypothetical;
  if (tree_.child_lemma(noun, tables_.small.no) != kNoToken) return ToldAs::kNegated;
  if (const DeedWord* word = use(noun, DeedUse::kOperator)) {
    if (word->value == "planned") return ToldAs::kPlanned;
    if (word->value == "threatened") return ToldAs::kThreatened;
    if (word->value == "asked") return ToldAs::kAsked;
    if (word->value == "refused") return ToldAs::kRefused;
    return ToldAs::kHypothetical;
  }
  const TokenId head = tree_.head(noun);
  if (head == kNoToken) return ToldAs::kDone;
  switch (tree_.relation(noun)) {
    case Relation::kNmod:
      return is_nominal(tree_.upos(head)) ? noun_told(head, climb + 1) : ToldAs::kDone;
    case Relation::kObj:
    case Relation::kObl:
    case Relation::kXcomp:
    case Relation::kNsubjPass:
    case Relation::kNsubj:
      if (const DeedWord* word = use(head, DeedUse::kOperator)) {
        if (word->value == "asked") return ToldAs::kAsked;
        if (word->value == "refused") return ToldAs::kRefused;
        if (word->value == "unsure") return ToldAs::kHypothetical;
        if (word->value == "threatened") return ToldAs::kThreatened;
        if (word->value == "planned") return ToldAs::kPlanned;
      }
      return told(head, climb + 1);
    case Relation::kConj:
      return noun_told(head, climb + 1);
    default:
      return ToldAs::kDone;
  }
}

ToldAs ToldReader::told(TokenId predicate) const {
  return told(predicate, 0);
}

ToldAs ToldReader::told(TokenId predicate, int climb) const {
  if (climb > kMaxClimb) return ToldAs::kHypothetical;
  if (is_nominal(tree_.upos(predicate)) && !tree_.has_child(predicate, Relation::kCop))
    return noun_told(predicate, climb);
  const Manner own = manner(predicate);
  const Relation relation = tree_.relation(predicate);
  const TokenId head = tree_.head(predicate);
  if (own.condition) return ToldAs::kHypothetical;
  ToldAs above = ToldAs::kDone;
  bool governed = false;
  if (head != kNoToken) {
    const DeedWord* op = use(head, DeedUse::kOperator);
    // "Reports that it will close": nobody tells it here.
    if ((relation == Relation::kAcl || relation == Relation::kAclRelcl) && op != nullptr &&
        op->value == "unsure" && tree_.child_lemma(predicate, tables_.small.that) != kNoToken)
      return ToldAs::kHypothetical;
    const bool clause = relation == Relation::kXcomp || relation == Relation::kCcomp ||
                        (relation == Relation::kAcl && own.infinitive) ||
                        (relation == Relation::kAcl && own.gerund) ||
                        (relation == Relation::kAdvcl && own.infinitive && op != nullptr) ||
                        relation == Relation::kObl || relation == Relation::kNmod ||
                        relation == Relation::kObj || relation == Relation::kCsubj;
    if (clause) {
      governed = true;
      above = told(head, climb + 1);
      if (op != nullptr && (above == ToldAs::kDone || above == ToldAs::kOngoing)) {
        // "announced that it had lifted": a finite clause tells its own time.
        const bool finite = relation == Relation::kCcomp && !own.infinitive;
        if (op->value == "threatened") {
          if (!finite || own.would || own.future) above = ToldAs::kThreatened;
        } else if (op->value == "planned") {
          if (!finite) above = ToldAs::kPlanned;
        } else if (op->value == "asked") {
          above = ToldAs::kAsked;
        } else if (op->value == "refused") {
          above = ToldAs::kRefused;
        } else {
          above = ToldAs::kHypothetical;
        }
      }
    } else if (relation == Relation::kConj && is_verbal(tree_.upos(head)) &&
               !tree_.has_child(predicate, Relation::kNsubj) &&
               !tree_.has_child(predicate, Relation::kNsubjPass)) {
      const ToldAs first = told(head, climb + 1);
      if (tree_.xpos(predicate) == Xpos::kVb && !own.future && !own.would) {
        if (own.negated && first == ToldAs::kPlanned) return ToldAs::kRefused;
        return first == ToldAs::kRefused ? ToldAs::kPlanned : first;
      }
    } else if ((relation == Relation::kAdvcl || relation == Relation::kAcl) && own.infinitive) {
      return ToldAs::kPurpose;
    }
  }
  if (own.deontic) return ToldAs::kAsked;
  if (own.possible) return ToldAs::kHypothetical;
  if (governed && above != ToldAs::kDone && above != ToldAs::kOngoing &&
      above != ToldAs::kPlanned) {
    if (above == ToldAs::kThreatened && own.negated) return ToldAs::kNegated;
    return above;
  }
  if (own.negated) {
    return own.future || own.would || above == ToldAs::kPlanned ? ToldAs::kRefused
                                                                : ToldAs::kNegated;
  }
  if (own.future || above == ToldAs::kPlanned) return ToldAs::kPlanned;
  if (own.would) {
    // "said it would": to come; alone it is only thought of.
    const bool reported = governed && relation == Relation::kCcomp;
    const bool around = relation == Relation::kParataxis || utterance_at_[predicate] != kNoId ||
                        reports_speech(predicate);
    return reported || around ? ToldAs::kPlanned : ToldAs::kHypothetical;
  }
  if (own.infinitive && !governed) return head == kNoToken ? ToldAs::kPlanned : ToldAs::kPurpose;
  // The title of a report: "Minister to visit".
  const Xpos xpos = tree_.xpos(predicate);
  if (xpos == Xpos::kVb && !own.infinitive && head == kNoToken &&
      !tree_.has_child(predicate, Relation::kAux) && !tree_.has_child(predicate, Relation::kNsubj))
    return ToldAs::kHypothetical;
  return xpos == Xpos::kVbd || xpos == Xpos::kVbn || own.past || own.perfect ? ToldAs::kDone
                                                                             : ToldAs::kOngoing;
}

void ToldReader::keep_political(std::vector<EventParty>& parties) const {
  parties.erase(std::remove_if(parties.begin(), parties.end(),
                               [&](const EventParty& party) {
                                 const std::string& id = acting_id(document_, party);
                                 const bool state = id.size() == 3;
                                 const bool body =
                                     id.rfind("igo:", 0) == 0 ||
                                     (id.rfind("group:", 0) == 0 && party.actor != kNoId &&
                                      !document_.actors.actors[party.actor].members.empty());
                                 return !state && !body;
                               }),
                parties.end());
  std::vector<EventParty> distinct;
  for (EventParty& party : parties) {
    if (std::none_of(distinct.begin(), distinct.end(), [&](const EventParty& there) {
          return acting_id(document_, there) == acting_id(document_, party);
        }))
      distinct.push_back(std::move(party));
  }
  parties = std::move(distinct);
}

std::vector<EventParty> ToldReader::actors(TokenId head, PartyUse how) const {
  std::vector<EventParty> found;
  parties_.find(head, how, found);
  keep_political(found);
  return found;
}

std::vector<EventParty> ToldReader::actors_right_before(TokenId token) const {
  std::vector<EventParty> found;
  const TokenId begin = sentence(token).begin;
  for (TokenId t = token; t > begin && token - t < 8;) {
    --t;
    const Upos upos = tree_.upos(t);
    if (upos == Upos::kCconj || upos == Upos::kDet) continue;
    if (upos != Upos::kPropn) break;
    parties_.find_named(t, found);
  }
  std::reverse(found.begin(), found.end());
  keep_political(found);
  return found;
}

std::vector<EventParty> ToldReader::doers(TokenId verb) const {
  std::vector<TokenId> heads;
  // "closed by Algeria": a participle with its agent, wherever it hangs.
  if (const TokenId agent = tree_.child(verb, Relation::kOblAgent);
      agent != kNoToken && tree_.xpos(verb) == Xpos::kVbn)
    return actors(agent, PartyUse::kActs);
  tree_.arguments(verb, {ArgumentKind::kSubject, kNoWord}, heads);
  std::vector<EventParty> found;
  for (const TokenId head : heads) parties_.find(head, PartyUse::kActs, found);
  keep_political(found);
  return found;
}

std::vector<TokenId> ToldReader::objects(TokenId verb) const {
  std::vector<TokenId> heads;
  tree_.arguments(verb, {ArgumentKind::kObject, kNoWord}, heads);
  const std::size_t direct = heads.size();
  for (std::size_t i = 0; i < direct; ++i) {
    for (TokenId c = tree_.first_child(heads[i]); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kConj) heads.push_back(c);
    }
  }
  return heads;
}

std::vector<TokenId> ToldReader::after(TokenId token, WordId preposition) const {
  std::vector<TokenId> heads;
  for (TokenId c = tree_.first_child(token); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if ((relation == Relation::kObl || relation == Relation::kNmod ||
         relation == Relation::kOblAgent || relation == Relation::kAdvcl) &&
        tree_.preposition(c) == preposition)
      heads.push_back(c);
  }
  return heads;
}

std::optional<std::uint32_t> ToldReader::utterance(TokenId token) const {
  if (utterance_at_[token] == kNoId) return std::nullopt;
  return utterance_at_[token];
}

bool ToldReader::speaks_for_itself(TokenId verb, const std::vector<EventParty>& holders) const {
  std::string speaker;
  if (utterance_at_[verb] != kNoId) {
    const Utterance& utterance = document_.speech.utterances[utterance_at_[verb]];
    EventParty party;
    party.actor = utterance.actor;
    speaker = party_state(document_, party);
    if (speaker.empty()) return true;
  } else if (tree_.relation(verb) == Relation::kCcomp && tree_.head(verb) != kNoToken) {
    const std::vector<EventParty> above = doers(tree_.head(verb));
    if (above.empty()) return true;
    return std::any_of(above.begin(), above.end(), [&](const EventParty& party) {
      return std::any_of(holders.begin(), holders.end(), [&](const EventParty& holder) {
        return party_state(document_, party) == party_state(document_, holder);
      });
    });
  } else {
    return true;
  }
  return std::any_of(holders.begin(), holders.end(), [&](const EventParty& holder) {
    return party_state(document_, holder) == speaker || acting_id(document_, holder) == speaker;
  });
}

std::vector<TimeId> ToldReader::times_in(TokenRange words) const {
  const auto& times = document_.times.times;
  auto at = std::lower_bound(
      times.begin(), times.end(), words.begin,
      [](const TimeExpression& time, TokenId token) { return time.tokens.begin < token; });
  std::vector<TimeId> found;
  for (; at != times.end() && at->tokens.begin < words.end; ++at)
    found.push_back(static_cast<TimeId>(at - times.begin()));
  return found;
}

bool ToldReader::dates(TimeId time, TokenId predicate) const {
  const TokenRange words = document_.times.times[time].tokens;
  TokenId at = words.begin;
  for (int climb = 0; climb < kMaxClimb && at != kNoToken; ++climb) {
    if (at == predicate) return true;
    // "stopped accepting on Monday": the day of what follows is that of both.
    if ((at < words.begin || at >= words.end) && is_verbal(tree_.upos(at)) &&
        tree_.relation(at) != Relation::kXcomp)
      return false;
    at = tree_.head(at);
  }
  return false;
}

std::vector<FigureId> ToldReader::figures_in(TokenRange words) const {
  const auto& figures = document_.figures.figures;
  auto at = std::lower_bound(
      figures.begin(), figures.end(), words.begin,
      [](const Figure& figure, TokenId token) { return figure.tokens.begin < token; });
  std::vector<FigureId> found;
  for (; at != figures.end() && at->tokens.begin < words.end; ++at)
    found.push_back(static_cast<FigureId>(at - figures.begin()));
  return found;
}

TokenRange ToldReader::predicate(TokenId verb) const {
  const TokenRange limits = sentence(verb);
  TokenId end = std::max<TokenId>(tree_.subtree(verb).end, verb + 1);
  end = std::min<TokenId>({end, limits.end, verb + kMaxWords});
  TokenId last = verb + 1;
  for (; last < end; ++last) {
    const std::string_view word = document_.token(last);
    if (word == ";" || word == ":" || word == "\"" || word == "(" || word == "\xE2\x80\x9D" ||
        word == "\xE2\x80\x93" || word == "\xE2\x80\x94")
      break;
    if (tree_.relation(last) == Relation::kMark && last > verb + 1 &&
        (tree_.lemma(last) == tables_.small.if_ || tree_.lemma(last) == tables_.small.unless))
      break;
    if (word == ",") {
      // On through a list, up to a clause.
      bool list = false;
      for (TokenId t = last + 1; t < end && t < last + 12; ++t) {
        if (tree_.upos(t) == Upos::kCconj) {
          list = true;
          break;
        }
        if (is_verbal(tree_.upos(t)) || document_.token(t) == "which" ||
            tree_.upos(t) == Upos::kSconj)
          break;
      }
      if (!list || (last + 1 < end && tree_.upos(last + 1) == Upos::kCconj)) break;
    }
    if (document_.token(last) == "." && last + 1 == limits.end) break;
    // A second verb with a subject of its own begins another clause.
    if (tree_.upos(last) == Upos::kCconj && last + 1 < end) {
      const TokenId joined = tree_.head(last);
      if (joined != kNoToken && is_verbal(tree_.upos(joined)) &&
          tree_.relation(joined) == Relation::kConj && tree_.head(joined) == verb)
        break;
    }
  }
  return {verb, last};
}

TokenRange ToldReader::clause(TokenId verb) const {
  TokenRange words = predicate(verb);
  words.begin = std::max(tree_.subtree(verb).begin, sentence(verb).begin);
  if (words.begin + kMaxWords < verb) words.begin = verb;
  return words;
}

std::string ToldReader::words(TokenRange tokens) const {
  const TextLayer& text = document_.text_layer;
  while (tokens.end > tokens.begin + 1 &&
         (tree_.upos(tokens.end - 1) == Upos::kPunct || tree_.upos(tokens.end - 1) == Upos::kAdp ||
          tree_.upos(tokens.end - 1) == Upos::kCconj))
    --tokens.end;
  return std::string(text.span_of(tokens).of(document_.text()));
}

std::string ToldReader::condition(TokenId verb) const {
  const auto& small = tables_.small;
  // "in the event of a drought", "in return for", "on condition that".
  const TokenRange whole = predicate(verb);
  for (TokenId t = verb + 1; t + 2 < whole.end; ++t) {
    if (tree_.upos(t) != Upos::kAdp) continue;
    const TokenId noun = document_.token(t + 1) == "the" ? t + 2 : t + 1;
    const std::string_view word = document_.token(noun);
    if (word == "event" || word == "case" || word == "return" || word == "exchange" ||
        word == "condition") {
      const std::string_view next = noun + 1 < whole.end ? document_.token(noun + 1) : "";
      if (next == "of" || next == "for" || next == "that")
        return words({t, std::max(whole.end, std::min<TokenId>(t + 12, whole.end))});
    }
  }
  TokenId at = verb;
  for (int climb = 0; climb < 3 && at != kNoToken; ++climb) {
    for (TokenId c = tree_.first_child(at); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) != Relation::kAdvcl) continue;
      for (TokenId m = tree_.first_child(c); m != kNoToken; m = tree_.next_sibling(m)) {
        const WordId word = tree_.lemma(m);
        if (tree_.relation(m) != Relation::kMark ||
            (word != small.if_ && word != small.unless && word != small.provided))
          continue;
        TokenRange range{m, std::min<TokenId>(tree_.subtree(c).end, m + kMaxWords)};
        for (TokenId t = m + 1; t < range.end; ++t) {
          if (document_.token(t) == ",") range.end = t;
        }
        return words(range);
      }
      // "provided that every batch is tested": the word may be the head.
      if (tree_.lemma(c) == small.provided && tree_.upos(c) == Upos::kVerb && c > verb) {
        TokenRange range = predicate(c);
        return words(range);
      }
    }
    const Relation relation = tree_.relation(at);
    if (relation != Relation::kXcomp && relation != Relation::kCcomp && relation != Relation::kAcl)
      break;
    at = tree_.head(at);
  }
  return {};
}

bool ToldReader::is_background(TokenId verb, std::optional<TimeId> time) const {
  const auto anchor = document_.anchor_date();
  if (time && anchor) {
    const Interval& interval = document_.times.times[*time].interval;
    if (interval.to) return *interval.to < *anchor - std::chrono::days(kNewsWindowDays);
  }
  if (time || utterance_at_[verb] != kNoId) return false;
  for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kAux && tree_.lemma(c) == tables_.small.have &&
        tree_.xpos(c) == Xpos::kVbd)
      return true;
  }
  return false;
}

}  // namespace chancery
