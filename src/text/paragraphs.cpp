#include "paragraphs.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "marks.hpp"

namespace chancery::text {
namespace {

enum class ItemMark : std::uint8_t { kNone, kBullet, kDash, kStar, kNumber, kBracket };

// A line that is not blank.
struct Line {
  Span span;  // no blanks around it
  bool parted =
      false;  // a blank line, a part of the layout or a paragraph separator stands before it
  bool is_title = false;  // the whole of a title
  bool ends_sentence = false;
  bool ends_open = false;  // ends in a comma, a dash or an abbreviation that wants more
  bool begins_lower = false;
  ItemMark item = ItemMark::kNone;
};

std::uint32_t previous_begin(std::string_view text, std::uint32_t at) {
  do --at;
  while ((static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80);
  return at;
}

Span trimmed(std::string_view text, Span span) {
  while (!span.empty()) {
    const CodePoint point = decode_at(text, span.begin);
    if (!is_space(point.value)) break;
    span.begin += point.size;
  }
  while (!span.empty()) {
    const std::uint32_t last = previous_begin(text, span.end);
    if (!is_space(decode_at(text, last).value)) break;
    span.end = last;
  }
  return span;
}

// A line break at `at`: its size in bytes, 0 where there is none. U+2029 and the form feed part
// paragraphs.
std::uint32_t break_size(std::string_view text, std::uint32_t at, bool& parts) {
  const auto next = [&](std::uint32_t k) {
    return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u;
  };
  switch (static_cast<unsigned char>(text[at])) {
    case '\n':
    case '\v':
      return 1;
    case '\r':
      return next(1) == '\n' ? 2 : 1;
    case '\f':
      parts = true;
      return 1;
    case 0xC2:
      return next(1) == 0x85 ? 2 : 0;
    case 0xE2:
      if (next(1) != 0x80 || (next(2) != 0xA8 && next(2) != 0xA9)) return 0;
      parts = next(2) == 0xA9;
      return 3;
    default:
      return 0;
  }
}

//   "- item", "* item", a bullet and "item", "1. item", "12) item", "(a) item", "(iv) item", "b)
//   item"
ItemMark item_mark(std::string_view text, Span line) {
  const CodePoint first = decode_at(text, line.begin);
  const auto at = [&](std::uint32_t offset) {
    return offset < line.end ? decode_at(text, offset).value : char32_t{0};
  };
  const auto blank_at = [&](std::uint32_t offset) {
    return offset < line.end && is_space(at(offset));
  };
  const std::uint32_t second = line.begin + first.size;
  if (first.value == 0x2022 || first.value == 0x2023 || first.value == 0x25E6 ||
      first.value == 0x25AA || first.value == 0x25CF || first.value == 0x25A0 ||
      first.value == 0x2043) {
    return ItemMark::kBullet;
  }
  if (is_dash(first.value)) return blank_at(second) ? ItemMark::kDash : ItemMark::kNone;
  if (first.value == '*') return blank_at(second) ? ItemMark::kStar : ItemMark::kNone;
  const bool bracket = first.value == '(';
  std::uint32_t end = bracket ? second : line.begin;
  const std::uint32_t begin = end;
  if (is_digit(at(end))) {
    while (is_digit(at(end))) ++end;
    if (end - begin > 3) return ItemMark::kNone;
    const bool closed = at(end) == ')' || (!bracket && at(end) == '.');
    if (!closed || !blank_at(end + 1)) return ItemMark::kNone;
    return bracket ? ItemMark::kBracket : ItemMark::kNumber;
  }
  // One letter, or in brackets also a small Roman number.
  const auto roman = [&](char32_t letter) {
    return letter == 'i' || letter == 'v' || letter == 'x';
  };
  if (!is_letter(at(end)) || at(end) >= 0x80) return ItemMark::kNone;
  ++end;
  if (bracket && roman(at(begin))) {
    while (roman(at(end)) && end - begin < 5) ++end;
  }
  return at(end) == ')' && blank_at(end + 1) ? ItemMark::kBracket : ItemMark::kNone;
}

// How the line ends: looks at a bounded number of code points.
void read_end(std::string_view text, const WordSplitter& splitter, Line& line) {
  std::uint32_t last = previous_begin(text, line.span.end);
  for (int closing = 0; closing < 4 && last > line.span.begin; ++closing) {
    if (!is_closing(decode_at(text, last).value)) break;
    last = previous_begin(text, last);
  }
  const char32_t mark = decode_at(text, last).value;
  if (mark == ':' || mark == ';') return;
  line.ends_open = is_continuing(mark) || is_dash(mark);
  line.ends_sentence = is_stop(mark);
  if (mark != '.') return;
  std::uint32_t begin = last;
  while (begin > line.span.begin && last - begin < 8 &&
         static_cast<unsigned char>(text[begin - 1]) < 0x80 &&
         is_letter(static_cast<unsigned char>(text[begin - 1]))) {
    --begin;
  }
  const auto use = splitter.abbreviation(text.substr(begin, last + 1 - begin));
  const bool initial = last - begin == 1 && is_upper(static_cast<unsigned char>(text[begin]));
  if ((use && *use != AbbreviationUse::kEnd) || initial) {
    line.ends_sentence = false;
    line.ends_open = true;
  }
}

class LineReader {
 public:
  LineReader(std::string_view text, const WordSplitter& splitter, std::vector<Line>& lines)
      : text_(text), splitter_(splitter), lines_(lines) {}

  void add_title(Span span) {
    Line line;
    line.span = trimmed(text_, span);
    line.is_title = true;
    line.parted = true;
    if (!line.span.empty()) lines_.push_back(line);
    parted_ = true;
  }

  // The lines of a stretch between two parts of the layout.
  void add_lines(Span stretch) {
    parted_ = true;
    std::uint32_t begin = stretch.begin;
    for (std::uint32_t at = stretch.begin; at < stretch.end;) {
      bool parts = false;
      const std::uint32_t size = break_size(text_, at, parts);
      if (size == 0) {
        ++at;
        continue;
      }
      add_line({begin, at});
      // A carriage return before a part that begins with the line feed is a break of one byte.
      at = std::min(at + size, stretch.end);
      begin = at;
      parted_ = parted_ || parts;
    }
    if (begin < stretch.end) add_line({begin, stretch.end});
  }

 private:
  void add_line(Span span) {
    Line line;
    line.span = trimmed(text_, span);
    if (line.span.empty()) {
      parted_ = true;
      return;
    }
    line.parted = parted_;
    line.begins_lower = is_lower(decode_at(text_, line.span.begin).value);
    line.item = item_mark(text_, line.span);
    read_end(text_, splitter_, line);
    lines_.push_back(line);
    parted_ = false;
  }

  std::string_view text_;
  const WordSplitter& splitter_;
  std::vector<Line>& lines_;
  bool parted_ = true;
};

// Whether single line breaks part paragraphs: at least half of them follow the end of a sentence.
// In hard-wrapped text about one in ten does.
bool breaks_part(const std::vector<Line>& lines) {
  std::size_t breaks = 0;
  std::size_t after_sentence = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].parted || lines[i].item != ItemMark::kNone) continue;
    ++breaks;
    if (lines[i - 1].ends_sentence) ++after_sentence;
  }
  return after_sentence > 0 && after_sentence * 2 >= breaks;
}

