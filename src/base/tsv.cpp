#include "base/tsv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {

namespace {
constexpr std::uint64_t kMaxTableBytes = 64u << 20;
}

Error Table::error_at(std::size_t row, std::size_t column, std::string message) const {
  return Error{ErrorCode::kBadTable, std::move(message),
               fmt::format("{}:{}: column {}", name_, lines_[row], column_names_[column])};
}

Result<Table> parse_table(std::string name, std::string bytes,
                          std::initializer_list<std::string_view> columns) {
  Table table;
  table.name_ = std::move(name);
  table.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  table.columns_ = columns.size();
  table.column_names_.assign(columns.begin(), columns.end());
  const std::string_view text = *table.bytes_;
  const auto fail = [&](std::size_t line, std::string message) {
    return Error{ErrorCode::kBadTable, std::move(message), fmt::format("{}:{}", table.name_, line)};
  };
  if (const std::size_t bad = find_invalid_utf8(text); bad != text.size()) {
    return fail(1 + static_cast<std::size_t>(std::count(
                        text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n')),
                "not UTF-8");
  }
  std::vector<std::size_t> target;  // file column -> asked column
  std::size_t number = 0;
  for (std::string_view line : split_all(text, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cells = split_all(line, '\t');
    if (target.empty()) {
      for (const std::string_view cell : cells) {
        const auto found = std::find(columns.begin(), columns.end(), cell);
        if (found == columns.end()) return fail(number, fmt::format("unknown column '{}'", cell));
        const auto index = static_cast<std::size_t>(found - columns.begin());
        if (std::find(target.begin(), target.end(), index) != target.end()) {
          return fail(number, fmt::format("column '{}' twice", cell));
        }
        target.push_back(index);
      }
      if (target.size() != columns.size()) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
          if (std::find(target.begin(), target.end(), i) == target.end()) {
            return fail(number, fmt::format("column '{}' is missing", *(columns.begin() + i)));
          }
        }
      }
      continue;
    }
    if (cells.size() != target.size()) {
      return fail(number, fmt::format("{} fields, expected {}", cells.size(), target.size()));
    }
    const std::size_t base = table.fields_.size();
    table.fields_.resize(base + columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i) table.fields_[base + target[i]] = trim(cells[i]);
    table.lines_.push_back(number);
  }
  if (target.empty()) return fail(1, "no header row");
  return table;
}

Result<Table> load_table(const TableSource& source, std::string name, std::string_view embedded,
                         std::initializer_list<std::string_view> columns) {
  if (!source.folder.empty()) {
    const std::filesystem::path path = source.folder / name;
    std::error_code ec;
    if (std::filesystem::exists(path, ec)) {
      Result<std::string> bytes = load_file(path, kMaxTableBytes);
      if (!bytes) return bytes.error();
      *source.seen += name + " " + sha256_hex(*bytes) + "\n";
      return parse_table(path.string(), std::move(*bytes), columns);
    }
  }
  *source.seen += name + " " + sha256_hex(embedded) + "\n";
  return parse_table(std::move(name), std::string(embedded), columns);
}

std::string TableSource::checksum() const {
  return sha256_hex(*seen);
}

std::vector<std::string_view> split_all(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string_view> split_list(std::string_view field, char separator) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split_all(field, separator)) {
    if (const auto trimmed = trim(part); !trimmed.empty()) parts.push_back(trimmed);
  }
  return parts;
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace chancery
