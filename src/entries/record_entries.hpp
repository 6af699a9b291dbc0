// record_entries.hpp: the diplomatic record as entries. Private to this room.
#pragma once
#include <vector>

#include "document/document.hpp"
#include "entries/entries.hpp"

namespace chancery {

// One entry a record, in the order of the layer.
void append_record_entries(const Document& document, const EntryLexicon& lexicon,
                           std::vector<Entry>& out);

}  // namespace chancery
