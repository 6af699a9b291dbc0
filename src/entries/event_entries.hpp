// event_entries.hpp: private to entries/: an act with its parties, date and claims.
#pragma once
#include "entries/entries.hpp"

namespace chancery {

void append_event_entries(const Document& document, const EntryLexicon& lexicon,
                          std::vector<Entry>& out);

}  // namespace chancery
