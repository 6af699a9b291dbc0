#include "events/parties.hpp"

#include <algorithm>

#include "base/slug.hpp"

namespace chancery {
namespace {

const std::string kRegion = "group:";
constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxParties = 24;
constexpr std::uint32_t kMaxPhraseTokens = 24;

}  // namespace

const std::string& party_id(const Document& document, const EventParty& party) {
  return party.actor == kNoId ? party.id : document.actors.actors[party.actor].id;
}

const std::string& acting_id(const Document& document, const EventParty& party) {
  if (party.actor == kNoId) return party.id;
  const Actor& actor = document.actors.actors[party.actor];
  if (actor.type == ActorType::kPerson && actor.state.empty() && !party.state.empty())
    return party.state;
  const bool acts =
      actor.type == ActorType::kPerson && !actor.state.empty() && !actor.office.empty();
  return acts ? actor.state : actor.id;
}

const std::string& party_state(const Document& document, const EventParty& party) {
  if (party.actor == kNoId) return party.state;
  const Actor& actor = document.actors.actors[party.actor];
  if (!actor.state.empty()) return actor.state;
  return actor.type == ActorType::kPerson ? party.state : actor.id;
}

PartyFinder::PartyFinder(const Document& document, const EventTables& tables,
                         const ClauseTree& tree)
    : document_(document), tables_(tables), tree_(tree) {
  const std::size_t tokens = document.text_layer.tokens();
  mention_at_.assign(tokens, kNoId);
  inner_at_.assign(tokens, kNoId);
  place_at_.assign(tokens, kNoId);
  const auto& mentions = document.actors.mentions;
  for (MentionId m = 0; m < mentions.size(); ++m) {
    for (TokenId t = mentions[m].tokens.begin; t < mentions[m].tokens.end && t < tokens; ++t) {
      if (mention_at_[t] == kNoId ||
          mentions[m].tokens.size() > mentions[mention_at_[t]].tokens.size())
        mention_at_[t] = m;
      if (inner_at_[t] == kNoId || mentions[m].tokens.size() < mentions[inner_at_[t]].tokens.size())
        inner_at_[t] = m;
    }
  }
  const auto& places = document.places.mentions;
  for (std::uint32_t p = 0; p < places.size(); ++p) {
    for (TokenId t = places[p].tokens.begin; t < places[p].tokens.end && t < tokens; ++t)
      place_at_[t] = p;
  }
  for (ActorId a = 0; a < document.actors.actors.size(); ++a)
    actor_of_.emplace(document.actors.actors[a].id, a);
  find_home();
}

// Whose officials the report names without a state: "Principal Secretary Phiri" of a report from
// Blantyre is Malawi's.
void PartyFinder::find_home() {
  official_.assign(document_.actors.actors.size(), false);
  for (const Mention& mention : document_.actors.mentions) {
    if (mention.actor == kNoId || mention.kind != MentionKind::kPerson) continue;
    constexpr TokenId kTitle = 5;
    const TokenId begin = mention.tokens.begin > kTitle ? mention.tokens.begin - kTitle : 0;
    for (TokenId t = mention.tokens.end; t-- > begin;) {
      if (t < mention.tokens.begin && (mention_at_[t] != kNoId || tree_.upos(t) == Upos::kVerb ||
                                       tree_.upos(t) == Upos::kPunct))
        break;
      const NounEntry* noun = tables_.noun(tree_.lemma(t));
      if (noun != nullptr && (noun->uses & kNounState)) official_[mention.actor] = true;
    }
  }
  const auto& states = document_.actors.states;
  const PlaceId dateline = document_.places.dateline;
  if (dateline != kNoId && document_.places.places[dateline].state.size() == 3) {
    home_ = document_.places.places[dateline].state;
    // Only a state that the report is about.
    const auto about = [&](ActorId state) { return document_.actors.actors[state].id == home_; };
    if (std::none_of(states.begin(), states.end(), about)) home_.clear();
  } else if (states.size() == 1) {
    home_ = document_.actors.actors[states.front()].id;
  }
}

void PartyFinder::push(EventParty party, std::vector<EventParty>& out) const {
  if (out.size() >= kMaxParties) return;
  const std::string& id = party_id(document_, party);
  if (id.empty()) return;
  for (const EventParty& there : out) {
    if (party_id(document_, there) == id) return;
  }
  out.push_back(std::move(party));
}

Span PartyFinder::phrase_span(TokenId head) const {
  // From the first modifier to the head: not what follows it.
  TokenId begin = head;
  for (TokenId c = tree_.first_child(head); c != kNoToken && c < head; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (relation == Relation::kAmod || relation == Relation::kCompound ||
        relation == Relation::kNmodPoss) {
      const TokenId from = tree_.subtree(c).begin;
      if (head - from <= kMaxPhraseTokens) begin = std::min(begin, from);
    }
  }
  return document_.text_layer.span_of({begin, head + 1});
}

bool PartyFinder::add_mention(TokenId token, PartyUse use, std::vector<EventParty>& out) const {
  const MentionId m = mention_at_[token];
  if (m == kNoId) return false;
  const Mention& mention = document_.actors.mentions[m];
  if (mention.actor == kNoId) return false;
  const Actor& actor = document_.actors.actors[mention.actor];
  if (mention.as_place && use == PartyUse::kActs) {
    // A capital that does something is its government: "demanded that Budapest apologise".
    const Relation relation = tree_.relation(token);
    const bool does = mention.kind == MentionKind::kCapital && relation == Relation::kNsubj &&
                      tree_.head(token) != kNoToken && tree_.upos(tree_.head(token)) == Upos::kVerb;
    if (!does) return false;
  }
  EventParty party;
  party.mention = m;
  party.span = mention.span;
  party.how = mention.how;
  // A circle of states ("the Baltic states") stays one; "both sides" are its members.
  if (!actor.members.empty() && actor.id.find('+') != std::string::npos &&
      mention.how != How::kInferred) {
    for (const std::string& member : actor.members) {
      const auto found = actor_of_.find(member);
      EventParty one = party;
      if (found != actor_of_.end()) {
        one.actor = found->second;
      } else {
        one.id = member;
        one.state = member;
        one.name = member;
      }
      push(std::move(one), out);
    }
    return true;
  }
  party.actor = mention.actor;
  if (actor.type == ActorType::kPerson && actor.state.empty()) {
    // "the prime minister" of a report that names one state is its prime minister.
    // Without a date the tables name no office holder, so a known foreigner looks like a stranger.
    if ((actor.office.empty() && !official_[mention.actor]) || home_.empty() ||
        !document_.anchor_date())
      return false;
    party = party_of(home_, mention.span);
  }
  push(std::move(party), out);
  return true;
}

EventParty PartyFinder::party_of(const std::string& id, Span span) const {
  EventParty party;
  party.span = span;
  party.how = How::kInferred;
  if (const auto found = actor_of_.find(id); found != actor_of_.end()) {
    party.actor = found->second;
  } else {
    party.id = party.state = party.name = id;
  }
  return party;
}

void PartyFinder::add_place(TokenId token, std::vector<EventParty>& out) const {
  const std::uint32_t p = place_at_[token];
  if (p == kNoId) return;
  const PlaceMention& mention = document_.places.mentions[p];
  if (mention.place == kNoId) return;
  const Place& place = document_.places.places[mention.place];
  if (place.state.size() != 3) return;
  EventParty party;
  party.span = mention.span;
  party.how = How::kLookedUp;
  const auto found = actor_of_.find(place.state);
  if (found != actor_of_.end()) {
    party.actor = found->second;
  } else {
    party.id = party.state = party.name = place.state;
  }
  push(std::move(party), out);
}

void PartyFinder::find_before(TokenId noun, std::vector<EventParty>& out) const {
  const TokenRange sentence =
      document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[noun]];
  std::vector<EventParty> found;
  for (TokenId t = noun; t > sentence.begin && noun - t < kMaxPhraseTokens;) {
    --t;
    const Upos upos = tree_.upos(t);
    if (upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kAdp || upos == Upos::kSconj ||
        upos == Upos::kPron || document_.token(t) == ",")
      break;
    const MentionId m = inner_at_[t];
    if (m == kNoId || document_.actors.mentions[m].tokens.begin != t) continue;
    add_mention(t, PartyUse::kMeant, found);
  }
  for (auto party = found.rbegin(); party != found.rend(); ++party) push(std::move(*party), out);
}

