#include "report/layout.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/number.hpp"
#include "base/utf8.hpp"
#include "report/dateline.hpp"
#include "report_tables.hpp"

namespace chancery {
namespace {

constexpr int kMaxTitleWords = 25;
constexpr std::uint32_t kMaxTitleBytes = 400;
// Lines of hard-wrapped text are about equally long; under a title that only a line break ends, the
// next line must be longer than any wrapping makes it.
constexpr std::uint32_t kMinUnwrappedBytes = 100;
constexpr int kMaxHeadLines =
    4;  // lines without a stop, a byline say, that may stand before the dateline
constexpr int kMaxTurnsLookedAt = 6;
constexpr std::uint32_t kMaxTitleLookahead =
    8;  // lines between a title and a paragraph longer than it

// A line without the blanks around it.
struct Line {
  Span span;                // empty at the end of the text
  std::uint32_t next = 0;   // where the next line begins
  bool gap_before = false;  // a blank line or the start of the text stands before it
};

// Walks over the lines that are not blank.
class Lines {
 public:
  // `gap`: whether the first line has a gap before it, whatever blank lines come.
  Lines(std::string_view text, std::uint32_t begin, bool gap = true)
      : text_(text), next_(begin), first_(gap) {}

  Line next() {
    Line line;
    line.gap_before = std::exchange(first_, false);
    for (;;) {
      const std::uint32_t begin = next_;
      if (begin >= text_.size()) {
        const auto end = static_cast<std::uint32_t>(text_.size());
        line.span = {end, end};
        line.next = end;
        return line;
      }
      // A lone carriage return ends a line too.
      const std::size_t feed = std::min(text_.find_first_of("\r\n", begin), text_.size());
      const auto end = static_cast<std::uint32_t>(feed);
      const bool pair = end + 1 < text_.size() && text_[end] == '\r' && text_[end + 1] == '\n';
      next_ = std::min(end + (pair ? 2 : 1), static_cast<std::uint32_t>(text_.size()));
      line.span = trimmed({begin, end});
      line.next = next_;
      if (!line.span.empty()) return line;
      line.gap_before = true;
    }
  }

 private:
  Span trimmed(Span span) const {
    while (span.begin < span.end) {
      const CodePoint point = decode_at(text_, span.begin);
      if (!is_space(point.value)) break;
      span.begin += point.size;
    }
    while (span.begin < span.end) {
      std::uint32_t last = span.end - 1;
      while ((static_cast<unsigned char>(text_[last]) & 0xC0u) == 0x80) --last;
      if (!is_space(decode_at(text_, last).value)) break;
      span.end = last;
    }
    return span;
  }

  std::string_view text_;
  std::uint32_t next_;
  bool first_;
};

// The words of a line, folded, without punctuation, one blank between them.
std::string title_key(std::string_view line) {
  std::string folded;
  append_folded(folded, line);
  std::string key;
  bool gap = false;
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint point = decode_at(folded, at);
    if (is_letter(point.value) || is_digit(point.value)) {
      if (gap && !key.empty()) key += ' ';
      gap = false;
      key += std::string_view(folded).substr(at, point.size);
    } else if (!is_apostrophe(point.value)) {
      gap = true;
    }
    at += point.size;
  }
  return key;
}

char32_t last_point(std::string_view words) {
  std::size_t last = words.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(words[last]) & 0xC0u) == 0x80) --last;
  return decode_at(words, last).value;
}

bool is_stop(char32_t value) {
  return value == '.' || value == 0x2026 || value == 0x3002;
}

// True when the line ends as a sentence does, closing quotes and brackets left out.
bool ends_sentence(std::string_view line) {
  while (!line.empty()) {
    const char32_t value = last_point(line);
    if (!is_close_quote(value) && !is_apostrophe(value) && value != ')' && value != ']') {
      return is_stop(value) || value == '!' || value == '?';
    }
    std::size_t last = line.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(line[last]) & 0xC0u) == 0x80) --last;
    line = line.substr(0, last);
  }
  return false;
}

int count_words(std::string_view line, int limit) {
  int count = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < line.size() && count <= limit;) {
    const CodePoint point = decode_at(line, at);
    const bool blank = is_space(point.value);
    if (!blank && !in_word) ++count;
    in_word = !blank;
    at += point.size;
  }
  return count;
}

// True when the line alone could be a title: short, without a stop or a mark that asks for more.
bool looks_like_title(std::string_view line) {
  if (line.empty() || line.size() > kMaxTitleBytes || ends_sentence(line)) return false;
  const char32_t last = last_point(line);
  if (last == ',' || last == ';' || last == ':' || is_dash(last)) return false;
  std::size_t at = 0;
  while (at < line.size() && !is_letter(decode_at(line, at).value)) at += decode_at(line, at).size;
  if (at == line.size()) return false;
  const char32_t letter = decode_at(line, at).value;
  if (at == 0 && has_case(letter) && !is_upper(letter)) return false;
  return count_words(line, kMaxTitleWords) <= kMaxTitleWords;
}

