#include "entries/party_actors.hpp"

#include <algorithm>

namespace chancery {
namespace {

std::string name_of(const Document& document, const std::string& id) {
  for (const Actor& actor : document.actors.actors) {
    if (actor.id == id) return actor.name;
  }
  return id;
}

}  // namespace

EntryActor make_party_actor(const Document& document, const EntryLexicon& lexicon,
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

EntryActor make_person_actor(const Document& document, const EventParty& party, const char* slot) {
  EntryActor out;
  out.slot = slot;
  out.how = to_string(party.how);
  if (!party.span.empty()) out.span = party.span;
  out.type = to_string(ActorType::kPerson);
  if (party.actor == kNoId) {
    out.id = party.id;
    out.name = party.name;
    out.state = party.state;
    return out;
  }
  const Actor& actor = document.actors.actors[party.actor];
  out.id = actor.id;
  out.name = actor.name;
  out.type = to_string(actor.type);
  out.state = actor.state.empty() ? party.state : actor.state;
  out.office = actor.office;
  return out;
}

void add_claim(const Document& document, std::optional<std::uint32_t> utterance, Entry& entry) {
  if (!utterance) return;
  const Utterance& said = document.speech.utterances[*utterance];
  if (said.actor == kNoId) return;
  Claim claim;
  claim.stance = "asserts";
  claim.claimant = document.actors.actors[said.actor].id;
  if (!document.report().source.empty()) claim.via.push_back(document.report().source);
  entry.claims.push_back(std::move(claim));
}

}  // namespace chancery
