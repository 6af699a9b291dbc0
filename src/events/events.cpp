#include "events/events.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/slug.hpp"
#include "events/reader.hpp"
#include "events/records.hpp"

namespace chancery {
namespace {

constexpr int kNewsWindowDays = 7;
constexpr std::size_t kMaxTriggers = 256;  // of one sentence; a text that has more is none

bool is_verb(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

}  // namespace

EventReader::EventReader(const Document& document, const EventTables& tables)
    : document_(document),
      text_(document.text_layer),
      tables_(tables),
      small_(tables.small),
      tree_(document, tables),
      parties_(document, tables, tree_),
      trigger_at_(text_.tokens(), kNoId),
      utterance_at_(text_.tokens(), kNoId) {
  const auto& utterances = document.speech.utterances;
  for (std::uint32_t u = 0; u < utterances.size(); ++u) {
    for (const Span span : utterances[u].spans) {
      const TokenRange tokens = text_.tokens_in(span);
      for (TokenId t = tokens.begin; t < tokens.end; ++t) utterance_at_[t] = u;
    }
  }
  find_pair();
}

// The two that the report is about, if they are two: named in more sentences than anybody else, and
// at its beginning.
void EventReader::find_pair() {
  struct Count {
    std::string id;
    std::uint32_t sentences = 0;
    SentenceId first = kNoId, last = kNoId;
  };
  std::vector<Count> counts;
  constexpr std::size_t kMaxCounted = 64;
  const auto count = [&](const std::string& id, SentenceId sentence) {
    if (id.empty() || id.find('+') != std::string::npos) return;
    auto found = std::find_if(counts.begin(), counts.end(),
                              [&](const Count& known) { return known.id == id; });
    if (found == counts.end()) {
      if (counts.size() >= kMaxCounted) return;
      counts.push_back({id, 0, sentence, kNoId});
      found = counts.end() - 1;
    }
    if (found->last == sentence) return;
    found->last = sentence;
    ++found->sentences;
  };
  for (const Mention& mention : document_.actors.mentions) {
    if (mention.actor == kNoId || mention.as_place || mention.kind == MentionKind::kPronoun)
      continue;
    const Actor& actor = document_.actors.actors[mention.actor];
    const SentenceId sentence = text_.token_sentence[mention.tokens.begin];
    if (mention.kind == MentionKind::kNominal && actor.members.size() > 1) continue;
    if (actor.type == ActorType::kState || actor.type == ActorType::kOrganisation) {
      const bool private_body = actor.id.rfind("org:", 0) == 0;
      if (!private_body) count(actor.state.empty() ? actor.id : actor.state, sentence);
    } else if (actor.type == ActorType::kPerson) {
      count(actor.state, sentence);
    }
    for (const std::string& member : actor.members) count(member, sentence);
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& a, const Count& b) { return a.sentences > b.sentences; });
  constexpr SentenceId kBeginning = 4;
  constexpr std::size_t kShort = 3;
  if (counts.size() == 2 && text_.sentences() <= kShort && text_.sentences() > 0 &&
      document_.anchor_date()) {
    pair_ = {counts[0].id, counts[1].id};
    return;
  }
  if (counts.size() < 2 || counts[1].sentences < 3 || counts[0].first >= kBeginning ||
      counts[1].first >= kBeginning)
    return;
  if (counts.size() > 2 && counts[2].sentences * 3 > counts[1].sentences * 2) return;
  pair_ = {counts[0].id, counts[1].id};
}

EventLayer EventReader::read() {
  for (SentenceId s = 0; s < text_.sentences(); ++s) read_sentence(s);
  merge();
  return std::move(layer_);
}

RecordLayer EventReader::read_records() const {
  return RecordReader(document_, tables_, tree_, parties_).read();
}

void EventReader::read_sentence(SentenceId sentence) {
  sentence_ = text_.sentence_tokens[sentence];
  triggers_.clear();
  for (TokenId t = sentence_.begin; t < sentence_.end && triggers_.size() < kMaxTriggers; ++t)
    add_trigger(t);
  if (triggers_.empty()) return;
  for (std::uint32_t i = 0; i < triggers_.size(); ++i) link(i);
  // "the talks held in May", "the visit cancelled by": the participle tells the noun.
  for (std::uint32_t i = 0; i < triggers_.size(); ++i) {
    Trigger& participle = triggers_[i];
    if (participle.parent == kNoId || participle.link != Relation::kAcl ||
        tree_.xpos(participle.token) != Xpos::kVbn)
      continue;
    const Embedding embeds = act(participle).embeds;
    Trigger& noun = triggers_[participle.parent];
    if (is_verb(tree_.upos(noun.token)) || tree_.head(participle.token) != noun.token ||
        (embeds != Embedding::kDo && embeds != Embedding::kEnd && embeds != Embedding::kCancel))
      continue;
    if (noun.parent != kNoId) {
      // "lifted the ban imposed in May": what is lifted stays so.
      const Embedding above = act(triggers_[noun.parent]).embeds;
      if (above == Embedding::kEnd || above == Embedding::kCancel || above == Embedding::kTake)
        continue;
    }
    noun.parent = i;
    noun.link = Relation::kNsubjPass;
    participle.parent = kNoId;
  }
  for (std::uint32_t i = 0; i < triggers_.size(); ++i) {
    if (triggers_[i].parent != kNoId) triggers_[triggers_[i].parent].inner.push_back(i);
  }
  const std::size_t before = layer_.events.size();
  for (std::uint32_t i = 0; i < triggers_.size(); ++i) {
    if (triggers_[i].parent == kNoId) process(i, {}, 0);
  }
  add_sizes(before);
}

// The people counted in the sentence belong to its one act of that kind.
void EventReader::add_sizes(std::size_t first_event) {
  struct Kind {
    std::string_view measure;
    const char* what;
    EventType type;
  };
  static constexpr Kind kKinds[] = {
      {"killed", "dead", EventType::kAssault},       {"injured", "injured", EventType::kAssault},
      {"abducted", "abducted", EventType::kAssault}, {"arrested", "arrested", EventType::kCoerce},
      {"detained", "arrested", EventType::kCoerce},  {"released", "released", EventType::kRetreat}};
  const auto& figures = document_.figures.figures;
  while (next_figure_ < figures.size() && figures[next_figure_].tokens.begin < sentence_.begin)
    ++next_figure_;
  for (; next_figure_ < figures.size() && figures[next_figure_].tokens.begin < sentence_.end;
       ++next_figure_) {
    const Figure& figure = figures[next_figure_];
    const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& known) {
      return known.measure == figure.measure;
    });
    if (kind == std::end(kKinds)) continue;
    EventAct* act = nullptr;
    bool several = false;
    for (std::size_t e = first_event; e < layer_.events.size(); ++e) {
      EventAct& candidate = layer_.events[e];
      const bool happened =
          candidate.status == ActStatus::kDone || candidate.status == ActStatus::kOngoing;
      if (candidate.type != kind->type || !happened) continue;
      several = act != nullptr;
      act = &candidate;
    }
    if (act == nullptr || several) continue;
    const auto number = [](const std::optional<Decimal>& decimal) {
      return decimal ? std::optional<double>(decimal->to_double()) : std::nullopt;
    };
    act->sizes.push_back(
        {kind->what, number(figure.value), number(figure.low), number(figure.high), figure.span});
  }
}

void EventReader::add_trigger(TokenId token) {
  const auto* rows = tables_.rows_at(tree_.lemma(token));
  if (rows == nullptr) return;
  const Upos upos = tree_.upos(token);
  // "Reports that he left are false": at the beginning a noun.
  const bool heading = upos == Upos::kVerb && token == sentence_.begin &&
                       token + 1 < sentence_.end && tree_.lemma(token + 1) == small_.that &&
                       tree_.xpos(token) == Xpos::kVbz;
  const bool verb = (is_verb(upos) && !heading) || upos == Upos::kAdj;
  // A participle before its noun tells nothing: "the attacked village".
  if (tree_.relation(token) == Relation::kAmod && !tree_.has_child(token, Relation::kAux) &&
      (tree_.xpos(token) != Xpos::kVbd || tree_.head(token) > token))
    return;
  // "to lift ban": a bare verb that hangs on a verb is a noun without its article.
  const bool bare = upos == Upos::kVerb && tree_.relation(token) == Relation::kXcomp &&
                    tree_.child_lemma(token, small_.to) == kNoToken &&
                    tree_.xpos(token) == Xpos::kVb;
  const bool noun = upos == Upos::kNoun || upos == Upos::kPropn || bare || heading ||
                    (upos == Upos::kVerb && tree_.xpos(token) == Xpos::kVbg &&
                     tree_.has_child(token, Relation::kDet));
  const Relation relation = tree_.relation(token);
  if (relation == Relation::kAux || relation == Relation::kAuxPass || relation == Relation::kCop)
    return;
  // Words before a noun ("ceasefire agreement") are the noun's.
  if (relation == Relation::kCompound || relation == Relation::kFixed ||
      relation == Relation::kFlat || (relation == Relation::kAmod && !is_verb(upos)))
    return;
  for (const std::uint32_t r : *rows) {
    const ActRow& row = tables_.rows[r];
    if (row.verb ? !verb || bare : !noun) continue;
    if (row.particle != kNoWord) {
      const TokenId particle = tree_.child_lemma(token, row.particle);
      const bool next = token + 1 < sentence_.end && tree_.lemma(token + 1) == row.particle;
      if (particle == kNoToken && !next) continue;
      const Relation how = next ? Relation::kCompoundPrt : tree_.relation(particle);
      if (how != Relation::kCompoundPrt && how != Relation::kAdvmod && how != Relation::kCase &&
          how != Relation::kMark && how != Relation::kObl)
        continue;
    }
    if (!std::all_of(row.conditions.begin(), row.conditions.end(),
                     [&](const Condition& condition) { return tree_.holds(token, condition); }))
      continue;
    trigger_at_[token] = static_cast<std::uint32_t>(triggers_.size());
    Trigger made;
    made.token = token;
    made.row = r;
    triggers_.push_back(std::move(made));
    return;
  }
}

