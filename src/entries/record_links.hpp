// record_links.hpp: what belongs together among the entries of one report. Private to this room.
#pragma once
#include <vector>

#include "document/document.hpp"
#include "entries/entry.hpp"

namespace chancery {

// Adds links to entries that have their ids:
//   codes     an event to the visit, meeting, text or measure that tells the same act;
//   part_of   a meeting to the visit that brought its parties together, a new text to the meeting,
//             else the visit, of its parties: only where the report tells of one such.
void link_records(const Document& document, std::vector<Entry>& entries);

}  // namespace chancery
