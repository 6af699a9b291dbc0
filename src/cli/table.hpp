// table.hpp: tables and running text for a terminal.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace chancery {

// Columns that the text takes on a terminal: wide characters two, combining marks none. Requires
// UTF-8.
std::size_t display_width(std::string_view text);

// The text without control characters (a report must not steer the terminal), line breaks and
// blanks as one blank.
std::string to_one_line(std::string_view text);

// At most `width` columns; a cut text ends in "...".
std::string shorten(std::string_view text, std::size_t width);

// The text in lines of at most `width` columns, broken at blanks where that is possible.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

struct Column {
  std::string title;
  std::size_t at_least = 4;
  bool right = false;  // numbers
  bool fold = false;   // may be broken over lines; others are shortened
};

class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // One cell a column. `note` is a line below the row, indented; may be empty.
  void add(std::vector<std::string> cells, std::string note = {});
  bool empty() const { return rows_.empty(); }
  struct Line {
    std::string text;
    enum class Part { kHeader, kRow, kNote } part;
  };
  // No line is wider than `width`.
  std::vector<Line> lines(std::size_t width) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string note;
  };
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// A CSV field (RFC 4180): quoted where it holds a comma, a quote or a line break.
std::string to_csv_field(std::string_view text);

// "43.8 billion", "1,234", "0.35": at most four significant digits behind a scale word, exact below
// a million.
std::string to_amount(double value);

}  // namespace chancery