// Whether a predicate can govern what stands at that relation of it.
bool EventReader::governs(const Trigger& trigger, Relation relation, TokenId from) const {
  const Embedding embeds = act(trigger).embeds;
  switch (relation) {
    case Relation::kNsubj:
    case Relation::kCsubj:
      return embeds == Embedding::kDo || embeds == Embedding::kEnd || embeds == Embedding::kCancel;
    case Relation::kCcomp:
    case Relation::kXcomp:
    case Relation::kObj:
    case Relation::kNsubjPass:
    case Relation::kCsubjPass:
    case Relation::kAcl:
      return true;
    case Relation::kObl:
    case Relation::kNmod: {
      const WordId preposition = tree_.preposition(from);
      if (preposition == small_.of || preposition == small_.on || preposition == small_.to ||
          preposition == small_.in)
        return true;
      const bool happens = embeds == Embedding::kDo || embeds == Embedding::kEnd ||
                           embeds == Embedding::kCancel || embeds == Embedding::kAnnounce;
      return !happens && (preposition == small_.for_ || preposition == small_.from ||
                          preposition == small_.with || preposition == small_.against ||
                          preposition == small_.into);
    }
    case Relation::kAdvcl:
      // "denied attacking".
      if (from == trigger.token + 1 && tree_.xpos(from) == Xpos::kVbg) return true;
      // "threatened on Monday to break off".
      if ((embeds == Embedding::kTake || embeds == Embedding::kPlan ||
           embeds == Embedding::kAnnounce) &&
          from > trigger.token && tree_.child_lemma(from, small_.to) != kNoToken &&
          tree_.xpos(from) == Xpos::kVb)
        return true;
      // "accused it of supporting", "charged with spying", "prevented it from sending".
      return embeds == Embedding::kTake && tree_.preposition(from) == kNoWord &&
             (tree_.child_lemma(from, small_.of) != kNoToken ||
              tree_.child_lemma(from, small_.from) != kNoToken ||
              tree_.child_lemma(from, small_.for_) != kNoToken);
    default:
      return false;
  }
}

void EventReader::link(std::uint32_t index) {
  TokenId at = triggers_[index].token;
  for (int climb = 0; climb < kMaxClimb; ++climb) {
    const TokenId head = tree_.head(at);
    if (head == kNoToken) return;
    const Relation relation = tree_.relation(at);
    if (relation == Relation::kConj) {
      // A second clause with a subject of its own stands for itself.
      if (is_verb(tree_.upos(at)) &&
          (tree_.has_child(at, Relation::kNsubj) || tree_.has_child(at, Relation::kNsubjPass)))
        return;
      at = head;
      continue;
    }
    // "the pact signed in May expires": the participle tells an act of its own.
    if (relation == Relation::kAcl && tree_.xpos(at) == Xpos::kVbn) {
      const std::uint32_t own = trigger_at_[at];
      const Embedding embeds = own == kNoId ? Embedding::kNone : act(triggers_[own]).embeds;
      if (embeds != Embedding::kDo && embeds != Embedding::kEnd && embeds != Embedding::kCancel)
        return;
    }
    if (trigger_at_[head] != kNoId && triggers_[trigger_at_[head]].token == head) {
      if (governs(triggers_[trigger_at_[head]], relation, at)) {
        triggers_[index].parent = trigger_at_[head];
        triggers_[index].link = relation;
      }
      return;
    }
    // On through nouns that tell nothing: "a series of attacks", "the plan for".
    const bool through =
        !is_verb(tree_.upos(head)) && (relation == Relation::kNmod || relation == Relation::kAcl ||
                                       relation == Relation::kNmodPoss);
    if (!through) return;
    at = head;
  }
}

Mood EventReader::verb_mood(TokenId verb) const {
  bool negated = false;
  bool future = false;
  bool possible = false;
  bool would = false;
  bool deontic = false;
  bool infinitive = false;
  bool condition = false;
  bool without = false;
  bool arranged = false;  // "are to sign"
  bool was_to = false;    // "were to sign"
  bool told = false;      // "would sign, he said"
  for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    const WordId word = tree_.lemma(c);
    if (word == kNoWord) continue;
    if (relation == Relation::kParataxis || relation == Relation::kCcomp) {
      const std::uint32_t t = trigger_at_[c];
      told = told || (t != kNoId && t < triggers_.size() && triggers_[t].token == c &&
                      act(triggers_[t]).embeds == Embedding::kReport);
    }
    if ((relation == Relation::kAux || relation == Relation::kCop ||
         relation == Relation::kAuxPass) &&
        word == small_.be && c + 1 < verb && tree_.lemma(c + 1) == small_.to &&
        tree_.head(c + 1) == verb) {
      was_to = tree_.xpos(c) == Xpos::kVbd && !was_to_have(verb);
      arranged = arranged || !was_to;
    }
    if (relation == Relation::kAux) {
      future = future || word == small_.will || word == small_.shall;
      would = would || word == small_.would;
      possible = possible || word == small_.may || word == small_.might || word == small_.could ||
                 word == small_.can;
      deontic = deontic || word == small_.must || word == small_.should;
    } else if (relation == Relation::kAdvmod || relation == Relation::kDet ||
               relation == Relation::kCcPreconj) {
      negated = negated || word == small_.not_ || word == small_.never || word == small_.neither ||
                (word == small_.longer);
    } else if (relation == Relation::kObj || relation == Relation::kNsubjPass ||
               relation == Relation::kNsubj) {
      negated = negated || word == small_.nothing || word == small_.none || word == small_.nobody ||
                word == small_.neither || tree_.child_lemma(c, small_.no) != kNoToken ||
                tree_.child_lemma(c, small_.neither) != kNoToken;
    } else if (relation == Relation::kMark) {
      // "is due to be signed".
      arranged = arranged || word == small_.due || word == small_.set;
      if (word == small_.to && tree_.upos(c) == Upos::kPart) infinitive = true;
      condition = condition || word == small_.if_ || word == small_.unless ||
                  word == small_.whether || word == small_.before;
      without = without || word == small_.without;
    }
  }
  const Relation relation = tree_.relation(verb);
  const TokenId head = tree_.head(verb);
  if (without) return Mood::kNegated;
  if (condition) return Mood::kHypothetical;
  if (deontic) return Mood::kDeontic;
  if (negated) return future || would ? Mood::kRefused : Mood::kNegated;
  if (possible) return Mood::kHypothetical;
  if (future || arranged) return Mood::kPlanned;
  if (would) {
    // Reported speech: what he said he would do.
    const std::uint32_t utterance = utterance_at_[verb];
    told = told || (utterance != kNoId &&
                    document_.speech.utterances[utterance].mode == SpeechMode::kIndirect);
    return told ? Mood::kPlanned : Mood::kHypothetical;
  }
  if (infinitive) {
    if (was_to) return Mood::kHypothetical;       // "were to hold talks"
    if (head == kNoToken) return Mood::kPlanned;  // of a headline: "Minister to visit"
    if (relation == Relation::kAdvcl) return Mood::kPurpose;
    if (relation == Relation::kAcl && tree_.has_child(head, Relation::kCop)) {
      // "was the only member to ratify it", "will be the first leader to visit".
      bool to_come = false;
      for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c))
        to_come = to_come || (tree_.relation(c) == Relation::kAux && tree_.lemma(c) == small_.will);
      return to_come ? Mood::kPlanned : Mood::kDone;
    }
    if (relation == Relation::kAcl && tree_.head(head) == kNoToken) return Mood::kPlanned;
    return Mood::kHypothetical;
  }
  // Coordinated with a first verb that carries the modal: "will meet X and sign Y".
  if (relation == Relation::kConj && head != kNoToken && is_verb(tree_.upos(head)) &&
      !tree_.has_child(verb, Relation::kNsubj) && !tree_.has_child(verb, Relation::kAux) &&
      tree_.xpos(verb) == tree_.xpos(head) && tree_.xpos(verb) == Xpos::kVb) {
    for (TokenId up = head, i = 0; i < 4 && up != kNoToken; ++i) {
      if (tree_.relation(up) != Relation::kConj) return verb_mood(up);
      up = tree_.head(up);
    }
    return Mood::kDone;
  }
  if (tree_.xpos(verb) == Xpos::kVb && relation != Relation::kConj && head == kNoToken &&
      surface_imperative(verb))
    return Mood::kHypothetical;
  if (tree_.xpos(verb) == Xpos::kVbg && tree_.has_child(verb, Relation::kAux))
    return Mood::kOngoing;
  return Mood::kDone;
}

// "if", "unless": a clause that states a condition hangs on the predicate.
bool EventReader::has_condition(TokenId predicate) const {
  for (TokenId c = tree_.first_child(predicate); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kAdvcl &&
        (tree_.child_lemma(c, small_.if_) != kNoToken ||
         tree_.child_lemma(c, small_.unless) != kNoToken ||
         tree_.child_lemma(c, small_.provided) != kNoToken))
      return true;
  }
  return false;
}

// "was to have flown": it was planned and did not come about.
bool EventReader::was_to_have(TokenId verb) const {
  if (tree_.xpos(verb) != Xpos::kVbn) return false;
  bool was = false;
  bool perfect = false;
  for (TokenId c = tree_.first_child(verb); c != kNoToken && c < verb; c = tree_.next_sibling(c)) {
    was = was || (tree_.lemma(c) == small_.be && tree_.xpos(c) == Xpos::kVbd);
    perfect = perfect || (tree_.lemma(c) == small_.have && tree_.xpos(c) == Xpos::kVb);
  }
  return was && perfect;
}

bool EventReader::surface_imperative(TokenId verb) const {
  return !tree_.has_child(verb, Relation::kNsubj) && !tree_.has_child(verb, Relation::kNsubjPass) &&
         !tree_.has_child(verb, Relation::kAux);
}