// Whether the item mark on line `i` begins a list item. A dash or a number may also be wrapped
// there, so the line before must have come to an end, or the list must be under way or go on.
bool begins_item(std::string_view text, const std::vector<Line>& lines, std::size_t i,
                 ItemMark open_list) {
  const Line& line = lines[i];
  if (line.item == ItemMark::kNone) return false;
  if (line.item == ItemMark::kBullet || line.item == open_list) return true;
  const Line& before = lines[i - 1];
  const char last = text[before.span.end - 1];
  if (before.ends_sentence || last == ':' || last == ';') return true;
  return i + 1 < lines.size() && !lines[i + 1].parted && lines[i + 1].item == line.item;
}

}  // namespace

std::vector<Paragraph> find_paragraphs(const Document& document, const WordSplitter& splitter) {
  const std::string_view text = document.text();
  std::vector<Line> lines;
  LineReader reader(text, splitter, lines);
  std::uint32_t at = 0;
  for (const Part& part : document.layout.parts) {
    reader.add_lines({at, part.span.begin});
    if (part.kind == PartKind::kTitle) reader.add_title(part.span);
    at = part.span.end;
  }
  reader.add_lines({at, static_cast<std::uint32_t>(text.size())});

  const bool single_breaks = breaks_part(lines);
  std::vector<Paragraph> paragraphs;
  ItemMark open_list = ItemMark::kNone;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    bool begins = line.parted || i == 0;
    bool item = begins && line.item != ItemMark::kNone;
    if (!begins) {
      const Line& before = lines[i - 1];
      item = begins_item(text, lines, i, open_list);
      begins = item || (single_breaks &&
                        (before.ends_sentence || (!before.ends_open && !line.begins_lower)));
    }
    if (begins) {
      paragraphs.push_back({line.span, line.is_title});
      open_list = item ? line.item : ItemMark::kNone;
    } else {
      paragraphs.back().span.end = line.span.end;
    }
  }
  return paragraphs;
}

}  // namespace chancery::text
