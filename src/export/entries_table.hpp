// entries_table.hpp: the entries of one kind as a table that scripts load, one entry a row.
//
// Columns: those that all kinds have, the slots of the kind (ids joined by "; "), its fields in the
// order of the ledger, and the words. A missing value is an empty field; true and false are written
// as 1 and 0; lists inside a field are joined by "; ".
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "ledger/ledger.hpp"

namespace chancery {

enum class TableForm : std::uint8_t {
  kCsv,  // RFC 4180, lines end in \n
  kTsv,  // tabs; tabs, breaks and control characters in values are blanks
};

// Calls `sink` with the header and then with whole rows, in the order of for_each_entry(); one that
// answers false stops the export. Returns the number of rows.
Result<std::uint64_t> write_entries(Ledger& ledger, EntryKind kind, TableForm form,
                                    const std::function<bool(std::string_view)>& sink);

}  // namespace chancery