// A noun that no operator governs.
Mood EventReader::noun_mood(const Trigger& trigger) const {
  const TokenId token = trigger.token;
  for (TokenId c = tree_.first_child(token); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kDet && tree_.lemma(c) == small_.no) return Mood::kNegated;
  }
  const TokenId head = tree_.head(token);
  const WordId preposition = tree_.preposition(token);
  if (head == kNoToken) return Mood::kDone;
  switch (tree_.relation(token)) {
    case Relation::kNsubj:
    case Relation::kNsubjPass: {
      if (act(trigger).name == "deal" && tree_.relation(token) == Relation::kNsubj &&
          is_verb(tree_.upos(head)))
        return Mood::kMentioned;  // "the agreement between A and B covers"
      if (!is_verb(tree_.upos(head)))
        return tree_.has_child(head, Relation::kExpl) ? Mood::kDone : Mood::kMentioned;
      const Mood mood = verb_mood(head);
      return mood == Mood::kNegated ? Mood::kDone : mood;
    }
    case Relation::kObl:
    case Relation::kNmod:
      if (preposition == small_.after || preposition == small_.following ||
          preposition == small_.during || preposition == small_.in || preposition == small_.at ||
          preposition == small_.since)
        return Mood::kDone;
      // "ended with the signing of".
      if (preposition == small_.with && act(trigger).name == "sign" && act(trigger).done.given &&
          act(trigger).done.type == EventType::kSupport)
        return Mood::kDone;
      return Mood::kMentioned;
    case Relation::kParataxis:
    case Relation::kConj:
      return Mood::kDone;
    default:
      return Mood::kMentioned;
  }
}

Mood EventReader::mood_of(const Trigger& trigger) const {
  const TokenId token = trigger.token;
  if (is_verb(tree_.upos(token)) || tree_.upos(token) == Upos::kAdj) return verb_mood(token);
  if (trigger.parent != kNoId) {
    for (TokenId c = tree_.first_child(token); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kDet && tree_.lemma(c) == small_.no) return Mood::kNegated;
    }
    return Mood::kDone;
  }
  return noun_mood(trigger);
}

Outcome EventReader::outcome_of(const ActClass& act, const Telling& telling) const {
  Outcome outcome = telling.cancelled && act.cancelled.given ? act.cancelled
                    : telling.ended || telling.cancelled     ? act.ended
                    : telling.future                         ? act.planned
                                                             : act.done;
  if ((telling.ended || telling.cancelled) && telling.future && outcome.given) {
    // To end a hostile act is a concession, now or later; to end a friendly one is a threat.
    const bool yields = outcome.type == EventType::kConcede || outcome.type == EventType::kRetreat;
    outcome.type = yields ? EventType::kConcede : EventType::kThreaten;
    outcome.mode = yields ? "" : "relations";
    outcome.cameo = yields ? "035" : "1313";
  }
  return outcome;
}

std::size_t EventReader::process_inner(const Trigger& trigger, const Telling& telling, int depth) {
  const std::size_t before = emitted_;
  Telling inner = telling;
  inner.operators.push_back(trigger.token);
  if (inner.rule.size() < 40) inner.rule += act(trigger).name + ".";
  for (const std::uint32_t i : trigger.inner) process(i, inner, depth + 1);
  return emitted_ - before;
}

void EventReader::drop(const Trigger& trigger, const Telling& telling, const char* reason,
                       int depth) {
  if (depth > kMaxDepth) return;
  const ActClass& act_class = act(trigger);
  const Outcome outcome = outcome_of(act_class, telling);
  emit(trigger, outcome.given ? outcome : act_class.done, telling, ActStatus::kHypothetical,
       reason);
  Telling inner = telling;
  inner.operators.push_back(trigger.token);
  for (const std::uint32_t i : trigger.inner) drop(triggers_[i], inner, reason, depth + 1);
}

Matter EventReader::matter_of_inner(const Trigger& trigger, int depth) const {
  for (const std::uint32_t i : trigger.inner) {
    if (Matter matter = matter_of(i, depth + 1); matter.known) return matter;
  }
  return {};
}

Matter EventReader::matter_of(std::uint32_t index, int depth) const {
  if (depth > kMaxDepth) return {};
  const Trigger& trigger = triggers_[index];
  const ActClass& c = act(trigger);
  const auto own = [&] {
    Matter matter{c.matter, c.request, c.appeal, c.refusal, c.threat_mode, c.threat, false};
    matter.known = !c.matter.empty() || !c.threat.empty();
    return matter;
  };
  switch (c.embeds) {
    case Embedding::kEnd:
    case Embedding::kCancel: {
      Matter matter = matter_of_inner(trigger, depth);
      bool hostile = false;
      for (const std::uint32_t i : trigger.inner) hostile = hostile || act(triggers_[i]).hostile;
      if (hostile) return {"yield", "105", "025", "124", "", "", true};
      if (matter.known) return {"", "", "", "", "relations", "131", true};
      return own();
    }
    case Embedding::kNone:
      return own();
    default: {
      Matter matter = matter_of_inner(trigger, depth);
      return matter.known ? matter : own();
    }
  }
}

// "said that Y must": the speaker asks it of Y.
void EventReader::demand_in_report(const Trigger& report, const Telling& telling) {
  std::vector<TokenId> clauses;
  for (TokenId c = tree_.first_child(report.token); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kCcomp) clauses.push_back(c);
  }
  if (tree_.relation(report.token) == Relation::kParataxis && tree_.head(report.token) != kNoToken)
    clauses.push_back(tree_.head(report.token));
  for (const TokenId clause : clauses) {
    if (verb_mood(clause) != Mood::kDeontic) continue;
    std::vector<EventParty> asked;
    const TokenId subject = tree_.surface_subject(clause);
    if (subject != kNoToken && !tree_.is_passive(clause)) {
      parties_.find(subject, PartyUse::kActs, asked);
      // "said that cooperation between the two should not target others".
      std::vector<TokenId> between;
      if (asked.empty() && !is_verb(tree_.upos(subject)))
        tree_.arguments(subject, {ArgumentKind::kPreposition, small_.between}, between);
      for (const TokenId head : between) parties_.find(head, PartyUse::kActs, asked);
    }
    Trigger made = report;
    made.inner.clear();
    EventAct event;
    collect(made, {{{ArgumentKind::kSubject, kNoWord}}}, telling, PartyUse::kActs, event.actors);
    event.recipients = std::move(asked);
    const std::uint32_t inner = trigger_at_[clause];
    Matter matter;
    if (inner != kNoId && triggers_[inner].token == clause) matter = matter_of(inner, 0);
    event.type = EventType::kRequest;
    event.mode = matter.mode;
    event.cameo = matter.request.empty() ? "100" : matter.request;
    event.status = ActStatus::kRequested;
    event.trigger = clause;
    event.rule = "say.must";
    event.act_span = text_.token_span[clause];
    event.spans = {cover(text_.token_span[report.token], text_.token_span[clause])};
    const auto same = [&](const EventParty& a) {
      return std::any_of(
          event.recipients.begin(), event.recipients.end(),
          [&](const EventParty& b) { return party_id(document_, a) == party_id(document_, b); });
    };
    if (event.recipients.empty() || std::any_of(event.actors.begin(), event.actors.end(), same))
      event.open = "nobody asked";
    if (event.actors.empty()) event.open = "no actor";
    set_time(event, telling);
    place(std::move(event));
  }
}

// Whoever ends what both take part in acts on the others; false where nobody does.
bool EventReader::part_sides(const Trigger& trigger, const Telling& telling,
                             EventAct& event) const {
  TokenId predicate = trigger.token;
  if (!telling.operators.empty()) predicate = telling.operators.back();
  if (!is_verb(tree_.upos(predicate)) || tree_.is_passive(predicate)) return false;
  const TokenId subject = tree_.surface_subject(predicate);
  if (subject == kNoToken) return false;
  std::vector<EventParty> ending;
  parties_.find(subject, PartyUse::kActs, ending);
  std::vector<EventParty> others;
  for (auto* list : {&event.actors, &event.recipients}) {
    for (EventParty& party : *list) {
      const auto same = [&](const EventParty& there) {
        return acting_id(document_, there) == acting_id(document_, party);
      };
      if (std::none_of(ending.begin(), ending.end(), same) &&
          std::none_of(others.begin(), others.end(), same))
        others.push_back(party);
    }
  }
  if (ending.empty() || others.empty()) return false;
  event.actors = std::move(ending);
  event.recipients = std::move(others);
  return true;
}

// "each other", "one another" as the object.
bool EventReader::is_reciprocal(const Trigger& trigger) const {
  for (TokenId t = trigger.token + 1; t < sentence_.end && t < trigger.token + 4; ++t) {
    const std::string_view word = document_.token(t);
    if ((word == "each" || word == "one") && t + 1 < sentence_.end) {
      const std::string_view next = document_.token(t + 1);
      const bool owner = t + 2 < sentence_.end && tree_.upos(t + 2) == Upos::kPart;
      if (next == "other" || next == "another") return !owner;
    }
  }
  return false;
}

// "a request by Peru", "an appeal from Peru".
bool EventReader::has_asker(const Trigger& trigger) const {
  std::vector<EventParty> asker;
  std::vector<TokenId> heads;
  for (const WordId preposition : {small_.by, small_.from})
    tree_.arguments(trigger.token, {ArgumentKind::kPreposition, preposition}, heads);
  for (const TokenId head : heads) parties_.find(head, PartyUse::kActs, asker);
  return !asker.empty();
}

bool EventReader::protests(std::uint32_t index, int depth) const {
  if (depth > 3) return false;
  const Outcome& done = act(triggers_[index]).done;
  if (done.given && done.type == EventType::kProtest) return true;
  return std::any_of(triggers_[index].inner.begin(), triggers_[index].inner.end(),
                     [&](std::uint32_t i) { return protests(i, depth + 1); });
}