// The bytes of the paragraph that begins with `line`: its lines up to the next blank one, or more
// than `enough`.
std::uint32_t paragraph_size(std::string_view text, const Line& line, std::uint32_t enough) {
  Lines lines(text, line.next, false);
  std::uint32_t end = line.span.end;
  while (end - line.span.begin <= enough) {
    const Line next = lines.next();
    if (next.span.empty() || next.gap_before) break;
    end = next.span.end;
  }
  return end - line.span.begin;
}

class LayoutFinder {
 public:
  LayoutFinder(const Document& document, const LayoutLexicon& lexicon)
      : document_(document), text_(document.text()), lexicon_(lexicon) {}

  LayoutLayer find() {
    std::uint32_t begin = add_marker(0);
    const std::string& given = document_.report().title;
    if (!given.empty()) {
      key_ = title_key(given);
      title_bytes_ = static_cast<std::uint32_t>(given.size());
      // The text that came beside the title may have a marker of its own.
      const Line first = Lines(text_, begin).next();
      if (!layer_.marker_date && is_title(first)) {
        add_title(first);
        begin = add_marker(first.next);
      }
    } else {
      find_title(begin);
    }
    walk(begin);
    return std::move(layer_);
  }

 private:
  std::uint32_t add_marker(std::uint32_t begin) {
    Span span;
    const auto day = parse_marker(text_.substr(begin), &span);
    if (!day) return begin;
    layer_.marker_date = day;
    span = {span.begin + begin, span.end + begin};
    layer_.parts.push_back({span, PartKind::kMarker});
    return span.end;
  }

  void add_title(const Line& line) { layer_.parts.push_back({line.span, PartKind::kTitle}); }

  bool is_title(const Line& line) const {
    if (key_.empty() || line.span.size() > title_bytes_ * 2 + 16 ||
        line.span.size() * 2 + 16 < title_bytes_)
      return false;
    return title_key(line.span.of(text_)) == key_;
  }

  std::optional<ParsedDateline> dateline_at(const Line& line) const {
    auto dateline = parse_dateline(text_, line.span, lexicon_);
    if (!dateline || dateline->date || !dateline->agency.empty() ||
        !begins_turn(text_, line.span, lexicon_))
      return dateline;
    // "ISLAMABAD: " is a dateline, unless others take turns after it.
    Lines lines(text_, line.next);
    for (int count = 0; count < kMaxTurnsLookedAt; ++count) {
      const Line next = lines.next();
      if (next.span.empty()) break;
      if (begins_turn(text_, next.span, lexicon_)) return std::nullopt;
    }
    return dateline;
  }

  // Takes the first line as the title where the line, and what follows it, look so.
  void find_title(std::uint32_t begin) {
    Lines lines(text_, begin);
    const Line title = lines.next();
    const std::string_view words = title.span.of(text_);
    if (!looks_like_title(words) || dateline_at(title)) return;
    const std::string key = title_key(words);
    bool repeated = false;
    bool line_break_only = false;
    for (std::uint32_t count = 0; count < kMaxTitleLookahead; ++count) {
      const Line line = lines.next();
      if (line.span.empty()) return;
      const std::string_view other = line.span.of(text_);
      if (count == 0) line_break_only = !line.gap_before;
      if (dateline_at(line)) break;
      if (other.size() <= kMaxTitleBytes && title_key(other) == key) {
        repeated = true;
        continue;
      }
      if (line_break_only && !repeated) {
        if (line.span.size() >= std::max(2 * title.span.size(), kMinUnwrappedBytes)) break;
        return;
      }
      if (paragraph_size(text_, line, title.span.size()) > title.span.size()) break;
      if (ends_sentence(other)) return;
      if (count + 1 == kMaxTitleLookahead) return;
    }
    key_ = key;
    title_bytes_ = title.span.size();
  }

  // Titles wherever they are repeated, and the dateline before the first sentence.
  void walk(std::uint32_t begin) {
    Lines lines(text_, begin);
    bool head = true;
    int head_lines = 0;
    const std::uint32_t seen = layer_.parts.empty() ? 0 : layer_.parts.back().span.end;
    for (Line line = lines.next(); !line.span.empty(); line = lines.next()) {
      if (line.span.begin < seen) continue;
      if (is_title(line)) {
        add_title(line);
        continue;
      }
      if (!head) {
        if (key_.empty()) return;
        continue;
      }
      if (const auto dateline = dateline_at(line)) {
        add_dateline(*dateline);
        head = false;
        continue;
      }
      head = ++head_lines < kMaxHeadLines && !ends_sentence(line.span.of(text_)) &&
             line.span.size() <= kMaxTitleBytes;
    }
  }

