#include "entries/record_entries.hpp"

#include "entries/entry_place.hpp"
#include "entries/party_actors.hpp"

namespace chancery {

void append_record_entries(const Document& document, const EntryLexicon& lexicon,
                           std::vector<Entry>& out) {
  for (const RecordItem& record : document.records.records) {
    Entry entry;
    entry.kind = kind_of(record.fields);
    entry.spans = record.spans;
    entry.status = record.status;
    entry.novelty = record.background ? Novelty::kBackground : Novelty::kNew;
    entry.rule = record.rule;
    for (const RecordParty& party : record.parties) {
      const bool person = entry.kind == EntryKind::kOffice && party.slot == "person";
      const char* slot = party.slot.c_str();
      EntryActor actor = person ? make_person_actor(document, party.party, slot)
                                : make_party_actor(document, lexicon, party.party, slot);
      // Who travels, meets or signs acts for a state, whatever the rank.
      if (!person && actor.id.rfind("person:", 0) == 0 && !actor.state.empty()) {
        actor.person = actor.id;
        actor.id = actor.state;
        actor.type = to_string(actor.state.rfind("igo:", 0) == 0 ? ActorType::kOrganisation
                                                                 : ActorType::kState);
        for (const Actor& known : document.actors.actors) {
          if (known.id == actor.state) actor.name = known.name;
        }
      }
      add_actor(std::move(actor), entry.actors);
    }
    if (record.date) {
      entry.date = record.date;
    } else if (record.time) {
      const TimeExpression& time = document.times.times[*record.time];
      if (time.interval.known()) entry.date = EntryDate{time.interval, to_string(time.basis)};
    }
    if (!record.place_words.empty()) {
      entry.place = place_named(document, record.place_words);
      if (!entry.place) {
        entry.place = place_of_words(document, document.text_layer.tokens_in(record.place_words),
                                     PlacedThing::kAct);
      }
    }
    add_claim(document, record.utterance, entry);
    std::visit([&](const auto& fields) { entry.fields = fields; }, record.fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery
