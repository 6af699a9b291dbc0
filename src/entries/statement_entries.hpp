// statement_entries.hpp: private to entries/: an utterance with its speaker.
#pragma once
#include "entries/entries.hpp"

namespace chancery {

void append_statement_entries(const Document& document, std::vector<Entry>& out);

}  // namespace chancery