  void add_dateline(const ParsedDateline& found) {
    Dateline dateline{found.span, found.place, found.agency, std::nullopt};
    const auto report_date = document_.report().date ? document_.report().date : layer_.marker_date;
    if (found.date) dateline.date = complete_date(*found.date, report_date);
    layer_.dateline = dateline;
    layer_.parts.push_back({found.span, PartKind::kDateline});
  }

  const Document& document_;
  std::string_view text_;
  const LayoutLexicon& lexicon_;
  std::string key_;  // of the title; empty where there is none
  std::uint32_t title_bytes_ = 0;
  LayoutLayer layer_;
};

}  // namespace

std::optional<LayoutLexicon::Word> LayoutLexicon::find(std::string_view word) const {
  if (!word.empty() && word.back() == '.') word.remove_suffix(1);
  const auto found = words_.find(fold(word));
  if (found == words_.end()) return std::nullopt;
  return found->second;
}

Result<LayoutLexicon> load_layout_lexicon(const TableSource& source) {
  using Use = LayoutLexicon::Use;
  LayoutLexicon lexicon;
  std::string last;
  // The error of a row, or an empty message.
  const auto add = [&](std::string_view form, LayoutLexicon::Word word) -> std::string {
    if (form.empty() || form.find_first_of(" .") != std::string_view::npos || fold(form) != form) {
      return "expected one folded word without a stop";
    }
    if (form <= last) return "rows are not sorted, or the word stands twice";
    last = form;
    if (!lexicon.words_.emplace(form, word).second) return "listed in another table of this room";
    return {};
  };

  const auto months =
      load_table(source, "report/months.tsv", report_tables::months(), {"form", "month"});
  if (!months) return months.error();
  for (std::size_t row = 0; row < months->rows(); ++row) {
    const auto month = parse_decimal(months->at(row, 1));
    if (!month || month->exponent != 0 || month->digits < 1 || month->digits > 12) {
      return months->error_at(row, 1, "expected a month, 1 to 12");
    }
    if (auto wrong = add(months->at(row, 0), {Use::kMonth, static_cast<int>(month->digits)});
        !wrong.empty()) {
      return months->error_at(row, 0, std::move(wrong));
    }
  }

  last.clear();
  const auto weekdays =
      load_table(source, "report/weekdays.tsv", report_tables::weekdays(), {"form"});
  if (!weekdays) return weekdays.error();
  for (std::size_t row = 0; row < weekdays->rows(); ++row) {
    if (auto wrong = add(weekdays->at(row, 0), {Use::kWeekday, 0}); !wrong.empty()) {
      return weekdays->error_at(row, 0, std::move(wrong));
    }
  }

  last.clear();
  const auto others =
      load_table(source, "report/no_places.tsv", report_tables::no_places(), {"form", "use"});
  if (!others) return others.error();
  constexpr std::array<std::string_view, 4> kUses = {"opener", "label", "speaker", "body"};
  for (std::size_t row = 0; row < others->rows(); ++row) {
    const std::string_view use = others->at(row, 1);
    if (std::find(kUses.begin(), kUses.end(), use) == kUses.end()) {
      return others->error_at(row, 1, "expected opener, label, speaker or body");
    }
    if (auto wrong = add(others->at(row, 0), {use == "opener" ? Use::kOpener : Use::kNoPlace, 0});
        !wrong.empty()) {
      return others->error_at(row, 0, std::move(wrong));
    }
  }
  return lexicon;
}

LayoutLayer find_layout(const Document& document, const LayoutLexicon& lexicon) {
  return LayoutFinder(document, lexicon).find();
}

std::optional<Day> parse_marker(std::string_view text, Span* span) {
  const auto skip_blanks = [&](std::size_t at) {
    while (at < text.size()) {
      const CodePoint point = decode_at(text, at);
      if (!is_space(point.value)) break;
      at += point.size;
    }
    return at;
  };
  const std::size_t begin = skip_blanks(0);
  if (fold(text.substr(begin, 4)) != "date") return std::nullopt;
  std::size_t at = begin + 4;
  const std::size_t colon = skip_blanks(at);
  const bool has_colon = colon < text.size() && text[colon] == ':';
  if (has_colon) at = colon + 1;
  const std::size_t day_begin = skip_blanks(at);
  if (day_begin == at && !has_colon) return std::nullopt;
  const auto day = parse_iso_day(text.substr(day_begin, 10));
  if (!day) return std::nullopt;
  const std::size_t end = day_begin + 10;
  if (end < text.size()) {
    // A longer number, a range of days or a time stamp is no marker.
    const char next = text[end];
    const bool digit_after =
        end + 1 < text.size() && is_digit(static_cast<unsigned char>(text[end + 1]));
    if (is_digit(static_cast<unsigned char>(next)) ||
        ((next == '-' || next == 'T' || next == '/') && digit_after)) {
      return std::nullopt;
    }
  }
  *span = {0, static_cast<std::uint32_t>(skip_blanks(end))};
  return day;
}

}  // namespace chancery