// Whether a time that hangs on the predicate is after the report's date.
bool EventReader::is_to_come(TokenId predicate) {
  const auto anchor = document_.anchor_date();
  if (!anchor) return false;
  const auto& times = document_.times.times;
  while (next_time_ < times.size() && times[next_time_].tokens.begin < sentence_.begin)
    ++next_time_;
  for (std::size_t i = next_time_; i < times.size() && times[i].tokens.begin < sentence_.end; ++i) {
    if (times[i].kind != TimeKind::kDate || !times[i].interval.from) continue;
    if (*times[i].interval.from <= *anchor) continue;
    TokenId at = times[i].tokens.begin;
    for (int climb = 0; climb < kMaxClimb && at != kNoToken && at != predicate; ++climb) {
      if ((at < times[i].tokens.begin || at >= times[i].tokens.end) && is_verb(tree_.upos(at)))
        break;
      at = tree_.head(at);
    }
    if (at == predicate) return true;
  }
  return false;
}

void EventReader::process(std::uint32_t index, Telling telling, int depth) {
  if (depth > kMaxDepth) return;
  const Trigger& trigger = triggers_[index];
  const ActClass& c = act(trigger);
  Mood mood = mood_of(trigger);
  // Infinitives and "would" get their meaning from what governs them.
  const bool governed = trigger.parent != kNoId;
  if (governed) {
    const Embedding above = act(triggers_[trigger.parent]).embeds;
    const bool infinitive = trigger.link == Relation::kXcomp || trigger.link == Relation::kAcl ||
                            trigger.link == Relation::kObj || trigger.link == Relation::kCcomp ||
                            trigger.link == Relation::kNsubjPass ||
                            trigger.link == Relation::kObl || trigger.link == Relation::kAdvcl;
    if (above == Embedding::kReport || above == Embedding::kAnnounce) {
      if (mood == Mood::kHypothetical && is_verb(tree_.upos(trigger.token)) &&
          tree_.child_lemma(trigger.token, small_.would) != kNoToken)
        mood = Mood::kPlanned;
      if (above == Embedding::kAnnounce && infinitive &&
          (mood == Mood::kHypothetical || mood == Mood::kPurpose) &&
          tree_.child_lemma(trigger.token, small_.to) != kNoToken)
        mood = Mood::kDone;  // "voted to send"
      if (mood == Mood::kDeontic && above == Embedding::kReport) {
        drop(trigger, telling, "asked for", depth);
        return;
      }
    } else if (above == Embedding::kPlan &&
               (mood == Mood::kHypothetical || mood == Mood::kDeontic || mood == Mood::kPlanned)) {
      mood = Mood::kDone;
    } else if (infinitive && (mood == Mood::kHypothetical || mood == Mood::kPurpose) &&
               tree_.child_lemma(trigger.token, small_.to) != kNoToken) {
      mood = Mood::kDone;
    }
  }
  if (trigger.parent == kNoId && tree_.relation(trigger.token) == Relation::kAdvcl &&
      tree_.head(trigger.token) != kNoToken) {
    // "arrested for spying": the reason given is no act told.
    if (tree_.child_lemma(trigger.token, small_.for_) != kNoToken &&
        tree_.xpos(trigger.token) == Xpos::kVbg) {
      drop(trigger, telling, "matter of another act", depth);
      return;
    }
    // What a protest demands is no second event.
    const std::uint32_t above = trigger_at_[tree_.head(trigger.token)];
    if (above != kNoId && protests(above, 0)) {
      drop(trigger, telling, "matter of another act", depth);
      return;
    }
  }
  // "the states that it recognises": a standing thing.
  if (mood == Mood::kDone && c.name == "recognise" &&
      tree_.relation(trigger.token) == Relation::kAclRelcl &&
      (tree_.xpos(trigger.token) == Xpos::kVbz || tree_.xpos(trigger.token) == Xpos::kVbp))
    mood = Mood::kMentioned;
  // "arrives on Monday": what is told in the present of a day to come is planned.
  if (mood == Mood::kDone || mood == Mood::kOngoing) {
    const Xpos xpos = tree_.xpos(trigger.token);
    if ((xpos == Xpos::kVbz || xpos == Xpos::kVbp || mood == Mood::kOngoing) &&
        is_to_come(trigger.token))
      mood = Mood::kPlanned;
  }
  if (mood == Mood::kPlanned && was_to_have(trigger.token)) {
    telling.cancelled = true;
    mood = Mood::kDone;
  }
  switch (mood) {
    case Mood::kNegated:
      drop(trigger, telling, "negated", depth);
      return;
    case Mood::kHypothetical:
    case Mood::kDeontic:
      drop(trigger, telling, "hypothetical", depth);
      return;
    case Mood::kPurpose:
      drop(trigger, telling, "purpose", depth);
      return;
    case Mood::kMentioned:
      drop(trigger, telling, "mentioned only", depth);
      return;
    case Mood::kRefused: {
      const Matter matter = matter_of(index, 0);
      if (!matter.mode.empty() && !telling.future && !telling.ended) {
        Outcome refusal{true, EventType::kReject, matter.mode,
                        matter.refusal.empty() ? "120" : matter.refusal};
        telling.rule += "will not.";
        emit(trigger, refusal, telling, ActStatus::kRefused, "");
      } else {
        drop(trigger, telling, "negated", depth);
      }
      return;
    }
    case Mood::kPlanned:
      telling.future = true;
      break;
    case Mood::kOngoing:
      telling.ongoing = true;
      break;
    case Mood::kDone:
      break;
  }
  const auto status = [&] {
    return telling.postponed   ? ActStatus::kPostponed
           : telling.cancelled ? ActStatus::kCancelled
           : telling.future    ? ActStatus::kPlanned
           : telling.ongoing   ? ActStatus::kOngoing
                               : ActStatus::kDone;
  };
  const auto emit_own = [&] {
    const Outcome outcome = outcome_of(c, telling);
    // What is promised, offered or agreed on is to come.
    const bool to_come = c.embeds == Embedding::kPlan && outcome.given &&
                         outcome.type == EventType::kAgree && !telling.cancelled;
    emit(trigger, outcome, telling, to_come ? ActStatus::kPlanned : status(), "");
  };
  const auto drop_inner = [&](const char* reason) {
    Telling inner = telling;
    inner.operators.push_back(trigger.token);
    for (const std::uint32_t i : trigger.inner) drop(triggers_[i], inner, reason, depth + 1);
  };
  switch (c.embeds) {
    case Embedding::kNone:
      emit_own();
      drop_inner("matter of another act");
      return;
    case Embedding::kDo:
      // "aid continues".
      if ((document_.syntax.lemma(trigger.token) == "continue") &&
          (tree_.xpos(trigger.token) == Xpos::kVbz || tree_.xpos(trigger.token) == Xpos::kVbp))
        telling.ongoing = true;
      if (process_inner(trigger, telling, depth) == 0) emit_own();
      return;
    case Embedding::kPlan: {
      Telling inner = telling;
      inner.future = true;
      // "vowed not to return it": nothing is undertaken.
      const bool negated =
          std::any_of(trigger.inner.begin(), trigger.inner.end(),
                      [&](std::uint32_t i) { return mood_of(triggers_[i]) == Mood::kNegated; });
      if (process_inner(trigger, inner, depth) == 0 && !negated) emit_own();
      return;
    }
    case Embedding::kAnnounce: {
      demand_in_report(trigger, telling);
      std::size_t made = 0;
      for (const std::uint32_t i : trigger.inner) {
        const ActClass& inner_class = act(triggers_[i]);
        Telling inner = telling;
        inner.operators.push_back(trigger.token);
        inner.rule += c.name + ".";
        const bool undoes =
            inner_class.embeds == Embedding::kEnd || inner_class.embeds == Embedding::kCancel;
        // "announced the ratification of": it has come about.
        const bool signed_text =
            inner_class.name == "sign" && !is_verb(tree_.upos(triggers_[i].token));
        inner.future = inner.future || (!inner_class.hostile && !undoes && !signed_text &&
                                        inner_class.embeds != Embedding::kTake &&
                                        triggers_[i].link != Relation::kCcomp);
        const std::size_t before = emitted_;
        process(i, inner, depth + 1);
        made += emitted_ - before;
      }
      if (made == 0) emit_own();
      return;
    }
    case Embedding::kEnd:
    case Embedding::kCancel: {
      Telling inner = telling;
      // "The talks ended": they were held.
      const bool closes =
          std::all_of(trigger.inner.begin(), trigger.inner.end(), [&](std::uint32_t i) {
            return triggers_[i].link == Relation::kNsubj && act(triggers_[i]).done.given &&
                   act(triggers_[i]).done.type == EventType::kConsult;
          });
      if (!closes || c.embeds == Embedding::kCancel) {
        if (c.embeds == Embedding::kEnd) {
          inner.ended = true;
        } else {
          inner.cancelled = true;
          inner.postponed = c.name == "postpone";
        }
      }
      if (process_inner(trigger, inner, depth) == 0) emit_own();
      return;
    }
    case Embedding::kTake: {
      Outcome outcome = outcome_of(c, telling);
      const Matter matter = matter_of_inner(trigger, 0);
      if (outcome.given && matter.known && !telling.ended) {
        switch (outcome.type) {
          case EventType::kRequest:
            if (!matter.mode.empty()) outcome.mode = matter.mode;
            if (const std::string& code =
                    outcome.cameo.rfind("02", 0) == 0 ? matter.appeal : matter.request;
                !code.empty())
              outcome.cameo = code;
            break;
          case EventType::kReject:
            if (!matter.mode.empty()) outcome.mode = matter.mode;
            if (!matter.refusal.empty()) outcome.cameo = matter.refusal;
            break;
          case EventType::kThreaten:
            if (!matter.threat_mode.empty()) outcome.mode = matter.threat_mode;
            if (!matter.threat.empty()) outcome.cameo = matter.threat;
            break;
          default:
            break;
        }
      }
      const ActStatus own = outcome.type == EventType::kRequest    ? ActStatus::kRequested
                            : outcome.type == EventType::kReject   ? ActStatus::kRefused
                            : outcome.type == EventType::kThreaten ? ActStatus::kThreatened
                            : outcome.type == EventType::kAgree    ? ActStatus::kPlanned
                                                                   : status();
      const std::size_t placed = layer_.events.size();
      emit(trigger, outcome, telling, own, "");
      for (const std::uint32_t i : trigger.inner) {
        // "turned down a request by Peru": the request was made.
        const Outcome& asked = act(triggers_[i]).done;
        const bool told = outcome.type == EventType::kReject && asked.given &&
                          asked.type == EventType::kRequest &&
                          !is_verb(tree_.upos(triggers_[i].token)) && has_asker(triggers_[i]);
        Telling inner = telling;
        if (told) {
          const bool refused = layer_.events.size() == placed + 1;
          emit(triggers_[i], asked, inner, ActStatus::kRequested, "");
          // Asked of whoever refused it.
          if (refused && !layer_.open.empty() && layer_.open.back().trigger == triggers_[i].token &&
              std::string_view(layer_.open.back().open) == "no recipient") {
            EventAct request = std::move(layer_.open.back());
            layer_.open.pop_back();
            request.open = "";
            request.recipients = layer_.events[placed].actors;
            ++emitted_;
            place(std::move(request));
          }
        } else {
          inner.operators.push_back(trigger.token);
          drop(triggers_[i], inner, "matter of another act", depth + 1);
        }
      }
      return;
    }
    case Embedding::kDrop:
      emit_own();
      drop_inner("not told as happening");
      return;
    case Embedding::kHost:
      telling.hosted = true;
      for (const std::uint32_t i : trigger.inner) process(i, telling, depth + 1);
      return;
    case Embedding::kReport: {
      telling.reported = true;
      demand_in_report(trigger, telling);
      Telling inner = telling;
      inner.future = false;
      process_inner(trigger, inner, depth);
      return;
    }
  }
}

