#include "entries/event_entries.hpp"

#include <algorithm>

#include "entries/entry_place.hpp"

namespace chancery {
namespace {

Status status_of(ActStatus status) {
  switch (status) {
    case ActStatus::kProposed:
      return Status::kProposed;
    case ActStatus::kRequested:
      return Status::kRequested;
    case ActStatus::kThreatened:
      return Status::kThreatened;
    case ActStatus::kPlanned:
      return Status::kPlanned;
    case ActStatus::kOngoing:
      return Status::kOngoing;
    case ActStatus::kDone:
      return Status::kDone;
    case ActStatus::kCancelled:
      return Status::kCancelled;
    case ActStatus::kPostponed:
      return Status::kPostponed;
    case ActStatus::kRefused:
      return Status::kRefused;
    case ActStatus::kHypothetical:
      return Status::kHypothetical;
  }
  return Status::kDone;
}

std::string name_of(const Document& document, const std::string& id) {
  for (const Actor& actor : document.actors.actors) {
    if (actor.id == id) return actor.name;
  }
  return id;
}

EntryActor make_event_actor(const Document& document, const EntryLexicon& lexicon,
                            const EventParty& party, const char* slot) {
  EntryActor out;
  out.slot = slot;
  out.role = to_string(party.role);
  out.how = to_string(party.how);
  if (!party.span.empty()) out.span = party.span;
  if (party.actor == kNoId) {
    const bool group = party.id.rfind("group:", 0) == 0;
    out.id = party.id;
    out.name = party.name;
    out.type = to_string(group ? ActorType::kGroup : ActorType::kState);
    out.state = party.state;
    out.sector = party.sector;
    return out;
  }
  const Actor& actor = document.actors.actors[party.actor];
  out.id = actor.id;
  out.name = actor.name;
  out.type = to_string(actor.type);
  out.state = actor.state.empty() ? party.state : actor.state;
  out.sector = party.sector.empty() ? actor.sector : party.sector;
  out.office = actor.office;
  out.body = actor.body;
  if (!actor.members.empty()) {
    out.members = actor.members;
    out.type = to_string(ActorType::kGroup);
    if (actor.id.find('+') != std::string::npos) out.id = lexicon.group_id(actor.members);
  }
  // Who holds an office acts for the state.
  if (actor.type == ActorType::kPerson && !actor.state.empty() && !actor.office.empty()) {
    out.person = actor.id;
    out.id = actor.state;
    out.name = name_of(document, actor.state);
    out.type =
        to_string(actor.state.rfind("igo:", 0) == 0 ? ActorType::kOrganisation : ActorType::kState);
  }
  return out;
}

// Two officials of one state are one party.
void add_actor(EntryActor actor, std::vector<EntryActor>& out) {
  for (EntryActor& there : out) {
    if (there.id != actor.id || there.slot != actor.slot) continue;
    if (there.person.empty()) {
      there.person = actor.person;
      if (there.office.empty()) there.office = actor.office;
    }
    return;
  }
  out.push_back(std::move(actor));
}

}  // namespace

void append_event_entries(const Document& document, const EntryLexicon& lexicon,
                          std::vector<Entry>& out) {
  const auto anchor = document.anchor_date();
  for (const EventAct& act : document.events.events) {
    Entry entry;
    entry.kind = EntryKind::kEvent;
    entry.spans = act.spans;
    entry.status = status_of(act.status);
    entry.novelty = act.background ? Novelty::kBackground : Novelty::kNew;
    entry.rule = act.rule;
    EventFields fields;
    fields.plover = to_string(act.type);
    fields.mode = act.mode;
    fields.cameo = act.cameo;
    const PloverCode code = lexicon.plover(fields.plover, fields.mode);
    fields.quad = code.quad;
    fields.score = code.score;
    fields.conditional = act.under_condition;
    for (const EventSize& size : act.sizes)
      fields.sizes.push_back({size.what, size.value, size.low, size.high});
    for (const EventParty& party : act.actors)
      add_actor(make_event_actor(document, lexicon, party, "actor"), entry.actors);
    for (const EventParty& party : act.recipients)
      add_actor(make_event_actor(document, lexicon, party, "recipient"), entry.actors);
    for (const EventParty& party : act.others)
      add_actor(make_event_actor(document, lexicon, party, "other"), entry.actors);
    if (act.time) {
      const TimeExpression& time = document.times.times[*act.time];
      // The time of an act that is to come is not that of its telling.
      const bool later = anchor && time.interval.from && *time.interval.from > *anchor;
      if (time.interval.known() && !later)
        entry.date = EntryDate{time.interval, to_string(time.basis)};
    }
    entry.place =
        place_of_words(document, document.text_layer.tokens_in(act.act_span), PlacedThing::kAct);
    if (act.utterance) {
      const Utterance& utterance = document.speech.utterances[*act.utterance];
      if (utterance.actor != kNoId) {
        Claim claim;
        claim.stance = "asserts";
        claim.claimant = document.actors.actors[utterance.actor].id;
        if (!document.report().source.empty()) claim.via.push_back(document.report().source);
        entry.claims.push_back(std::move(claim));
      }
    }
    entry.fields = std::move(fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery
