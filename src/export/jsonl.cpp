#include "export/jsonl.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "ledger/query.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* text = std::get_if<std::string_view>(&cell)) return *text;
  const auto* real = std::get_if<double>(&cell);
  if (real == nullptr) return nullptr;
  // 43800000000 rather than 43800000000.0, as everywhere else.
  if (*real == static_cast<double>(static_cast<std::int64_t>(*real)) && *real > -9e15 &&
      *real < 9e15) {
    return static_cast<std::int64_t>(*real);
  }
  return *real;
}

}  // namespace

Result<std::uint64_t> write_jsonl(Ledger& ledger, const JsonlOptions& options,
                                  const std::function<bool(std::string_view)>& sink) {
  auto snapshot = Snapshot::of(ledger);
  if (!snapshot) return snapshot.error();
  std::uint64_t lines = 0;
  bool stopped = false;
  for (const std::string_view table : table_names()) {
    const auto row = [&](std::span<const std::string_view> columns, std::span<const Cell> cells) {
      Json line{{"table", table}};
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!options.include_text && table == "report" && columns[i] == "text") continue;
        line[std::string(columns[i])] = to_json(cells[i]);
      }
      stopped = !sink(line.dump() + "\n");
      if (!stopped) ++lines;
      return stopped ? Next::kStop : Next::kGoOn;
    };
    const auto read = for_each_row(ledger, table, row);
    if (!read) return read.error();
    if (stopped) break;
  }
  return lines;
}

}  // namespace chancery