void EventReader::collect(const Trigger& trigger, const Frame& frame, const Telling& telling,
                          PartyUse use, std::vector<EventParty>& out) const {
  const bool verb = is_verb(tree_.upos(trigger.token)) || tree_.upos(trigger.token) == Upos::kAdj;
  std::vector<TokenId> heads;
  const auto take = [&](TokenId predicate, ArgumentSlot slot) {
    heads.clear();
    tree_.arguments(predicate, slot, heads);
    const std::size_t before = out.size();
    for (const TokenId head : heads) parties_.find(head, use, out);
    return out.size() > before;
  };
  for (const std::vector<ArgumentSlot>& alternative : frame) {
    for (const ArgumentSlot slot : alternative) {
      switch (slot.kind) {
        case ArgumentKind::kPossessor:
          parties_.find_owners(trigger.token, out);
          break;
        case ArgumentKind::kSubject: {
          bool found = verb && take(trigger.token, slot);
          // "During a visit to Rwanda, the king": who did it is the subject beside it.
          if (!verb && telling.operators.empty() &&
              tree_.relation(trigger.token) == Relation::kObl &&
              tree_.head(trigger.token) != kNoToken &&
              is_verb(tree_.upos(tree_.head(trigger.token))) && !act(trigger).both &&
              act(trigger).done.given && act(trigger).done.type == EventType::kConsult) {
            const TokenId subject = tree_.surface_subject(tree_.head(trigger.token));
            const std::size_t before = out.size();
            if (subject != kNoToken) parties_.find(subject, use, out);
            found = out.size() > before;
          }
          // A clause with a subject of its own has no other: "said the text would be signed".
          const bool own_subject = verb && (tree_.has_child(trigger.token, Relation::kNsubj) ||
                                            tree_.has_child(trigger.token, Relation::kNsubjPass));
          for (std::size_t i = telling.operators.size(); !found && !own_subject && i-- > 0;) {
            const TokenId op = telling.operators[i];
            found = take(op, slot);
            // "is prepared to", "is expected to".
            const std::uint32_t t = trigger_at_[op];
            if (!found && t != kNoId && act(triggers_[t]).embeds == Embedding::kPlan) {
              const TokenId subject = tree_.surface_subject(op);
              const std::size_t before = out.size();
              if (subject != kNoToken) parties_.find(subject, use, out);
              found = out.size() > before;
            }
          }
          break;
        }
        case ArgumentKind::kObject:
          if (verb) take(trigger.token, slot);
          break;
        case ArgumentKind::kClause:
        case ArgumentKind::kIndirect:
        case ArgumentKind::kPreposition: {
          bool found = take(trigger.token, slot);
          // "held talks with": the phrase may hang on the verb of the noun.
          if (!found && !verb && !telling.operators.empty()) take(telling.operators.back(), slot);
          break;
        }
        case ArgumentKind::kModifier:
        case ArgumentKind::kObjectWords:
        case ArgumentKind::kInfinitive:
          break;
      }
    }
    if (!out.empty()) return;
  }
}

// "Quito, where she arrived": the place before the clause.
void EventReader::find_where(TokenId verb, std::vector<EventParty>& out) const {
  TokenId clause = verb;
  for (int i = 0; i < kMaxClimb && tree_.relation(clause) == Relation::kConj; ++i)
    clause = tree_.head(clause);
  const TokenId where = tree_.child_lemma(clause, small_.where);
  if (where == kNoToken || where > clause) return;
  constexpr TokenId kNear = 4;
  for (TokenId t = where; t-- > sentence_.begin && where - t <= kNear && out.empty();) {
    if (tree_.kinds(t) & kPlaceWord) parties_.find(t, PartyUse::kPlace, out);
  }
}

// Whom a protest is against, where its clause of purpose or its participle says so: "to protest the
// decision of Sweden", "demanding that the president resign".
void EventReader::find_protested(const Trigger& trigger, const Telling& telling,
                                 std::vector<EventParty>& out) const {
  std::vector<TokenId> hosts = {trigger.token};
  hosts.insert(hosts.end(), telling.operators.begin(), telling.operators.end());
  for (const TokenId host : hosts) {
    for (TokenId c = tree_.first_child(host); c != kNoToken && out.empty();
         c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      if ((relation != Relation::kAdvcl && relation != Relation::kAcl &&
           relation != Relation::kXcomp) ||
          c < host || !is_verb(tree_.upos(c)))
        continue;
      const TokenRange words = tree_.subtree(c);
      for (TokenId t = c + 1; t < words.end && t < c + 24 && out.empty(); ++t) {
        if (tree_.upos(t) == Upos::kPunct) break;
        if (tree_.upos(t) != Upos::kPron) parties_.find_named(t, out);
      }
    }
  }
}

void EventReader::set_time(EventAct& act, const Telling& telling) {
  const auto& times = document_.times.times;
  while (next_time_ < times.size() && times[next_time_].tokens.begin < sentence_.begin)
    ++next_time_;
  TokenId clause = act.trigger;
  if (!telling.operators.empty()) clause = telling.operators.front();
  const TimeExpression* best = nullptr;
  TokenId best_at = kNoToken;
  bool best_says = false;
  std::uint32_t best_distance = 0;
  for (std::size_t i = next_time_; i < times.size() && times[i].tokens.begin < sentence_.end; ++i) {
    const TimeExpression& time = times[i];
    if (time.kind != TimeKind::kDate || time.use != TimeUse::kMoment) continue;
    // The predicate that the time hangs on must be of this act.
    TokenId at = time.tokens.begin;
    for (int climb = 0; climb < kMaxClimb && at != kNoToken; ++climb) {
      if (at < time.tokens.begin || at >= time.tokens.end) {
        if (is_verb(tree_.upos(at)) || trigger_at_[at] != kNoId) break;
      }
      at = tree_.head(at);
    }
    if (at == kNoToken) continue;
    // Of a plan also the verb that says it: "will visit, the ministry said on Monday".
    const bool says = telling.future &&
                      ((tree_.relation(at) == Relation::kParataxis && tree_.head(at) == clause) ||
                       ((tree_.relation(clause) == Relation::kCcomp ||
                         tree_.relation(clause) == Relation::kParataxis) &&
                        tree_.head(clause) == at));
    // "stopped accepting it on Monday".
    const bool inside = tree_.relation(at) == Relation::kXcomp && tree_.head(at) == act.trigger &&
                        tree_.xpos(at) == Xpos::kVbg;
    const bool own = at == act.trigger || at == clause || says || inside ||
                     std::find(telling.operators.begin(), telling.operators.end(), at) !=
                         telling.operators.end() ||
                     tree_.head(act.trigger) == at;
    if (!own) continue;
    const std::uint32_t distance = time.tokens.begin > act.trigger
                                       ? time.tokens.begin - act.trigger
                                       : act.trigger - time.tokens.begin;
    const bool passes = says && !best_says && document_.anchor_date() && time.interval.from &&
                        *time.interval.from <= *document_.anchor_date();
    if (best == nullptr || passes || (distance < best_distance && !best_says)) {
      best_says = says;
      best = &time;
      best_at = at;
      best_distance = distance;
      act.time = static_cast<TimeId>(i);
    }
  }
  const auto anchor = document_.anchor_date();
  if (best != nullptr && anchor && best->interval.to) {
    const Day window = *anchor - std::chrono::days(kNewsWindowDays);
    const std::string_view words = document_.text(best->span);
    // "earlier this year" reaches to the report's day and means what is past.
    const bool earlier = words.rfind("earlier", 0) == 0 || words.rfind("Earlier", 0) == 0;
    if (*best->interval.to < window ||
        (earlier && best->interval.from && *best->interval.from < window))
      act.background = true;
  }
  // What is to come is news, unless it was announced long ago.
  if (telling.future && !(best_says || (!telling.operators.empty() && best_at == clause)))
    act.background = false;
  if (follows_by_weeks(act.trigger)) {
    act.background = true;
    act.time.reset();
    best = nullptr;
  }
  // "had signed": told as what was before, unless somebody says it now.
  if (is_verb(tree_.upos(act.trigger)) && !telling.reported && best == nullptr) {
    for (TokenId c = tree_.first_child(act.trigger); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kAux && tree_.lemma(c) == small_.have &&
          tree_.xpos(c) == Xpos::kVbd)
        act.background = true;
    }
  }
}

