// tsv.hpp: tables that an expert edits: tab-separated, UTF-8, a header row that names the columns,
// '#' comment lines.
#pragma once
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace chancery {

// Where tables come from: the ones inside the program, or, where the folder has a file of that
// name, that file. A file NAME.add.tsv beside it adds rows to NAME.tsv, NAME.withdraw.tsv takes
// rows away: it has some of the columns, and every row that agrees in all of them goes.
struct TableSource {
  std::filesystem::path folder;  // empty: the program's own tables only

  // SHA-256 over the names and bytes of all tables loaded through this source so far, in
  // hexadecimal.
  std::string checksum() const;
  std::shared_ptr<std::string> seen = std::make_shared<std::string>();
};

// A checked table. Fields are views into its own bytes.
class Table {
 public:
  std::size_t rows() const { return lines_.size(); }
  // Column numbers are the order of the columns asked for at loading, not of the file.
  std::string_view at(std::size_t row, std::size_t column) const {
    return fields_[row * columns_ + column];
  }
  // An error at that field, with file, line and column name.
  Error error_at(std::size_t row, std::size_t column, std::string message) const;
  const std::string& name() const { return name_; }
  // Whether rows were added: then they are the last ones until the table is sorted.
  bool has_added_rows() const { return added_ != nullptr; }
  // Sorts the rows by those columns, in the order given; rows that agree keep their order.
  void sort_by(std::initializer_list<std::size_t> columns);

 private:
  friend class TableReader;
  std::string name_;
  std::unique_ptr<const std::string> bytes_;
  std::vector<std::string_view> fields_;
  std::vector<std::size_t> lines_;  // line number of each row, from 1
  std::vector<std::string> column_names_;
  std::size_t columns_ = 0;
  std::unique_ptr<const Table> added_;  // whose fields the added rows are
  std::vector<bool> is_added_;          // by row; empty where none is
};

// `columns` are the columns that must be there; the file may have them in any order, and no others.
// Fails with kBadTable on a missing, unknown or repeated column, a row of another width, or bytes
// that are not UTF-8.
Result<Table> parse_table(std::string name, std::string bytes,
                          std::initializer_list<std::string_view> columns);

// The table `name` ("times/months.tsv") from the source, else `embedded`, with the rows that the
// source adds and without those that it withdraws. The source remembers what was loaded. Fails with
// kBadTable also where a row withdraws nothing.
Result<Table> load_table(const TableSource& source, std::string name, std::string_view embedded,
                         std::initializer_list<std::string_view> columns);

// The parts of a field that holds a list, "a|b|c"; empty parts are dropped.
std::vector<std::string_view> split_list(std::string_view field, char separator = '|');

// Splits at every occurrence, empty parts kept.
std::vector<std::string_view> split_all(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // ASCII blanks off both ends

}  // namespace chancery
