#include "document/words.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "document_tables.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNothing = 0xFFFFFFFF;
constexpr int kMaxDottedLetters = 16;

// Reads code points of one range, one ahead.
class Reader {
 public:
  Reader(std::string_view text, Span range) : text_(text), range_(range) {}
  CodePoint at(std::uint32_t offset) const {
    return offset < range_.end ? decode_at(text_, offset) : CodePoint{0, 1};
  }
  // The code point that ends at `offset`; 0 at the start of the range.
  char32_t before(std::uint32_t offset) const {
    if (offset <= range_.begin) return 0;
    std::uint32_t start = offset - 1;
    while (start > range_.begin && (static_cast<unsigned char>(text_[start]) & 0xC0u) == 0x80)
      --start;
    return decode_at(text_, start).value;
  }
  std::uint32_t end() const { return range_.end; }
  std::string_view words(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }

 private:
  std::string_view text_;
  Span range_;
};

bool is_word_letter(char32_t value) {
  return is_letter(value) || is_digit(value);
}

// "43.8", "1,200", "2025": digits, with points and commas between digits. Returns the end.
std::uint32_t number_end(const Reader& reader, std::uint32_t at) {
  while (is_digit(reader.at(at).value)) {
    ++at;
    const char32_t mark = reader.at(at).value;
    if ((mark == '.' || mark == ',') && is_digit(reader.at(at + 1).value)) ++at;
  }
  return at;
}

std::uint32_t letters_end(const Reader& reader, std::uint32_t at) {
  for (CodePoint point = reader.at(at); is_word_letter(point.value); point = reader.at(at))
    at += point.size;
  return at;
}

// "U.S.", "p.m.", "J.": single letters, each with a stop. kNothing when the word is not of that
// form; "U.S" counts.
std::uint32_t dotted_end(const Reader& reader, std::uint32_t at) {
  std::uint32_t end = at;
  int letters = 0;
  bool upper = false;
  for (;;) {
    const CodePoint letter = reader.at(end);
    if (!is_letter(letter.value)) break;
    const std::uint32_t stop = end + letter.size;
    if (reader.at(stop).value != '.') {
      if (letters == 0 || is_word_letter(reader.at(stop).value)) return kNothing;
      end = stop;
      ++letters;
      break;
    }
    upper = upper || is_upper(letter.value);
    end = stop + 1;
    // Longer runs are no abbreviation; the bound keeps hostile texts linear.
    if (++letters > kMaxDottedLetters) return kNothing;
  }
  if (letters == 0 || (letters == 1 && !upper)) return kNothing;
  // "vitamin A." at the end of a text is not told from an initial; sentence ends are decided in
  // text/.
  return end;
}

// The clitic that begins at the apostrophe at `at`, as an end offset; kNothing when there is none.
std::uint32_t clitic_end(const Reader& reader, std::uint32_t at) {
  const std::uint32_t begin = at + reader.at(at).size;
  const std::uint32_t end = letters_end(reader, begin);
  const std::string letters = fold(reader.words(begin, end));
  for (const char* clitic : {"s", "re", "ve", "ll", "d", "m"}) {
    if (letters == clitic) return end;
  }
  return kNothing;
}

bool joins_ordinal(std::string_view letters) {
  const std::string folded = fold(letters);
  return folded == "st" || folded == "nd" || folded == "rd" || folded == "th" || folded == "s" ||
         letters == "G";
}

}  // namespace

void WordSplitter::split(std::string_view text, Span range, std::vector<Span>& out) const {
  const Reader reader(text, range);
  std::uint32_t at = range.begin;
  while (at < range.end) {
    const CodePoint point = reader.at(at);
    if (is_space(point.value)) {
      at += point.size;
      continue;
    }
    if (is_digit(point.value)) {
      const std::uint32_t number = number_end(reader, at);
      const std::uint32_t letters = letters_end(reader, number);
      if (letters > number && joins_ordinal(reader.words(number, letters))) {
        out.push_back({at, letters});
        at = letters;
      } else {
        out.push_back({at, number});
        at = number;
      }
      continue;
    }
    if (is_letter(point.value)) {
      std::uint32_t end = dotted_end(reader, at);
      if (end != kNothing) {
        out.push_back({at, end});
        at = end;
        continue;
      }
      end = letters_end(reader, at);
      // Apostrophes inside: a clitic is cut off, anything else stays ("O'Brien", "d'Ivoire").
      for (;;) {
        const CodePoint mark = reader.at(end);
        if (!is_apostrophe(mark.value) || !is_letter(reader.at(end + mark.size).value)) break;
        const std::uint32_t clitic = clitic_end(reader, end);
        const std::uint32_t tail = letters_end(reader, end + mark.size);
        const bool negation = clitic == kNothing && tail == end + mark.size + 1 && end - at >= 2 &&
                              (reader.at(end + mark.size).value | 0x20) == 't' &&
                              (reader.at(end - 1).value | 0x20) == 'n';
        if (negation) {
          if (end - 1 > at) out.push_back({at, end - 1});
          at = end - 1;
          end = tail;
          break;
        }
        if (clitic != kNothing) {
          out.push_back({at, end});
          at = end;
          end = clitic;
          break;
        }
        end = tail;
      }
      if (reader.at(end).value == '.' && abbreviation(reader.words(at, end + 1))) ++end;
      out.push_back({at, end});
      at = end;
      continue;
    }
    // A mark: runs of stops and of hyphens are one word, everything else stands alone.
    std::uint32_t end = at + point.size;
    if (point.value == '.' || point.value == '-') {
      while (reader.at(end).value == point.value) ++end;
    }
    if (is_apostrophe(point.value) && !is_word_letter(reader.before(at))) {
      // "'s" after a quotation mark: "the "Belt and Road"'s ..."
      const std::uint32_t clitic = clitic_end(reader, at);
      if (clitic != kNothing && clitic == end + 1 && reader.before(at) != 0 &&
          !is_space(reader.before(at)))
        end = clitic;
    }
    out.push_back({at, end});
    at = end;
  }
}