// "two weeks after police seized the boat", "a year after it first asked".
bool EventReader::follows_by_weeks(TokenId verb) const {
  if (!is_verb(tree_.upos(verb))) return false;
  const TokenId after = tree_.child_lemma(verb, small_.after);
  if (after == kNoToken || after == sentence_.begin || after > verb) return false;
  const std::string_view unit = document_.token(after - 1);
  for (const std::string_view known : {"week", "weeks", "month", "months", "year", "years"}) {
    if (unit == known) return true;
  }
  return false;
}

// Whether nothing says what is promised, refused or signed: "he declined", "the aid promised".
bool EventReader::lacks_matter(const Trigger& trigger, const EventAct& event) const {
  const ActClass& c = act(trigger);
  const bool plans = c.embeds == Embedding::kPlan;
  const bool refuses =
      c.done.given && c.done.type == EventType::kReject && c.embeds == Embedding::kTake;
  const bool signs = c.name == "sign";
  // A row that asks for its object has one: "approved a grant".
  if (std::any_of(row(trigger).conditions.begin(), row(trigger).conditions.end(),
                  [](const Condition& condition) {
                    return condition.slot.kind == ArgumentKind::kObject && !condition.negated;
                  }))
    return false;
  if ((!plans && !refuses && !signs) || !event.recipients.empty() || event.actors.size() > 1 ||
      !trigger.inner.empty())
    return false;
  for (TokenId child = tree_.first_child(trigger.token); child != kNoToken;
       child = tree_.next_sibling(child)) {
    const Relation relation = tree_.relation(child);
    if (relation == Relation::kXcomp || relation == Relation::kCcomp) return false;
    if (relation == Relation::kAdvcl && tree_.child_lemma(child, small_.to) != kNoToken)
      return false;
    if (relation == Relation::kAcl && plans) return false;
    if (!plans && (relation == Relation::kObj || relation == Relation::kNsubjPass ||
                   relation == Relation::kObl || relation == Relation::kNmod))
      return false;
  }
  return true;
}

void EventReader::emit(const Trigger& trigger, const Outcome& outcome, const Telling& telling,
                       ActStatus status, const char* reason) {
  if (!outcome.given) return;
  const ActClass& c = act(trigger);
  const ActRow& r = row(trigger);
  const bool verb = is_verb(tree_.upos(trigger.token)) || tree_.upos(trigger.token) == Upos::kAdj;
  // What is accepted or expected is to come; a plan to harm is a threat.
  if (status == ActStatus::kDone && (c.name == "accept" || c.name == "visit_plan"))
    status = ActStatus::kPlanned;
  if (status == ActStatus::kPlanned && outcome.type == EventType::kThreaten)
    status = ActStatus::kThreatened;
  EventAct event;
  event.trigger = trigger.token;
  event.act = c.name;
  event.type = outcome.type;
  event.mode = outcome.mode;
  event.cameo = outcome.cameo;
  if (c.done.given && outcome.type == c.done.type && outcome.cameo == c.done.cameo) {
    if (!r.mode.empty()) event.mode = r.mode;
    if (!r.cameo.empty()) event.cameo = r.cameo;
  }
  event.status = status;
  event.rule = telling.rule + c.name;
  event.open = reason;
  event.act_span = text_.token_span[trigger.token];
  const Frame& actor = !r.actor.empty() ? r.actor : verb ? c.actor : c.noun_actor;
  const Frame& recipient = !r.recipient.empty() ? r.recipient
                           : verb               ? c.recipient
                                                : c.noun_recipient;
  // "fighting between A and B": they and nobody else.
  if (c.both) {
    std::vector<TokenId> between;
    tree_.arguments(trigger.token, {ArgumentKind::kPreposition, small_.between}, between);
    for (const TokenId head : between) parties_.find(head, PartyUse::kActs, event.actors);
    if (event.actors.size() < 2) event.actors.clear();
  }
  const bool told = !event.actors.empty();
  if (!told) collect(trigger, actor, telling, PartyUse::kActs, event.actors);
  if (!told)
    collect(trigger, recipient, telling,
            c.both && c.name != "open_post" ? PartyUse::kActs : PartyUse::kPlace, event.recipients);
  if (event.recipients.empty() && (c.embeds == Embedding::kTake || status == ActStatus::kRefused)) {
    // "refused to meet Peru", "threatened to attack Peru": the matter names it.
    for (const std::uint32_t i : trigger.inner) {
      const ActRow& inner_row = row(triggers_[i]);
      const ActClass& inner_class = act(triggers_[i]);
      const bool inner_verb = is_verb(tree_.upos(triggers_[i].token));
      Telling inner = telling;
      inner.operators.clear();
      const Frame& frame = !inner_row.recipient.empty() ? inner_row.recipient
                           : inner_verb                 ? inner_class.recipient
                                                        : inner_class.noun_recipient;
      // What is asked, an act of the asked one is asked of.
      const bool asks = outcome.type == EventType::kRequest;
      if (asks) {
        collect(triggers_[i],
                !inner_row.actor.empty() ? inner_row.actor
                : inner_verb             ? inner_class.actor
                                         : inner_class.noun_actor,
                inner, PartyUse::kActs, event.recipients);
      } else {
        collect(triggers_[i], frame, inner, PartyUse::kPlace, event.recipients);
        for (const std::uint32_t k : triggers_[i].inner) {
          if (!event.recipients.empty()) break;
          const bool deep_verb = is_verb(tree_.upos(triggers_[k].token));
          const ActClass& deep = act(triggers_[k]);
          collect(triggers_[k], deep_verb ? deep.recipient : deep.noun_recipient, inner,
                  PartyUse::kPlace, event.recipients);
        }
      }
      if (!event.recipients.empty()) break;
    }
  }
  if (event.recipients.empty() && c.name == "visit" && verb)
    find_where(trigger.token, event.recipients);
  if (event.recipients.empty() && outcome.type == EventType::kProtest)
    find_protested(trigger, telling, event.recipients);
  if (event.recipients.empty() && c.hostile && verb && event.actors.size() == 1)
    find_victims(trigger, event);
  if (event.recipients.empty() && !c.both) {
    for (const auto& alternative : recipient) {
      for (const ArgumentSlot slot : alternative) {
        if (slot.kind != ArgumentKind::kPreposition || !event.recipients.empty()) continue;
        // Without need only those that seldom mean anything else.
        if (c.parties < 2 && slot.preposition != small_.against && slot.preposition != small_.from)
          continue;
        const TokenId near = tree_.near_prepositional(trigger.token, slot.preposition);
        if (near != kNoToken) parties_.find(near, PartyUse::kPlace, event.recipients);
      }
    }
  }
  // What is done to the civilians, firms or captives of another state is done to it.
  if (outcome.type != EventType::kProtest) {
    const std::string own = event.actors.empty() ? "" : acting_id(document_, event.actors.front());
    std::vector<EventParty> states;
    for (EventParty& party : event.recipients) {
      const bool civil = party.actor == kNoId && party.state.size() == 3 &&
                         party.id != party.state && party.state != own && party.sector != "REB" &&
                         party.sector != "OPP" && party.sector != "PTY" && party.sector != "UAF";
      if (civil) party = parties_.party_of(party.state, party.span);
      const auto same = [&](const EventParty& there) {
        return party_id(document_, there) == party_id(document_, party);
      };
      if (std::none_of(states.begin(), states.end(), same)) states.push_back(std::move(party));
    }
    event.recipients = std::move(states);
  }
  const auto without_state = [&](const EventParty& party) {
    if (party.actor == kNoId) return party.state.empty() && !parties_.is_region(party);
    const Actor& known = document_.actors.actors[party.actor];
    return known.type == ActorType::kPerson && known.state.empty() && party.state.empty();
  };
  for (auto* list : {&event.actors, &event.recipients})
    list->erase(std::remove_if(list->begin(), list->end(), without_state), list->end());
  // Nobody is taken for an official of the state on the other side.
  const auto is_guess_of = [&](const std::vector<EventParty>& others) {
    return [&, list = &others](const EventParty& party) {
      return party.how == How::kInferred && party.actor != kNoId && !party.state.empty() &&
             std::any_of(list->begin(), list->end(), [&](const EventParty& other) {
               return other.how != How::kInferred && acting_id(document_, other) == party.state;
             });
    };
  };
  event.actors.erase(
      std::remove_if(event.actors.begin(), event.actors.end(), is_guess_of(event.recipients)),
      event.actors.end());
  event.recipients.erase(
      std::remove_if(event.recipients.begin(), event.recipients.end(), is_guess_of(event.actors)),
      event.recipients.end());
  if (c.both && !verb && event.actors.size() + event.recipients.size() < c.parties)
    parties_.find_before(trigger.token, event.actors);
  const bool directed =
      c.both && outcome.type == EventType::kAgree && !telling.operators.empty() &&
      std::any_of(telling.operators.begin(), telling.operators.end(), [&](TokenId op) {
        const std::uint32_t t = trigger_at_[op];
        return t != kNoId && act(triggers_[t]).name == "offer";
      });
  if (c.both && (telling.ended || telling.cancelled) &&
      (outcome.type == EventType::kSanction || outcome.type == EventType::kReject) &&
      part_sides(trigger, telling, event)) {
    // "Panama broke off talks with Peru": done by one to the other.
  } else if (c.both && !directed) {
    for (EventParty& party : event.recipients) event.actors.push_back(std::move(party));
    event.recipients.clear();
    std::vector<EventParty> distinct;
    for (EventParty& party : event.actors) {
      const auto same = [&](const EventParty& other) {
        return acting_id(document_, other) == acting_id(document_, party);
      };
      if (std::none_of(distinct.begin(), distinct.end(), same))
        distinct.push_back(std::move(party));
    }
    event.actors = std::move(distinct);
  } else {
    const auto acts = [&](const EventParty& party) {
      return std::any_of(event.actors.begin(), event.actors.end(), [&](const EventParty& other) {
        return acting_id(document_, other) == acting_id(document_, party);
      });
    };
    event.recipients.erase(std::remove_if(event.recipients.begin(), event.recipients.end(), acts),
                           event.recipients.end());
  }
  if (event.recipients.empty() && !c.both && c.embeds == Embedding::kTake &&
      (outcome.type == EventType::kReject || outcome.type == EventType::kThreaten)) {
    // "refused to let Denmark send": whom the verb after it names.
    const TokenId inner = tree_.child(trigger.token, Relation::kXcomp);
    std::vector<TokenId> objects;
    if (inner != kNoToken && is_verb(tree_.upos(inner))) {
      tree_.arguments(inner, {ArgumentKind::kObject, kNoWord}, objects);
      tree_.arguments(inner, {ArgumentKind::kIndirect, kNoWord}, objects);
    }
    for (const TokenId object : objects) {
      if (tree_.kinds(object) & (kStateWord | kPersonWord))
        parties_.find(object, PartyUse::kActs, event.recipients);
    }
    const auto acts = [&](const EventParty& party) {
      return std::any_of(event.actors.begin(), event.actors.end(), [&](const EventParty& other) {
        return acting_id(document_, other) == acting_id(document_, party);
      });
    };
    event.recipients.erase(std::remove_if(event.recipients.begin(), event.recipients.end(), acts),
                           event.recipients.end());
  }
  if (event.recipients.empty() && outcome.type == EventType::kReject && verb &&
      tree_.relation(trigger.token) == Relation::kAclRelcl) {
    // "Jordan wanted a ceiling, which Peru refused": refused to whoever wanted it.
    const TokenId thing = tree_.head(trigger.token);
    for (TokenId up = thing, i = 0; i < 3 && up != kNoToken; ++i, up = tree_.head(up)) {
      if (!is_verb(tree_.upos(up))) continue;
      const TokenId wanting = tree_.surface_subject(up);
      std::vector<EventParty> wanted;
      if (wanting != kNoToken) parties_.find(wanting, PartyUse::kActs, wanted);
      for (EventParty& party : wanted) {
        if (!event.actors.empty() &&
            acting_id(document_, party) != acting_id(document_, event.actors.front()))
          event.recipients.push_back(std::move(party));
      }
      break;
    }
  }
  spread_others(event);
  if (*event.open == '\0') fill_parties(trigger, telling, event);
  recode_between_states(event);
  if (*event.open == '\0' && lacks_matter(trigger, event)) event.open = "no matter";
  // What companies and societies do among themselves is no political event.
  const auto is_private = [&](const EventParty& party) {
    return party_id(document_, party).rfind("org:", 0) == 0;
  };
  if (*event.open == '\0' && !event.actors.empty() &&
      std::all_of(event.actors.begin(), event.actors.end(), is_private) &&
      std::all_of(event.recipients.begin(), event.recipients.end(), is_private))
    event.open = "no political actor";
  if (*event.open == '\0') {
    if (event.actors.empty()) {
      event.open = "no actor";
    } else if (c.both && event.actors.size() + event.recipients.size() < c.parties) {
      event.open = "one party only";
    } else if (!c.both && c.parties > 1 && event.recipients.empty() &&
               status != ActStatus::kRefused) {
      event.open = "no recipient";
    }
  }
  // The words: from the first to the last of predicate, operators and parties.
  Span words = text_.token_span[trigger.token];
  for (const TokenId op : telling.operators) words = cover(words, text_.token_span[op]);
  const Span limits = text_.span_of(sentence_);
  for (const auto* list : {&event.actors, &event.recipients}) {
    for (const EventParty& party : *list) {
      if (limits.contains(party.span)) words = cover(words, party.span);
    }
  }
  event.spans = {words};
  event.under_condition = has_condition(trigger.token);
  for (const TokenId op : telling.operators)
    event.under_condition = event.under_condition || has_condition(op);
  if (utterance_at_[trigger.token] != kNoId) event.utterance = utterance_at_[trigger.token];
  set_time(event, telling);
  if (telling.cancelled && was_to_have(trigger.token)) event.background = false;
  if (event.actors.size() == 2 && event.recipients.empty() && !c.both &&
      (*event.open == '\0' || std::string_view(event.open) == "no recipient") &&
      is_reciprocal(trigger)) {
    // "The two states blame each other": one act of each.
    EventAct back = event;
    event.open = back.open = "";
    event.recipients = {event.actors[1]};
    event.actors.pop_back();
    back.recipients = {back.actors[0]};
    back.actors.erase(back.actors.begin());
    ++emitted_;
    place(std::move(back));
  }
  if (*event.open == '\0') ++emitted_;
  place(std::move(event));
}

