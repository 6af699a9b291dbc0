#include "cli/table.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

std::size_t width_of(char32_t value) {
  const auto code = static_cast<UChar32>(value);
  const int type = u_charType(code);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int wide = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

std::string pad(const std::string& text, std::size_t width, bool right) {
  const std::size_t have = display_width(text);
  const std::string blanks(have < width ? width - have : 0, ' ');
  return right ? blanks + text : text + blanks;
}

std::string trim_right(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_at(text, i);
    i += point.size;
    width += width_of(point.value);
  }
  return width;
}

std::string to_one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_at(text, i);
    if (is_space(point.value)) {
      blank = !out.empty();
    } else if (u_iscntrl(static_cast<UChar32>(point.value)) == 0) {
      if (blank) out += ' ';
      blank = false;
      out.append(text, i, point.size);
    }
    i += point.size;
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width <= 3) return std::string(width, '.');
  std::string out;
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_at(text, i);
    const std::size_t next = width_of(point.value);
    if (used + next > width - 3) break;
    out.append(text, i, point.size);
    used += next;
    i += point.size;
  }
  return trim_right(out) + "...";
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto put = [&] {
    lines.push_back(trim_right(line));
    line.clear();
    used = 0;
  };
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t end = i;
    while (end < text.size() && text[end] != ' ') ++end;
    std::string_view word = text.substr(i, end - i);
    const std::size_t need = display_width(word);
    if (used > 0 && used + need > width) put();
    while (display_width(word) > width) {
      // A word wider than the line is cut.
      std::size_t taken = 0;
      std::size_t cut = 0;
      while (cut < word.size()) {
        const CodePoint point = decode_at(word, cut);
        if (taken + width_of(point.value) > width && cut > 0) break;
        taken += width_of(point.value);
        cut += point.size;
      }
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    line += word;
    used += display_width(word);
    if (end < text.size() && used < width) {
      line += ' ';
      ++used;
    } else if (end < text.size()) {
      put();
    }
    i = end + 1;
  }
  if (!line.empty() || lines.empty()) put();
  return lines;
}

void TextTable::add(std::vector<std::string> cells, std::string note) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = to_one_line(cell);
  rows_.push_back({std::move(cells), to_one_line(note)});
}

std::vector<TextTable::Line> TextTable::lines(std::size_t width) const {
  constexpr std::size_t kGap = 2;
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t need = std::max(columns_[c].at_least, display_width(columns_[c].title));
    for (const Row& row : rows_) need = std::max(need, display_width(row.cells[c]));
    widths.push_back(need);
  }
  const auto total = [&] {
    std::size_t sum = kGap * (columns_.size() - 1);
    for (const std::size_t w : widths) sum += w;
    return sum;
  };
  // Take from the widest column, foldable ones first, until the row fits.
  while (total() > width) {
    std::size_t best = columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c] <= columns_[c].at_least) continue;
      if (best == columns_.size() ||
          std::pair(columns_[c].fold, widths[c]) > std::pair(columns_[best].fold, widths[best]))
        best = c;
    }
    if (best == columns_.size()) break;
    --widths[best];
  }
  std::vector<Line> out;
  const auto put = [&](const std::vector<std::string>& cells, Line::Part part) {
    std::vector<std::vector<std::string>> folded;
    std::size_t height = 1;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      folded.push_back(columns_[c].fold ? wrap(cells[c], widths[c])
                                        : std::vector{shorten(cells[c], widths[c])});
      height = std::max(height, folded.back().size());
    }
    for (std::size_t h = 0; h < height; ++h) {
      std::string line;
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (c > 0) line += std::string(kGap, ' ');
        line +=
            pad(h < folded[c].size() ? folded[c][h] : std::string(), widths[c], columns_[c].right);
      }
      out.push_back({shorten(trim_right(line), width), part});
    }
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  put(titles, Line::Part::kHeader);
  for (const Row& row : rows_) {
    put(row.cells, Line::Part::kRow);
    if (row.note.empty()) continue;
    for (const std::string& line : wrap(row.note, width > 4 ? width - 4 : width)) {
      out.push_back({"    " + line, Line::Part::kNote});
    }
  }
  return out;
}

std::string to_csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string to_amount(double value) {
  struct Scale {
    double factor;
    const char* word;
  };
  constexpr Scale kScales[] = {{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}};
  const double size = std::fabs(value);
  for (const Scale& scale : kScales) {
    if (size < scale.factor) continue;
    const double shown = value / scale.factor;
    const std::string text = fmt::format("{:.4g}", shown);
    // Only where nothing is lost: 43.8 billion, but 1,234,567.
    if (std::fabs(std::stod(text) * scale.factor - value) <= 1e-6 * size && size < 1e16) {
      return fmt::format("{} {}", text, scale.word);
    }
    break;
  }
  std::string digits = to_plain(size);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = point; i > 3; i -= 3) digits.insert(i - 3, ",");
  return (value < 0 ? "-" : "") + digits;
}

}  // namespace chancery