void PartyFinder::find_owners(TokenId noun, std::vector<EventParty>& out) const {
  if (const NounEntry* entry = tables_.noun(tree_.lemma(noun));
      entry != nullptr && (entry->uses & kNounThing))
    return;
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (relation == Relation::kNmodPoss) {
      add_phrase(tree_.antecedent(c), PartyUse::kMeant, 1, out);
    } else if (relation == Relation::kAmod || relation == Relation::kCompound) {
      // "Israeli", "US-Russian", "Turkish and Greek".
      const TokenRange words = tree_.subtree(c);
      if (words.size() > kMaxPhraseTokens) continue;
      for (TokenId t = words.begin; t < words.end; ++t) {
        if (inner_at_[t] == kNoId) continue;
        const Mention& mention = document_.actors.mentions[inner_at_[t]];
        if (mention.actor == kNoId || mention.tokens.begin != t) continue;
        const Actor& owner = document_.actors.actors[mention.actor];
        if (owner.type == ActorType::kPerson && owner.state.empty()) continue;
        EventParty party;
        party.mention = inner_at_[t];
        party.span = mention.span;
        party.how = mention.how;
        party.actor = mention.actor;
        push(std::move(party), out);
      }
    }
  }
}

// "African countries", "53 Arab states", "Africa": the states of a region as one.
bool PartyFinder::add_region(TokenId head, std::vector<EventParty>& out) const {
  TokenId region = kNoToken;
  if (tree_.upos(head) == Upos::kPropn) {
    region = head;
  } else {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      const NounEntry* entry = tables_.noun(tree_.lemma(c));
      if (c < head && entry != nullptr && (entry->uses & kNounRegion)) region = c;
    }
  }
  if (region == kNoToken || mention_at_[region] != kNoId) return false;
  const NounEntry* entry = tables_.noun(tree_.lemma(region));
  if (entry == nullptr || !(entry->uses & kNounRegion)) return false;
  EventParty party;
  party.span = document_.text_layer.span_of({std::min(region, head), std::max(region, head) + 1});
  party.name = std::string(document_.text(party.span));
  party.id = kRegion + entry->sector + "-states";
  push(std::move(party), out);
  return true;
}

