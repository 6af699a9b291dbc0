#include "entries/event_entries.hpp"

#include <algorithm>

#include "entries/entry_place.hpp"
#include "entries/party_actors.hpp"

namespace chancery {
void append_event_entries(const Document& document, const EntryLexicon& lexicon,
                          std::vector<Entry>& out) {
  const auto anchor = document.anchor_date();
  for (const EventAct& act : document.events.events) {
    Entry entry;
    entry.kind = EntryKind::kEvent;
    entry.spans = act.spans;
    entry.status = act.status;
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
      add_actor(make_party_actor(document, lexicon, party, "actor"), entry.actors);
    for (const EventParty& party : act.recipients)
      add_actor(make_party_actor(document, lexicon, party, "recipient"), entry.actors);
    for (const EventParty& party : act.others)
      add_actor(make_party_actor(document, lexicon, party, "other"), entry.actors);
    if (act.time) {
      const TimeExpression& time = document.times.times[*act.time];
      // The time of an act that is to come is not that of its telling.
      const bool later = anchor && time.interval.from && *time.interval.from > *anchor;
      if (time.interval.known() && !later)
        entry.date = EntryDate{time.interval, to_string(time.basis)};
    }
    entry.place =
        place_of_words(document, document.text_layer.tokens_in(act.act_span), PlacedThing::kAct);
    add_claim(document, act.utterance, entry);
    entry.fields = std::move(fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery
