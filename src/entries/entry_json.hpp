// entry_json.hpp: entries and reports as JSON, the form of `extract`, `export jsonl` and the gold
// files.
//
// docs/extract.schema.json describes it; offsets are Unicode code points.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "document/report.hpp"
#include "entries/entry.hpp"

namespace chancery {

// Absent values are null, lists are never null. `text` is the report's; spans are cut from it.
nlohmann::ordered_json to_json(const Entry& entry, std::string_view text,
                               const CodePointIndex& index);
nlohmann::ordered_json to_json(const Uncoded& uncoded, std::string_view text,
                               const CodePointIndex& index);
nlohmann::ordered_json to_json(const Report& report);

// The slots of a kind that hold several actors ("subject") and those that hold one ("speaker"), in
// output order.
struct Slot {
  const char* name;
  bool many;
};
const std::vector<Slot>& slots_of(EntryKind kind);

}  // namespace chancery