bool PartyFinder::is_region(const EventParty& party) const {
  return party.id.rfind(kRegion, 0) == 0 && party.id.size() > 7 &&
         party.id.compare(party.id.size() - 7, 7, "-states") == 0;
}

// "Israeli soldiers", "leaders of Romania's government", "rebels in Chad".
void PartyFinder::add_people(TokenId head, const NounEntry& noun, PartyUse use, int depth,
                             std::vector<EventParty>& out) const {
  std::vector<EventParty> owners;
  find_owners(head, owners);
  const auto& small = tables_.small;
  for (TokenId c = tree_.first_child(head); c != kNoToken && owners.empty();
       c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (relation == Relation::kNmod) {
      const WordId preposition = tree_.preposition(c);
      if (preposition != small.of && preposition != small.from && preposition != small.in) continue;
      const PartyUse where = preposition == small.of ? PartyUse::kMeant : PartyUse::kPlace;
      add_phrase(c, where, depth + 1, owners);
      for (TokenId d = tree_.first_child(c); d != kNoToken; d = tree_.next_sibling(d)) {
        if (tree_.relation(d) == Relation::kConj) add_phrase(d, where, depth + 1, owners);
      }
    } else if (relation == Relation::kAppos || relation == Relation::kFlat ||
               relation == Relation::kNmodDesc) {
      add_mention(c, PartyUse::kActs, owners);
    }
  }
  // "refugees fleeing the war in Liberia": to whom it is done may be told further on.
  if (owners.empty() && use != PartyUse::kActs) {
    const TokenRange words = tree_.subtree(head);
    for (TokenId t = head + 1; t < words.end && t < head + kMaxPhraseTokens && owners.empty();
         ++t) {
      if (tree_.upos(t) == Upos::kPunct) break;
      add_mention(t, PartyUse::kPlace, owners);
    }
  }
  const Span span = phrase_span(head);
  for (const EventParty& owner : owners) {
    // "Hamas fighters", "UN officials": the organisation acts.
    if (owner.actor != kNoId) {
      const ActorType type = document_.actors.actors[owner.actor].type;
      if (type == ActorType::kOrganisation || type == ActorType::kGroup) {
        EventParty body = owner;
        body.span = span;
        push(std::move(body), out);
        continue;
      }
    }
    const std::string state = state_of(owner);
    if (state.empty()) continue;
    EventParty party = owner;
    party.span = span;
    if (noun.uses & kNounState) {
      // An organ of the state is the state.
      if (party.actor != kNoId && document_.actors.actors[party.actor].type != ActorType::kState &&
          document_.actors.actors[party.actor].type != ActorType::kOrganisation) {
        const auto found = actor_of_.find(state);
        party.actor = found == actor_of_.end() ? kNoId : found->second;
        party.mention = kNoId;
        if (party.actor == kNoId) party.id = party.name = party.state = state;
      }
      party.sector = noun.sector;
      push(std::move(party), out);
      continue;
    }
    party.actor = kNoId;
    party.mention = kNoId;
    party.name = std::string(document_.text(span));
    party.id = "group:" + to_slug(party.name);
    party.state = state;
    party.sector = noun.sector;
    push(std::move(party), out);
    break;
  }
}

std::string PartyFinder::state_of(const EventParty& party) const {
  return party_state(document_, party);
}