std::optional<AbbreviationUse> WordSplitter::abbreviation(std::string_view word) const {
  if (word.size() > 8 || !is_ascii(word)) return std::nullopt;
  const WordId id = forms_.find(fold(word));
  if (id == kNoWord) return std::nullopt;
  // "no." and "mar." in lower case are words at the end of a sentence.
  if (word.front() >= 'a' && word.front() <= 'z' &&
      !((forms_.text(id).front() | 0x20) == word.front() && lower_ok_[id])) {
    return std::nullopt;
  }
  return uses_[id];
}

Result<WordSplitter> load_word_splitter(const TableSource& source) {
  auto table = load_table(source, "document/abbreviations.tsv", document_tables::abbreviations(),
                          {"form", "use"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 6> kUses = {"title",   "before_number", "month",
                                                     "weekday", "name",          "end"};
  WordSplitter splitter;
  splitter.uses_.push_back(AbbreviationUse::kEnd);
  splitter.lower_ok_.push_back(false);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view form = table->at(row, 0);
    if (form.size() < 3 || form.size() > 8 || form.back() != '.' || !is_ascii(form)) {
      return table->error_at(row, 0,
                             "expected an abbreviation of 2 to 7 ASCII letters with its stop");
    }
    const auto use = std::find(kUses.begin(), kUses.end(), table->at(row, 1));
    if (use == kUses.end())
      return table->error_at(row, 1, "expected title, before_number, month, weekday, name or end");
    const WordId id = splitter.forms_.intern(fold(form));
    const bool lower = form.front() >= 'a' && form.front() <= 'z';
    if (id < splitter.uses_.size()) {
      splitter.lower_ok_[id] = splitter.lower_ok_[id] || lower;
      if (splitter.uses_[id] != static_cast<AbbreviationUse>(use - kUses.begin())) {
        return table->error_at(row, 0, "listed before with another use");
      }
      continue;
    }
    splitter.uses_.push_back(static_cast<AbbreviationUse>(use - kUses.begin()));
    splitter.lower_ok_.push_back(lower);
  }
  return splitter;
}

Shape shape_of(std::string_view word) {
  const CodePoint first = decode_at(word, 0);
  if (is_digit(first.value)) return Shape::kNumber;
  if (!is_letter(first.value)) {
    if (is_apostrophe(first.value) && word.size() > first.size) return Shape::kLower;  // a clitic
    if (first.value < 0x80) {
      return std::string_view("$%+<>=^`|~&#@*").find(word.front()) != std::string_view::npos
                 ? Shape::kSymbol
                 : Shape::kPunct;
    }
    return is_dash(first.value) || is_open_quote(first.value) || is_close_quote(first.value) ||
                   is_apostrophe(first.value) || is_punctuation(first.value)
               ? Shape::kPunct
               : Shape::kSymbol;
  }
  int letters = 0;
  int upper = 0;
  bool cased = false;
  for (std::size_t i = 0; i < word.size();) {
    const CodePoint point = decode_at(word, i);
    i += point.size;
    if (!is_letter(point.value)) continue;
    ++letters;
    if (is_upper(point.value)) ++upper;
    cased = cased || has_case(point.value);
  }
  if (!cased) return Shape::kOther;
  if (letters >= 2 && upper == letters) return Shape::kUpper;
  if (is_upper(first.value)) return Shape::kCapital;
  return upper == 0 ? Shape::kLower : Shape::kOther;
}

std::vector<WordId> intern_phrase(const WordSplitter& splitter, Vocabulary& vocabulary,
                                  std::string_view phrase) {
  std::vector<Span> spans;
  splitter.split(phrase, {0, static_cast<std::uint32_t>(phrase.size())}, spans);
  std::vector<WordId> words;
  words.reserve(spans.size());
  for (const Span span : spans) words.push_back(vocabulary.intern(fold(span.of(phrase))));
  return words;
}

}  // namespace chancery
