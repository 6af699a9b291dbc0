// figure_entries.hpp: private to entries/: a figure with whose it is and for when.
#pragma once
#include "entries/entries.hpp"

namespace chancery {

// Appends one entry a figure; figures told twice in the report become one entry with several spans.
void append_figure_entries(const Document& document, const EntryLexicon& lexicon,
                           std::vector<Entry>& out);

}  // namespace chancery