void PartyFinder::add_phrase(TokenId head, PartyUse use, int depth,
                             std::vector<EventParty>& out) const {
  if (depth > kMaxDepth) return;
  const auto& small = tables_.small;
  const NounEntry* noun = tables_.noun(tree_.lemma(head));
  const bool covered = mention_at_[head] != kNoId;
  if (covered && add_mention(head, use, out)) return;
  if (use == PartyUse::kPlace && place_at_[head] != kNoId) {
    const std::size_t places = out.size();
    add_place(head, out);
    if (out.size() > places) return;
  }
  if (noun != nullptr && (noun->uses & kNounPartitive)) {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of) {
        const std::size_t before = out.size();
        add_phrase(c, use, depth + 1, out);
        if (out.size() > before) return;
      }
    }
  }
  // A number or quantifier as head: "two of its nationals".
  if (tree_.upos(head) == Upos::kNum) {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of)
        add_phrase(c, use, depth + 1, out);
    }
    return;
  }
  if (noun != nullptr && (noun->uses & (kNounJoint | kNounRegion)) && add_region(head, out)) return;
  if (noun != nullptr && (noun->uses & kNounPeople)) {
    add_people(head, *noun, use, depth, out);
    return;
  }
  if (noun != nullptr && (noun->uses & kNounTool)) {
    std::vector<EventParty> owners;
    find_owners(head, owners);
    for (TokenId c = tree_.first_child(head); c != kNoToken && owners.empty();
         c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of)
        add_phrase(c, PartyUse::kActs, depth + 1, owners);
    }
    for (EventParty& owner : owners) push(std::move(owner), out);
    return;
  }
  if (tree_.upos(head) == Upos::kPropn || covered) {
    // A name that no table knows, with what stands beside it.
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      if (relation == Relation::kFlat || relation == Relation::kCompound ||
          relation == Relation::kAppos || relation == Relation::kNmodDesc) {
        if (add_mention(c, PartyUse::kActs, out)) return;
      }
    }
    if (use == PartyUse::kActs) {
      std::vector<EventParty> owners;
      find_owners(head, owners);
      for (EventParty& owner : owners) {
        owner.span = phrase_span(head);
        push(std::move(owner), out);
      }
      return;
    }
  }
  // "her host, Zlatko Lagumdzija".
  for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kAppos && (tree_.kinds(c) & kPersonWord) &&
        add_mention(c, PartyUse::kActs, out))
      return;
  }
  if (use == PartyUse::kActs) return;
  const std::size_t before = out.size();
  find_owners(head, out);
  // "the ban that Tanzania imposed".
  for (TokenId c = tree_.first_child(head); c != kNoToken && out.size() == before;
       c = tree_.next_sibling(c)) {
    if (tree_.relation(c) != Relation::kAclRelcl) continue;
    const TokenId subject = tree_.child(c, Relation::kNsubj);
    if (subject != kNoToken && (tree_.kinds(subject) & kStateWord))
      add_mention(subject, PartyUse::kActs, out);
  }
  for (TokenId c = tree_.first_child(head); c != kNoToken && out.size() == before;
       c = tree_.next_sibling(c)) {
    if (tree_.relation(c) != Relation::kNmod) continue;
    const WordId preposition = tree_.preposition(c);
    if (preposition == small.of || preposition == small.by || preposition == small.against ||
        preposition == small.for_ || preposition == small.near || preposition == small.from ||
        preposition == small.in || preposition == small.at) {
      const PartyUse meant =
          preposition == small.in || preposition == small.from || preposition == small.at
              ? use
              : PartyUse::kMeant;
      add_phrase(c, meant, depth + 1, out);
      for (TokenId d = tree_.first_child(c); d != kNoToken; d = tree_.next_sibling(d)) {
        if (tree_.relation(d) == Relation::kConj) add_phrase(d, meant, depth + 1, out);
      }
    }
  }
}

// "In Cairo, Libya and Tunisia agreed": where the first of two joined names hangs elsewhere, the
// second one has the "and" of nobody.
void PartyFinder::add_joined_before(TokenId head, PartyUse use,
                                    std::vector<EventParty>& out) const {
  if (tree_.relation(head) == Relation::kConj) return;
  for (TokenId c = tree_.first_child(head); c != kNoToken && c < head; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) != Relation::kCc || c == 0) continue;
    if (mention_at_[c - 1] != kNoId) add_mention(c - 1, use, out);
    return;
  }
}

void PartyFinder::find(TokenId head, PartyUse use, std::vector<EventParty>& out) const {
  add_joined_before(head, use, out);
  add_phrase(head, use, 0, out);
  for (TokenId c = tree_.first_child(head); c != kNoToken && out.size() < kMaxParties;
       c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kConj) add_phrase(c, use, 0, out);
  }
}

}  // namespace chancery
