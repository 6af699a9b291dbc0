// rows.hpp: private to cli/: entries of a ledger, as lists show them.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "ledger/query.hpp"

namespace chancery {

// Columns that the start of an entry's id takes in a list.
inline constexpr std::size_t kIdShown = 10;

// "2025-04-26", "undated".
std::string day_words(const std::optional<Day>& day);

// The words that the entry rests on, in quotation marks, on one line.
std::string evidence_line(const EntryRow& row);

// The entry as extract gives it, with its report; the report's text is not loaded.
nlohmann::ordered_json row_json(const EntryRow& row);

}  // namespace chancery
