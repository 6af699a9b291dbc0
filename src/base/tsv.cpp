#include "base/tsv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {

namespace {

constexpr std::uint64_t kMaxTableBytes = 64u << 20;

using Columns = std::span<const std::string_view>;

}  // namespace

class TableReader {
 public:
  // With `some`, the file need not have all columns; `present` says which it has.
  static Result<Table> parse(std::string name, std::string bytes, Columns columns, bool some,
                             std::vector<std::size_t>* present);
  static Result<void> withdraw(Table& table, std::string name, std::string bytes, Columns columns);
  static Result<void> add(Table& table, std::string name, std::string bytes, Columns columns);
};

Error Table::error_at(std::size_t row, std::size_t column, std::string message) const {
  const bool added = !is_added_.empty() && is_added_[row];
  return Error{ErrorCode::kBadTable, std::move(message),
               fmt::format("{}:{}: column {}", added ? added_->name_ : name_, lines_[row],
                           column_names_[column])};
}

void Table::sort_by(std::initializer_list<std::size_t> columns) {
  std::vector<std::size_t> order(rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    for (const std::size_t column : columns) {
      if (at(a, column) != at(b, column)) return at(a, column) < at(b, column);
    }
    return false;
  });
  std::vector<std::string_view> fields;
  std::vector<std::size_t> lines;
  std::vector<bool> is_added;
  fields.reserve(fields_.size());
  lines.reserve(lines_.size());
  for (const std::size_t row : order) {
    for (std::size_t column = 0; column < columns_; ++column) fields.push_back(at(row, column));
    lines.push_back(lines_[row]);
    if (!is_added_.empty()) is_added.push_back(is_added_[row]);
  }
  fields_ = std::move(fields);
  lines_ = std::move(lines);
  is_added_ = std::move(is_added);
}

Result<Table> TableReader::parse(std::string name, std::string bytes, Columns columns, bool some,
                                 std::vector<std::size_t>* present) {
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
      if (present != nullptr) *present = target;
      if (target.size() != columns.size() && !some) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
          if (std::find(target.begin(), target.end(), i) == target.end()) {
            return fail(number, fmt::format("column '{}' is missing", columns[i]));
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

Result<void> TableReader::withdraw(Table& table, std::string name, std::string bytes,
                                   Columns columns) {
  std::vector<std::size_t> given;
  Result<Table> rows = parse(std::move(name), std::move(bytes), columns, true, &given);
  if (!rows) return rows.error();
  std::vector<bool> gone(table.rows(), false);
  for (std::size_t row = 0; row < rows->rows(); ++row) {
    bool any = false;
    for (std::size_t from = 0; from < table.rows(); ++from) {
      const bool equal = std::all_of(given.begin(), given.end(), [&](std::size_t column) {
        return table.at(from, column) == rows->at(row, column);
      });
      any = any || equal;
      if (equal) gone[from] = true;
    }
    if (!any) {
      return rows->error_at(row, given.front(), fmt::format("withdraws no row of {}", table.name_));
    }
  }
  std::size_t kept = 0;
  for (std::size_t row = 0; row < gone.size(); ++row) {
    if (gone[row]) continue;
    for (std::size_t column = 0; column < table.columns_; ++column) {
      table.fields_[kept * table.columns_ + column] = table.at(row, column);
    }
    table.lines_[kept++] = table.lines_[row];
  }
  table.fields_.resize(kept * table.columns_);
  table.lines_.resize(kept);
  return {};
}

Result<void> TableReader::add(Table& table, std::string name, std::string bytes, Columns columns) {
  Result<Table> rows = parse(std::move(name), std::move(bytes), columns, false, nullptr);
  if (!rows) return rows.error();
  table.is_added_.assign(table.rows(), false);
  table.fields_.insert(table.fields_.end(), rows->fields_.begin(), rows->fields_.end());
  table.lines_.insert(table.lines_.end(), rows->lines_.begin(), rows->lines_.end());
  table.is_added_.resize(table.rows(), true);
  table.added_ = std::make_unique<const Table>(std::move(*rows));
  return {};
}

Result<Table> parse_table(std::string name, std::string bytes,
                          std::initializer_list<std::string_view> columns) {
  return TableReader::parse(std::move(name), std::move(bytes),
                            Columns(columns.begin(), columns.size()), false, nullptr);
}

Result<Table> load_table(const TableSource& source, std::string name, std::string_view embedded,
                         std::initializer_list<std::string_view> columns) {
  // The file of that name in the folder, where there is one.
  const auto read = [&](const std::string& file) -> Result<std::optional<std::string>> {
    std::error_code ec;
    if (source.folder.empty() || !std::filesystem::exists(source.folder / file, ec))
      return std::optional<std::string>();
    Result<std::string> bytes = load_file(source.folder / file, kMaxTableBytes);
    if (!bytes) return bytes.error();
    *source.seen += file + " " + sha256_hex(*bytes) + "\n";
    return std::optional<std::string>(std::move(*bytes));
  };
  const auto path = [&](const std::string& file) { return (source.folder / file).string(); };
  const Columns asked(columns.begin(), columns.size());
  auto own = read(name);
  if (!own) return own.error();
  if (!*own) *source.seen += name + " " + sha256_hex(embedded) + "\n";
  Result<Table> table = *own ? parse_table(path(name), std::move(**own), columns)
                             : parse_table(name, std::string(embedded), columns);
  if (!table || source.folder.empty()) return table;
  constexpr std::string_view kEnding = ".tsv";
  if (name.size() < kEnding.size()) return table;
  const std::string stem = name.substr(0, name.size() - kEnding.size());
  const std::string withdraw = stem + ".withdraw.tsv";
  auto less = read(withdraw);
  if (!less) return less.error();
  if (*less) {
    if (auto done = TableReader::withdraw(*table, path(withdraw), std::move(**less), asked); !done)
      return done.error();
  }
  const std::string add = stem + ".add.tsv";
  auto more = read(add);
  if (!more) return more.error();
  if (*more) {
    if (auto done = TableReader::add(*table, path(add), std::move(**more), asked); !done)
      return done.error();
  }
  return table;
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
