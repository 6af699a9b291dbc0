// entry_place.hpp: where what an entry tells of is or happens. Private to this room.
#pragma once
#include <cstdint>
#include <optional>

#include "document/document.hpp"
#include "entries/entry.hpp"

namespace chancery {

// kMoney: the place of a verb ("pledged 2 million dollars in Amman") is not that of its object.
enum class PlacedThing : std::uint8_t { kAct, kThing, kMoney };

// The place that the clause of these words names: what hangs on one of the words themselves
// ("4,000 soldiers in Mali") before what hangs on the verb over them ("were killed in Gao").
// Nothing where the clause names none or two that do not lie in one another, and nothing without a
// tree. Places that the dateline or another clause names do not count.
std::optional<EntryPlace> place_of_words(const Document& document, TokenRange words,
                                         PlacedThing what);

// The place that exactly these words name; nothing where they name none.
std::optional<EntryPlace> place_named(const Document& document, Span words);

}  // namespace chancery
