// jsonl.hpp: the whole ledger as JSON Lines.
//
// One object a row of every table, {"table": NAME, COLUMN: VALUE, ...}, in the order of
// table_names() and of primary keys within a table, so that two ledgers that hold the same give the
// same bytes. Lists stay JSON text, as they are stored.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "ledger/ledger.hpp"

namespace chancery {

struct JsonlOptions {
  bool include_text = false;  // report.text; without it that column is left out
};

// Calls `sink` with whole lines. A sink that answers false stops the export. Returns the number of
// lines.
Result<std::uint64_t> write_jsonl(Ledger& ledger, const JsonlOptions& options,
                                  const std::function<bool(std::string_view)>& sink);

}  // namespace chancery
