// events.hpp: finds acts between actors: who did, plans, refuses or asks what, to whom.
//
// Reads: text_layer, syntax, actors, places, times, figures, speech.   Adds: events, records.
#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"

namespace chancery {

struct EventTables;

// Acts, their types by status, and the nouns that acts are told with. Const after loading, shared
// by threads.
class EventLexicon {
 public:
  explicit EventLexicon(std::unique_ptr<const EventTables> tables);
  EventLexicon(EventLexicon&&) noexcept;
  EventLexicon& operator=(EventLexicon&&) noexcept;
  ~EventLexicon();

  const EventTables& tables() const { return *tables_; }

 private:
  std::unique_ptr<const EventTables> tables_;
};

// Reads acts.tsv, classes.tsv and nouns.tsv of events/. Fails with kBadTable on the first bad row.
Result<EventLexicon> load_event_lexicon(const TableSource& source);

struct ActReading {
  EventLayer events;
  RecordLayer records;
};

// Acts in the order of the text, one for one act by one set of parties, and the record that they
// and the noun phrases of the text make. Needs the syntax layer; finds nothing without it. Acts
// that make no event come back in `open` with the reason. Time is linear in the text.
ActReading find_events(const Document& document, const EventLexicon& lexicon);

}  // namespace chancery
