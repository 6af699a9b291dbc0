// rows.hpp: entries and reports to rows and back. Private to the room.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "ledger/ledger.hpp"
#include "ledger/sqlite.hpp"

namespace chancery {

// Writes the rows of a checked report that is not there yet.
Result<void> write_report(sqlite::Connection& connection, const LedgerReport& report,
                          const Provenance& provenance, std::string_view hash,
                          std::uint32_t revision);

// The report without its entries and what was not coded.
Result<std::optional<LedgerReport>> read_report(sqlite::Connection& connection,
                                                std::string_view report_id);

// An entry as it stands: its spans are CODE POINTS until to_bytes() has been at it.
struct StoredEntry {
  Entry entry;
  std::string report_id;
  std::string day;  // as stored; empty where there is none
};
Result<std::optional<StoredEntry>> read_entry(sqlite::Connection& connection,
                                              std::string_view entry_id);

// The ids of a report's entries, in the order of the report.
Result<std::vector<std::string>> read_entry_ids(sqlite::Connection& connection,
                                                std::string_view report_id);

// What was not coded in a report; spans are CODE POINTS.
Result<std::vector<Uncoded>> read_uncoded(sqlite::Connection& connection,
                                          std::string_view report_id);

// Code points to bytes of the index's text. A span that leaves the text is cut to it.
Span to_bytes(Span code_points, const CodePointIndex& index);
Span to_code_points(Span bytes, const CodePointIndex& index);
void to_bytes(Entry& entry, const CodePointIndex& index);

}  // namespace chancery