// "Colombian troops killed six rebels": people of whom nothing else is said are of that state.
void EventReader::find_victims(const Trigger& trigger, EventAct& event) const {
  const std::string& state = party_state(document_, event.actors.front());
  if (state.size() != 3) return;
  std::vector<TokenId> heads;
  tree_.arguments(trigger.token, {ArgumentKind::kObject, kNoWord}, heads);
  for (const TokenId head : heads) {
    const NounEntry* noun = tables_.noun(tree_.lemma(head));
    if (noun == nullptr || !(noun->uses & kNounPeople) || noun->sector.empty() ||
        noun->sector == "CVL" || (noun->uses & kNounState))
      continue;
    EventParty party;
    party.span = text_.token_span[head];
    if (head > sentence_.begin && (tree_.relation(head - 1) == Relation::kAmod ||
                                   tree_.relation(head - 1) == Relation::kCompound))
      party.span = text_.span_of({head - 1, head + 1});
    party.name = std::string(document_.text(party.span));
    party.id = "group:" + to_slug(party.name);
    party.state = state;
    party.sector = noun->sector;
    party.how = How::kInferred;
    event.recipients.push_back(std::move(party));
    return;
  }
}

// Limits of one state on another are sanctions, not coercion of its own people; a state that
// protests complains.
void EventReader::recode_between_states(EventAct& event) const {
  if (event.act == "protest" && event.type == EventType::kProtest && event.actors.size() == 1 &&
      is_verb(tree_.upos(event.trigger))) {
    const EventParty& party = event.actors.front();
    const bool named = party.actor != kNoId && party.mention != kNoId;
    const MentionKind kind =
        named ? document_.actors.mentions[party.mention].kind : MentionKind::kPeople;
    if (named && kind != MentionKind::kPeople && kind != MentionKind::kAdjective &&
        document_.actors.actors[party.actor].type != ActorType::kGroup) {
      event.type = EventType::kAccuse;
      event.mode = "disapprove";
      event.cameo = "114";
    }
    return;
  }
  if (event.act != "restrict" || event.actors.empty() || event.recipients.empty()) return;
  const auto is_other_state = [&](const EventParty& party) {
    if (party.actor == kNoId) return party.id.size() == 3;
    const Actor& actor = document_.actors.actors[party.actor];
    return actor.type == ActorType::kState &&
           acting_id(document_, party) != acting_id(document_, event.actors.front());
  };
  if (!std::all_of(event.recipients.begin(), event.recipients.end(), is_other_state)) return;
  if (event.type == EventType::kCoerce) {
    event.type = EventType::kSanction;
    event.mode = "discontinue";
    event.cameo = "163";
  } else if (event.type == EventType::kConcede && event.cameo == "081") {
    event.cameo = "085";
  }
}

// "Zambia invited both neighbours": where the reference takes in who acts, it means the other two.
void EventReader::spread_others(EventAct& event) const {
  if (pair_.size() != 2 || event.actors.size() != 1 || event.recipients.size() != 1) return;
  const std::string& own = acting_id(document_, event.actors[0]);
  const MentionId m = event.recipients[0].mention;
  if (m == kNoId || own == pair_[0] || own == pair_[1]) return;
  const Mention& mention = document_.actors.mentions[m];
  if (!is_reference(mention.kind) || mention.actor == kNoId) return;
  const auto& members = document_.actors.actors[mention.actor].members;
  if (members.size() != 2 || std::find(members.begin(), members.end(), own) == members.end())
    return;
  event.recipients.clear();
  for (const std::string& id : pair_)
    event.recipients.push_back(parties_.party_of(id, mention.span));
}

// The request, offer or invitation of the sentences before that an answer is about: "rejected the
// call", "accepted on Tuesday".
const EventAct* EventReader::answered(const EventAct& event) const {
  constexpr SentenceId kReach = 2;
  const SentenceId sentence = text_.token_sentence[event.trigger];
  for (auto past = layer_.events.rbegin(); past != layer_.events.rend(); ++past) {
    if (text_.token_sentence[past->trigger] + kReach < sentence) return nullptr;
    const bool asks =
        past->type == EventType::kRequest ||
        (past->type == EventType::kAgree && (past->act == "invite" || past->act == "offer"));
    if (!asks || past->recipients.empty() || past->actors.empty()) continue;
    if (event.actors.empty()) return &*past;
    for (const EventParty& asked : past->recipients) {
      for (const EventParty& answers : event.actors) {
        if (acting_id(document_, asked) == acting_id(document_, answers)) return &*past;
      }
    }
  }
  return nullptr;
}

bool EventReader::is_time(TokenId token) const {
  const auto& times = document_.times.times;
  for (std::size_t i = next_time_; i < times.size() && times[i].tokens.begin <= token; ++i) {
    if (token < times[i].tokens.end) return true;
  }
  return false;
}

