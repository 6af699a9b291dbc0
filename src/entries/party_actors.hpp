// party_actors.hpp: parties of acts and records as actors of entries. Private to this room.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "document/document.hpp"
#include "entries/entries.hpp"

namespace chancery {

// An official acts for the state: the actor has its id, with person and office inside.
EntryActor make_party_actor(const Document& document, const EntryLexicon& lexicon,
                            const EventParty& party, const char* slot);

// The holder of an office as a person: the id is that of the person.
EntryActor make_person_actor(const Document& document, const EventParty& party, const char* slot);

// Two officials of one state are one party of a slot.
void add_actor(EntryActor actor, std::vector<EntryActor>& out);

// The speaker of the utterance asserts the entry; nothing where there is none.
void add_claim(const Document& document, std::optional<std::uint32_t> utterance, Entry& entry);

}  // namespace chancery