// Parties that the clause leaves to the report: whose request is answered, and in a report about
// two, the other one.
void EventReader::fill_parties(const Trigger& trigger, const Telling& telling,
                               EventAct& event) const {
  const ActClass& c = act(trigger);
  const TokenId token = trigger.token;
  const Span span = text_.token_span[token];
  const bool verb = is_verb(tree_.upos(token));
  const auto take = [&](const std::vector<EventParty>& from, std::vector<EventParty>& to) {
    for (const EventParty& party : from) {
      to.push_back(party);
      to.back().how = How::kInferred;
      to.back().span = span;
    }
  };
  const auto is_body = [&](TokenId head) {
    const NounEntry* noun = tables_.noun(tree_.lemma(head));
    return noun != nullptr && (noun->uses & kNounJoint) != 0;
  };
  if (c.both) {
    if (pair_.empty() || !event.recipients.empty()) return;
    if (event.actors.empty() && tree_.relation(token) == Relation::kAcl) {
      // "agreements reached at the highest level": only what has a day is told.
      bool dated = false;
      for (TokenId child = tree_.first_child(token); child != kNoToken;
           child = tree_.next_sibling(child))
        dated = dated || is_time(child);
      if (!dated) return;
    }
    if (event.actors.empty()) {
      // "a memorandum was signed", "talks were held", "the joint commission will meet".
      bool joint = false;
      std::vector<TokenId> clause = {token};
      clause.insert(clause.end(), telling.operators.begin(), telling.operators.end());
      bool doer = false;
      for (const TokenId predicate : clause) {
        if (!is_verb(tree_.upos(predicate))) continue;
        const std::uint32_t t = trigger_at_[predicate];
        if (predicate != token && t != kNoId &&
            (act(triggers_[t]).embeds == Embedding::kReport ||
             act(triggers_[t]).embeds == Embedding::kAnnounce))
          continue;
        if (tree_.is_passive(predicate)) {
          std::vector<TokenId> agents;
          tree_.arguments(predicate, {ArgumentKind::kSubject, kNoWord}, agents);
          if (agents.empty()) {
            joint = true;
          } else {
            doer = true;
          }
          continue;
        }
        const TokenId subject = tree_.surface_subject(predicate);
        if (subject == kNoToken) continue;
        if (is_body(subject) || trigger_at_[subject] != kNoId) {
          joint = true;
        } else {
          doer = true;
        }
      }
      if (!verb && telling.operators.empty())
        joint = event.type == EventType::kSupport || telling.hosted;
      if (!joint || doer) return;
      for (const std::string& id : pair_) event.actors.push_back(parties_.party_of(id, span));
    }
    return;
  }
  const bool answers = event.type == EventType::kReject || c.name == "accept";
  if (answers) {
    bool passive = verb && tree_.is_passive(token);
    if (event.actors.empty() && passive && event.recipients.empty()) {
      if (const EventAct* past = answered(event); past != nullptr) {
        take(past->recipients, event.actors);
        take(past->actors, event.recipients);
        return;
      }
    }
    if (event.recipients.empty() && !event.actors.empty()) {
      if (const EventAct* past = answered(event); past != nullptr)
        take(past->actors, event.recipients);
    }
    // "a request from Peru was refused".
    if (event.actors.empty() && passive && event.recipients.size() == 1 && pair_.size() == 2) {
      const std::string& asker = acting_id(document_, event.recipients[0]);
      if (asker == pair_[0] || asker == pair_[1])
        event.actors.push_back(parties_.party_of(asker == pair_[0] ? pair_[1] : pair_[0], span));
    }
  }
  if ((!c.needs_recipient && c.name != "concede") || !event.recipients.empty() ||
      event.actors.size() != 1 || pair_.size() != 2)
    return;
  const std::string& own = acting_id(document_, event.actors[0]);
  if (own != pair_[0] && own != pair_[1]) return;
  switch (event.type) {
    case EventType::kRequest:
    case EventType::kReject:
    case EventType::kThreaten:
    case EventType::kSanction:
    case EventType::kAid:
    case EventType::kAgree:
    case EventType::kConcede:
    case EventType::kAccuse:
    case EventType::kSupport:
      break;
    default:
      return;
  }
  // Somebody else is addressed: "asked parliament to".
  std::vector<TokenId> heads;
  for (const auto& alternative : c.recipient) {
    for (const ArgumentSlot slot : alternative) tree_.arguments(token, slot, heads);
  }
  for (const TokenId head : heads) {
    const NounEntry* noun = tables_.noun(tree_.lemma(head));
    const bool people = noun != nullptr && (noun->uses & (kNounPeople | kNounOrganisation)) != 0;
    const Upos upos = tree_.upos(head);
    const bool name = upos == Upos::kPropn && !is_time(head) && c.name != "visit";
    if (people || name || upos == Upos::kPron || (tree_.kinds(head) & kStateWord)) return;
  }
  if (event.type == EventType::kRequest && heads.empty() && trigger.inner.empty()) return;
  event.recipients.push_back(parties_.party_of(own == pair_[0] ? pair_[1] : pair_[0], span));
}

void EventReader::place(EventAct act) {
  if (*act.open == '\0') {
    layer_.events.push_back(std::move(act));
  } else {
    layer_.open.push_back(std::move(act));
  }
}

// One event for one act by one set of parties on one day.
void EventReader::merge() {
  const auto ids = [&](const std::vector<EventParty>& parties) {
    std::vector<std::string> list;
    for (const EventParty& party : parties) list.push_back(acting_id(document_, party));
    std::sort(list.begin(), list.end());
    return list;
  };
  const auto day = [&](const EventAct& act) {
    return act.time ? document_.times.times[*act.time].interval : Interval{};
  };
  // Equal, or one inside the other: "this morning" and "this year".
  const auto agree = [](const Interval& a, const Interval& b) {
    if (a == b) return true;
    if (!a.from || !a.to || !b.from || !b.to) return false;
    return (*a.from <= *b.from && *b.to <= *a.to) || (*b.from <= *a.from && *a.to <= *b.to);
  };
  std::vector<EventAct> kept;
  std::map<std::tuple<EventType, ActStatus, std::vector<std::string>, std::vector<std::string>>,
           std::vector<std::size_t>>
      seen;
  for (EventAct& act : layer_.events) {
    auto& same = seen[{act.type, act.status, ids(act.actors), ids(act.recipients)}];
    const auto in_title = [&](const EventAct& of) {
      return text_.sentence_is_title[text_.token_sentence[of.trigger]] != 0;
    };
    bool merged = false;
    for (const std::size_t k : same) {
      EventAct& other = kept[k];
      // A title does not say when.
      const bool titled = in_title(act) || in_title(other);
      if (act.background != other.background && !titled) continue;
      if (act.time && other.time && !agree(day(act), day(other))) continue;
      if (!act.mode.empty() && !other.mode.empty() && act.mode != other.mode) continue;
      for (const Span span : act.spans) {
        const auto overlaps = [&](Span there) { return there.overlaps(span); };
        if (std::none_of(other.spans.begin(), other.spans.end(), overlaps))
          other.spans.push_back(span);
      }
      std::sort(other.spans.begin(), other.spans.end());
      if (other.mode.empty()) other.mode = act.mode;
      if (in_title(other)) other.background = act.background;
      other.also.push_back(act.trigger);
      for (const EventSize& size : act.sizes) {
        const auto same_kind = [&](const EventSize& there) { return there.what == size.what; };
        if (std::none_of(other.sizes.begin(), other.sizes.end(), same_kind))
          other.sizes.push_back(size);
      }
      if (!other.time) other.time = act.time;
      merged = true;
      break;
    }
    if (merged) continue;
    if (same.size() < 8) same.push_back(kept.size());
    kept.push_back(std::move(act));
  }
  std::stable_sort(kept.begin(), kept.end(), [](const EventAct& a, const EventAct& b) {
    return a.spans.front() < b.spans.front();
  });
  share_days(kept);
  layer_.events = std::move(kept);
}

// An act without a day, by the same parties as an act of a day in the news window, is of that day:
// the text signed at the visit, the promise made in the call.
void EventReader::share_days(std::vector<EventAct>& events) const {
  const auto anchor = document_.anchor_date();
  if (!anchor) return;
  const auto parties = [&](const EventAct& event) {
    std::vector<std::string> ids;
    for (const auto* list : {&event.actors, &event.recipients}) {
      for (const EventParty& party : *list) ids.push_back(acting_id(document_, party));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  };
  constexpr std::size_t kReach = 24;
  std::vector<std::vector<std::string>> ids;
  for (const EventAct& event : events) ids.push_back(parties(event));
  const auto day_of = [&](const EventAct& event) -> std::optional<TimeId> {
    if (!event.time || event.background) return std::nullopt;
    const Interval& there = document_.times.times[*event.time].interval;
    if (!there.from || !there.to || *there.from != *there.to || *there.from > *anchor ||
        *there.from < *anchor - std::chrono::days(kNewsWindowDays))
      return std::nullopt;
    return event.time;
  };
  std::vector<std::optional<TimeId>> days;
  for (const EventAct& event : events) days.push_back(day_of(event));
  for (std::size_t e = 0; e < events.size(); ++e) {
    EventAct& event = events[e];
    if (event.background || ids[e].size() < 2 || event.status == ActStatus::kHypothetical) continue;
    if (event.time) {
      const Interval& own = document_.times.times[*event.time].interval;
      // The day of a plan is not that of its telling.
      if (!own.from || *own.from <= *anchor) continue;
    }
    for (std::size_t back = 1; back <= kReach && back <= e; ++back) {
      if (!days[e - back] || ids[e - back] != ids[e]) continue;
      event.time = days[e - back];
      break;
    }
  }
}

ActReading find_events(const Document& document, const EventLexicon& lexicon) {
  if (document.syntax.head.size() != document.text_layer.tokens()) return {};
  EventReader reader(document, lexicon.tables());
  ActReading reading;
  reading.events = reader.read();
  reading.records = reader.read_records();
  return reading;
}

}  // namespace chancery
