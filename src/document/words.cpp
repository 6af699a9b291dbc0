#include "document/words.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "document_tables.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNothing = 0xFFFFFFFF;
constexpr int kMaxDottedLetters = 16;
// Words of a compound of capitals with "&": "AT&T", "R&D".
constexpr std::uint32_t kMaxInitials = 4;

// What the bytes of a chunk are, as flags.
enum ByteClass : std::uint8_t {
  kLetterByte = 1,
  kDigitByte = 2,
  kMarkByte = 4,
  kHighByte = 8,
  kStopByte = 16,
  kAtByte = 32,
  kPathByte = 64,  // ':' '/'
  kBlankByte = 128,
};

constexpr std::array<std::uint8_t, 256> make_byte_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    std::uint8_t out = kMarkByte;
    if (byte >= 0x80) out = kHighByte;
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) out = kLetterByte;
    if (byte >= '0' && byte <= '9') out = kDigitByte;
    if (byte == '.') out = kStopByte;
    if (byte == '@') out = kAtByte;
    if (byte == ':' || byte == '/') out = kPathByte;
    if (byte == ' ' || (byte >= 9 && byte <= 13)) out = kBlankByte;
    classes[byte] = out;
  }
  return classes;
}
constexpr std::array<std::uint8_t, 256> kByteClasses = make_byte_classes();

std::uint8_t class_of(char byte) {
  return kByteClasses[static_cast<unsigned char>(byte)];
}

bool is_word_letter(char32_t value) {
  return is_letter(value) || is_digit(value);
}

bool is_word_byte(char byte) {
  return (class_of(byte) & (kLetterByte | kDigitByte)) != 0;
}

// The apostrophes and the grave accent that stands for one.
bool is_clitic_mark(char32_t value) {
  return value == '`' || is_apostrophe(value);
}

// Marks of which ornaments are made: "====", "|--------+", "***".
bool is_ornament(char32_t value) {
  return value < 0x80 &&
         std::string_view("=*_~#+<>^|-{}").find(static_cast<char>(value)) != std::string_view::npos;
}

bool is_stop(char32_t value) {
  return value == '.' || value == '!' || value == '?' || value == 0x2026;
}

bool joins_ordinal(std::string_view letters) {
  if (letters.size() > 2) return false;
  const std::string folded = fold(letters);
  return folded == "st" || folded == "nd" || folded == "rd" || folded == "th" || folded == "s" ||
         letters == "G";
}

std::size_t ending_key(char before_last, char last) {
  return static_cast<std::size_t>(before_last & 0x1F) * 32 + static_cast<std::size_t>(last & 0x1F);
}

}  // namespace

// Cuts one range: chunk by chunk, a chunk being what stands between blanks.
class WordCutter {
 public:
  WordCutter(const WordSplitter& splitter, std::string_view text, Span range,
             std::vector<Span>& out, std::vector<std::uint32_t>* joined)
      : splitter_(splitter), text_(text), range_(range), out_(out), joined_(joined) {}

  void cut() {
    std::uint32_t at = range_.begin;
    while (at < range_.end) {
      const std::uint32_t begin = at;
      const std::uint8_t flags = read_chunk(at);
      if (at == begin) {
        at += point_at(at).size;  // a blank
      } else if (flags == kLetterByte) {
        push_word(begin, at);
      } else {
        cut_chunk({begin, at}, flags);
      }
    }
  }

 private:
  CodePoint point_at(std::uint32_t offset) const {
    return offset < range_.end ? decode_at(text_, offset) : CodePoint{0, 1};
  }
  char32_t value_at(std::uint32_t offset) const { return point_at(offset).value; }
  char byte_at(std::uint32_t offset) const { return offset < range_.end ? text_[offset] : '\0'; }
  std::string_view bytes(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }
  // The code point that ends at `offset`; 0 at the start of the range.
  char32_t before(std::uint32_t offset) const {
    if (offset <= range_.begin) return 0;
    std::uint32_t start = offset - 1;
    while (start > range_.begin && (static_cast<unsigned char>(text_[start]) & 0xC0u) == 0x80)
      --start;
    return decode_at(text_, start).value;
  }
  bool is_blank_before(std::uint32_t offset) const {
    return offset <= range_.begin || is_space(before(offset));
  }
  bool is_blank_at(std::uint32_t offset) const {
    return offset >= range_.end || is_space(value_at(offset));
  }

  // Moves `at` to the end of the chunk and returns the classes of its bytes.
  std::uint8_t read_chunk(std::uint32_t& at) const {
    std::uint8_t flags = 0;
    for (; at < range_.end; ++at) {
      const std::uint8_t kind = class_of(text_[at]);
      if (kind == kBlankByte) break;
      if (kind == kHighByte) {
        const unsigned char byte = static_cast<unsigned char>(text_[at]);
        const bool may_be_blank =
            byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
        if (may_be_blank && is_space(decode_at(text_, at).value)) break;
      }
      flags = static_cast<std::uint8_t>(flags | kind);
    }
    return flags;
  }

  void push(std::uint32_t begin, std::uint32_t end, bool is_joined = false) {
    if (is_joined && joined_ != nullptr)
      joined_->push_back(static_cast<std::uint32_t>(out_.size()));
    out_.push_back({begin, end});
  }

  // A word of letters, cut where the table of contractions says so.
  void push_word(std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t size = end - begin;
    if (size < 2 || size > WordSplitter::kMaxContraction ||
        !splitter_.contraction_ends_[ending_key(text_[end - 2], text_[end - 1])]) {
      push(begin, end);
      return;
    }
    const std::uint8_t* cuts = splitter_.contraction(bytes(begin, end));
    if (cuts == nullptr) {
      push(begin, end);
      return;
    }
    std::uint32_t from = begin;
    for (int i = 0; i < 2 && cuts[i] != 0; ++i) {
      push(from, begin + cuts[i], from > begin);
      from = begin + cuts[i];
    }
    push(from, end, true);
  }

  void cut_chunk(Span chunk, std::uint8_t flags) {
    chunk_ = chunk;
    flags_ = flags;
    next_at_ = kNothing;
    no_host_before_ = chunk.begin;
    std::uint32_t at = chunk.begin;
    if ((flags & kStopByte) != 0) {
      const std::uint32_t end = file_end();
      if (end != kNothing) {
        push(at, end);
        at = end;
      }
    }
    while (at < chunk.end) {
      const CodePoint point = point_at(at);
      if (is_word_letter(point.value)) {
        const std::uint32_t address = address_end(at);
        if (address != kNothing) {
          push(at, address);
          at = address;
        } else {
          at = is_digit(point.value) ? cut_number(at) : cut_word(at);
        }
      } else {
        at = cut_mark(at, point);
      }
    }
  }

  std::uint32_t letters_end(std::uint32_t at) const {
    for (;;) {
      if (at >= range_.end) return at;
      if (is_word_byte(text_[at])) {
        ++at;
        continue;
      }
      if (text_[at] == '_') {
        // "draft_2": a name, where letters stand on both sides.
        if (at == range_.begin || !is_word_letter(before(at)) || !is_word_letter(value_at(at + 1)))
          return at;
        ++at;
        continue;
      }
      if (static_cast<unsigned char>(text_[at]) < 0x80) return at;
      const CodePoint point = decode_at(text_, at);
      if (!is_word_letter(point.value)) return at;
      at += point.size;
    }
  }

  std::uint32_t digits_end(std::uint32_t at) const {
    while (at < range_.end && class_of(text_[at]) == kDigitByte) ++at;
    return at;
  }

  // "43.8", "1,200", "2025": digits, with points and commas between digits.
  std::uint32_t number_end(std::uint32_t at) const {
    for (;;) {
      at = digits_end(at);
      const char mark = byte_at(at);
      if ((mark != '.' && mark != ',') || !is_digit(value_at(at + 1))) return at;
      ++at;
    }
  }

  // Groups of digits that are one word: "7:30", "9/11", "26/04/2025", "2025-04-26", numbers of
  // telephones. "5-6" and "2026-2028" are ranges, three words each.
  std::uint32_t groups_end(std::uint32_t at) const {
    std::array<std::uint32_t, 4> sizes{};
    std::size_t groups = 0;
    char mark = 0;
    std::uint32_t end = at;
    for (;;) {
      const std::uint32_t begin = end;
      end = digits_end(begin);
      if (groups == sizes.size()) return kNothing;
      sizes[groups++] = end - begin;
      const char next = byte_at(end);
      if ((next != ':' && next != '/' && next != '-') || !is_digit(value_at(end + 1))) break;
      if (mark != 0 && next != mark) {
        if (mark == '-') return kNothing;
        break;  // "5:00-6:00"
      }
      mark = next;
      ++end;
    }
    if (groups < 2) return kNothing;
    const char32_t after = value_at(end);
    if (mark == ':') {
      if (groups > 3 || sizes[0] > 2 || sizes[1] != 2 || (groups == 3 && sizes[2] != 2))
        return kNothing;
      return end;
    }
    if (is_word_letter(after) || after == '_') return kNothing;
    if (mark == '/') {
      // "2026/27": two years; "1/2/3/4": neither a date nor a part.
      const bool goes_on = before(at) == '/' || after == '/';
      if (groups > 3 || goes_on || (groups == 2 && sizes[0] == 4)) return kNothing;
      return sizes[0] <= 4 && sizes[1] <= 4 && sizes[2] <= 4 ? end : kNothing;
    }
    if (groups == 2) {
      const bool money = before(at) == '$' || is_dash(before(at));
      const bool local = sizes[0] == 3 && sizes[1] == 4 && text_[end - 1] != '0' && !money;
      return local || (sizes[0] == 5 && sizes[1] == 4) ? end : kNothing;
    }
    return end - at >= 8 ? end : kNothing;
  }

  std::uint32_t cut_number(std::uint32_t at) {
    const std::uint32_t groups = groups_end(at);
    if (groups != kNothing) {
      push(at, groups);
      return groups;
    }
    const std::uint32_t number = number_end(at);
    const std::uint32_t letters = letters_end(number);
    if (letters > number && joins_ordinal(bytes(number, letters))) {
      push(at, letters);
      return letters;
    }
    // "the 1990's", "her 80's": a decade, where the digits are the tens.
    const CodePoint mark = point_at(number);
    const std::uint32_t size = number - at;
    if (letters == number && is_apostrophe(mark.value) && (size == 2 || size == 4) &&
        text_[number - 1] == '0') {
      const std::uint32_t end = letters_end(number + mark.size);
      if (end == number + mark.size + 1 && text_[end - 1] == 's') {
        push(at, end);
        return end;
      }
    }
    push(at, number);
    return number;
  }

  // "U.S.", "p.m.", "J.": single letters, each with a stop. kNothing when the word is not of that
  // form; "U.S" counts.
  std::uint32_t dotted_end(std::uint32_t at) const {
    std::uint32_t end = at;
    int letters = 0;
    bool upper = false;
    for (;;) {
      const CodePoint letter = point_at(end);
      if (!is_letter(letter.value)) break;
      const std::uint32_t stop = end + letter.size;
      if (value_at(stop) != '.') {
        if (letters == 0) return kNothing;
        // "B.Sc.": a capital, a small letter and a stop may close it.
        if (letters <= 2 && is_upper(letter.value) && is_letter(value_at(stop)) &&
            !is_upper(value_at(stop)) && byte_at(stop + 1) == '.')
          return stop + 2;
        if (is_word_letter(value_at(stop))) return kNothing;
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

  // The clitic that begins at the apostrophe at `at`, as an end offset; kNothing when there is
  // none.
  std::uint32_t clitic_end(std::uint32_t at) const {
    const std::uint32_t begin = at + point_at(at).size;
    const std::uint32_t end = letters_end(begin);
    if (end - begin < 1 || end - begin > 2) return kNothing;
    const std::string letters = fold(bytes(begin, end));
    for (const char* clitic : {"s", "re", "ve", "ll", "d", "m"}) {
      if (letters == clitic) return end;
    }
    return kNothing;
  }

  std::uint32_t cut_word(std::uint32_t at) {
    std::uint32_t end = dotted_end(at);
    if (end != kNothing) {
      push(at, end);
      return cut_clitic(end);
    }
    end = compound_end(at, letters_end(at));
    // Apostrophes inside: a clitic is cut off, anything else stays ("O'Brien", "d'Ivoire").
    for (;;) {
      const CodePoint mark = point_at(end);
      if (!is_clitic_mark(mark.value) || !is_letter(value_at(end + mark.size))) break;
      const std::uint32_t clitic = clitic_end(end);
      const std::uint32_t tail = letters_end(end + mark.size);
      const bool negation = clitic == kNothing && tail == end + mark.size + 1 && end - at >= 2 &&
                            (byte_at(end + mark.size) | 0x20) == 't' &&
                            (byte_at(end - 1) | 0x20) == 'n';
      if (negation) {
        if (end - 1 > at) push(at, end - 1);
        push(end - 1, tail, end - 1 > at);
        return cut_clitic(tail);
      }
      if (clitic != kNothing) {
        push(at, end);
        return cut_clitic(end);
      }
      if (mark.value == '`') break;
      end = tail;
    }
    if (byte_at(end) == '.' && splitter_.abbreviation(bytes(at, end + 1))) {
      ++end;
      // "Ph.D."
      if (is_upper(value_at(end)) && byte_at(end + 1) == '.') end += 2;
      push(at, end);
      return end;
    }
    push_word(at, end);
    return cut_possessive(end);
  }

  // "could|n't|'ve": clitics in a row, at most two.
  std::uint32_t cut_clitic(std::uint32_t at) {
    for (int i = 0; i < 2; ++i) {
      if (!is_clitic_mark(value_at(at))) return at;
      const std::uint32_t end = clitic_end(at);
      if (end == kNothing) return at;
      push(at, end, true);
      at = end;
    }
    return at;
  }

  // "the states' rights": the apostrophe of a plural, unless a quotation with such marks is open.
  std::uint32_t cut_possessive(std::uint32_t at) {
    const CodePoint mark = point_at(at);
    const bool after_s = at > range_.begin && (text_[at - 1] | 0x20) == 's';
    if (!after_s || (mark.value != '\'' && mark.value != 0x2019)) return at;
    if (single_quote_open_) return at;
    const std::uint32_t end = at + mark.size;
    if (!is_blank_at(end) || end >= range_.end) return at;
    const char32_t next = value_at(end + point_at(end).size);
    if (!is_word_letter(next) && next != '$' && next != '"' && next != 0x201C) return at;
    push(at, end, true);
    return end;
  }

  // The end of a word with a prefix ("co-founder", "non-oil") or of initials with "&" ("AT&T").
  std::uint32_t compound_end(std::uint32_t at, std::uint32_t end) const {
    const char mark = byte_at(end);
    if (mark == '-' && end - at <= WordSplitter::kMaxPrefix) {
      const char32_t next = value_at(end + 1);
      if (!is_letter(next)) return end;
      const std::uint8_t use = splitter_.prefix(bytes(at, end));
      if (use == 0 || (use == 1 && is_upper(next))) return end;
      const std::uint32_t tail = letters_end(end + 1);
      // "over-the-counter": a phrase and no prefix.
      return byte_at(tail) == '-' && is_letter(value_at(tail + 1)) ? end : tail;
    }
    while (byte_at(end) == '&') {
      const auto is_initials = [&](std::uint32_t from, std::uint32_t to) {
        if (from == to || to - from > kMaxInitials) return false;
        for (std::uint32_t i = from; i < to; ++i) {
          if (text_[i] < 'A' || text_[i] > 'Z') return false;
        }
        return true;
      };
      const std::uint32_t tail = letters_end(end + 1);
      if (!is_initials(at, end) || !is_initials(end + 1, tail)) return end;
      end = tail;
      break;
    }
    return end;
  }

  // The whole chunk without the marks after it, where it is the name of a file: "report-2_3.pdf".
  std::uint32_t file_end() const {
    std::uint32_t end = chunk_.end;
    while (end > chunk_.begin && !is_word_byte(text_[end - 1])) {
      if (static_cast<unsigned char>(text_[end - 1]) >= 0x80) return kNothing;
      --end;
    }
    std::uint32_t stop = end;
    while (stop > chunk_.begin && end - stop < 6 && class_of(text_[stop - 1]) == kLetterByte)
      --stop;
    if (stop == chunk_.begin || text_[stop - 1] != '.' ||
        splitter_.ending(bytes(stop, end)) != WordSplitter::Ending::kFile)
      return kNothing;
    for (std::uint32_t i = chunk_.begin; i < stop; ++i) {
      if (!is_word_byte(text_[i]) &&
          std::string_view(".-_#").find(text_[i]) == std::string_view::npos)
        return kNothing;
    }
    return end;
  }

  // The end of an address without the marks that close a sentence or bracket after it.
  std::uint32_t path_end(std::uint32_t at) const {
    std::uint32_t end = at;
    while (end < chunk_.end && text_[end] != '<' && text_[end] != '>' && text_[end] != '"' &&
           class_of(text_[end]) != kHighByte)
      ++end;
    while (end > at &&
           std::string_view(".,;:!?)]}'*").find(text_[end - 1]) != std::string_view::npos)
      --end;
    return end;
  }

  bool begins_with(std::uint32_t at, std::string_view small) const {
    if (chunk_.end - at <= small.size()) return false;
    for (std::size_t i = 0; i < small.size(); ++i) {
      const char byte = text_[at + i];
      if ((byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) != small[i]) return false;
    }
    return true;
  }

  // The end of an address of the web or of mail that begins at `at`.
  std::uint32_t address_end(std::uint32_t at) {
    if ((flags_ & (kStopByte | kAtByte)) == 0) return kNothing;
    if ((flags_ & kPathByte) != 0) {
      for (const std::string_view scheme : {"http://", "https://", "ftp://", "mailto:", "doi:"}) {
        if (begins_with(at, scheme) && is_word_byte(text_[at + scheme.size()])) return path_end(at);
      }
    }
    if ((flags_ & kStopByte) != 0 && begins_with(at, "www.") && is_word_byte(text_[at + 4]))
      return path_end(at);
    if ((flags_ & kAtByte) != 0) {
      const std::uint32_t mail = mail_end(at);
      if (mail != kNothing) return mail;
    }
    return (flags_ & kStopByte) != 0 && at >= no_host_before_ ? host_end(at) : kNothing;
  }

  std::uint32_t mail_end(std::uint32_t at) {
    if (next_at_ == kNothing || next_at_ < at) {
      next_at_ = at;
      while (next_at_ < chunk_.end && text_[next_at_] != '@') ++next_at_;
    }
    if (next_at_ == chunk_.end || !is_word_byte(byte_at(next_at_ + 1))) return kNothing;
    for (std::uint32_t i = at; i < next_at_; ++i) {
      if (!is_word_byte(text_[i]) &&
          std::string_view("._%+-").find(text_[i]) == std::string_view::npos)
        return kNothing;
    }
    std::uint32_t end = next_at_ + 1;
    while (end < chunk_.end &&
           (is_word_byte(text_[end]) ||
            ((text_[end] == '.' || text_[end] == '-') && is_word_byte(byte_at(end + 1)))))
      ++end;
    return end;
  }

  // "example.com", "example.co.uk/path": labels of which the last is known.
  std::uint32_t host_end(std::uint32_t at) {
    std::uint32_t end = at;
    std::uint32_t last = kNothing;
    while (end < chunk_.end) {
      if (is_word_byte(text_[end]) ||
          (text_[end] == '-' && end > at && is_word_byte(byte_at(end + 1)))) {
        ++end;
      } else if (text_[end] == '.' && is_word_byte(byte_at(end + 1))) {
        last = ++end;
      } else {
        break;
      }
    }
    const bool known = last != kNothing && last - at >= 3 &&
                       splitter_.ending(bytes(last, end)) == WordSplitter::Ending::kHost &&
                       class_of(byte_at(end)) != kHighByte;
    if (!known) {
      no_host_before_ = end;
      return kNothing;
    }
    return byte_at(end) == '/' && is_word_byte(byte_at(end + 1)) ? path_end(at) : end;
  }

  std::uint32_t cut_mark(std::uint32_t at, CodePoint point) {
    const std::uint32_t end = mark_end(at, point);
    push(at, end, false);
    if (point.value == '\'' || point.value == 0x2018 || point.value == 0x2019) {
      if (end - at == point.size) single_quote_open_ = is_blank_before(at) && !is_blank_at(end);
    }
    return end;
  }

  // Runs of stops and of ornaments, faces and clitics are one word, every other mark stands alone.
  std::uint32_t mark_end(std::uint32_t at, CodePoint point) const {
    std::uint32_t end = at + point.size;
    if (is_stop(point.value)) {
      for (CodePoint next = point_at(end); is_stop(next.value); next = point_at(end))
        end += next.size;
      return end;
    }
    const char32_t next = value_at(end);
    if (is_ornament(point.value)) {
      if (next == point.value) {
        while (value_at(end) == point.value) ++end;
      }
      if (is_blank_before(at)) {
        std::uint32_t drawn = end;
        while (is_ornament(value_at(drawn))) ++drawn;
        if (drawn > end && drawn - at >= 4 && is_blank_at(drawn)) return drawn;
      }
      if (end - at == 1 && (point.value == '#') && is_letter(next) && is_blank_before(at))
        return letters_end(end);
    }
    if (point.value == '@' && is_letter(next) && is_blank_before(at)) return letters_end(end);
    if (point.value == ':' || point.value == ';' || point.value == '=') {
      const std::uint32_t face = face_end(at);
      if (face != kNothing) return face;
    }
    if (is_clitic_mark(point.value)) {
      const bool is_twin = next == point.value && value_at(end + point.size) != point.value;
      if (is_twin && (point.value == '\'' || point.value == '`')) return end + point.size;
      const char32_t last = before(at);
      const std::uint32_t clitic = clitic_end(at);
      // "'s" after a quotation mark: "the "Belt and Road"'s ..."
      if (clitic != kNothing && clitic == end + 1 && last != 0 && !is_word_letter(last) &&
          !is_space(last))
        return clitic;
      // "'73", "'90s": a year without its century.
      if (is_digit(next) && (is_blank_before(at) || last == '(')) {
        const std::uint32_t digits = digits_end(end);
        const std::uint32_t tail = letters_end(digits);
        if (digits == end + 2 && (tail == digits || (tail == digits + 1 && text_[digits] == 's')))
          return tail;
      }
    }
    return end;
  }

  // ":)", ";-)", ":D" between blanks or after a word.
  std::uint32_t face_end(std::uint32_t at) const {
    std::uint32_t end = at + 1;
    if (byte_at(end) == '-') ++end;
    const char mouth = byte_at(end);
    ++end;
    if (mouth == ')' || mouth == '(') {
      if (is_digit(before(at))) return kNothing;
      while (byte_at(end) == mouth) ++end;
      return is_blank_at(end) || !is_word_letter(value_at(end)) ? end : kNothing;
    }
    const bool letter = mouth == 'D' || mouth == 'P' || mouth == 'p';
    return letter && is_blank_before(at) && !is_word_letter(value_at(end)) ? end : kNothing;
  }

  const WordSplitter& splitter_;
  std::string_view text_;
  Span range_;
  std::vector<Span>& out_;
  std::vector<std::uint32_t>* joined_;
  Span chunk_;
  std::uint8_t flags_ = 0;
  std::uint32_t next_at_ = kNothing;  // the next '@' of the chunk, or its end
  std::uint32_t no_host_before_ = 0;  // no address of the web begins before this offset
  bool single_quote_open_ = false;
};

void WordSplitter::split(std::string_view text, Span range, std::vector<Span>& out,
                         std::vector<std::uint32_t>* joined) const {
  WordCutter(*this, text, range, out, joined).cut();
}

const std::uint8_t* WordSplitter::contraction(std::string_view word) const {
  bool upper = true;
  for (const char byte : word) upper = upper && byte >= 'A' && byte <= 'Z';
  // "IM", "IVE": short words of capitals are abbreviations.
  if (upper && word.size() < 4) return nullptr;
  const WordId id = contractions_.find(fold(word));
  return id == kNoWord ? nullptr : cuts_[id].data();
}

std::uint8_t WordSplitter::prefix(std::string_view word) const {
  if (word.empty() || word.size() > kMaxPrefix || !is_ascii(word)) return 0;
  return prefix_uses_[prefixes_.find(fold(word))];
}

WordSplitter::Ending WordSplitter::ending(std::string_view word) const {
  if (word.empty() || word.size() > kMaxEnding || !is_ascii(word)) return Ending::kNone;
  return ending_kinds_[endings_.find(fold(word))];
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
  if (auto read = splitter.read_contractions(source); !read) return read.error();
  if (auto read = splitter.read_prefixes(source); !read) return read.error();
  if (auto read = splitter.read_endings(source); !read) return read.error();
  return splitter;
}

Result<void> WordSplitter::read_contractions(const TableSource& source) {
  auto table = load_table(source, "document/contractions.tsv", document_tables::contractions(),
                          {"form", "words"});
  if (!table) return table.error();
  cuts_.push_back({});
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view form = table->at(row, 0);
    if (form.size() < 2 || form.size() > kMaxContraction || !is_ascii(form) || fold(form) != form)
      return table->error_at(row, 0, "expected a word of 2 to 8 small ASCII letters");
    std::string whole;
    std::array<std::uint8_t, 2> cuts{};
    const std::vector<std::string_view> words = split_list(table->at(row, 1), ' ');
    for (std::size_t i = 0; i < words.size() && i < 3; ++i) {
      if (i > 0) cuts[i - 1] = static_cast<std::uint8_t>(whole.size());
      whole += words[i];
    }
    if (whole != form || words.size() < 2 || words.size() > 3)
      return table->error_at(row, 1, "expected two or three words that make up the form");
    if (contractions_.find(form) != kNoWord) return table->error_at(row, 0, "listed before");
    contractions_.intern(form);
    cuts_.push_back(cuts);
    contraction_ends_[ending_key(form[form.size() - 2], form.back())] = true;
  }
  return {};
}

Result<void> WordSplitter::read_prefixes(const TableSource& source) {
  auto table = load_table(source, "document/prefixes.tsv", document_tables::prefixes(),
                          {"form", "before_capital"});
  if (!table) return table.error();
  prefix_uses_.push_back(0);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view form = table->at(row, 0);
    if (form.empty() || form.size() > kMaxPrefix || !is_ascii(form) || fold(form) != form)
      return table->error_at(row, 0, "expected a prefix of 1 to 8 small ASCII letters");
    const std::string_view use = table->at(row, 1);
    if (use != "yes" && use != "no") return table->error_at(row, 1, "expected yes or no");
    if (prefixes_.find(form) != kNoWord) return table->error_at(row, 0, "listed before");
    prefixes_.intern(form);
    prefix_uses_.push_back(use == "yes" ? 2 : 1);
  }
  return {};
}

Result<void> WordSplitter::read_endings(const TableSource& source) {
  auto table = load_table(source, "document/address_endings.tsv",
                          document_tables::address_endings(), {"form", "of"});
  if (!table) return table.error();
  ending_kinds_.push_back(Ending::kNone);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view form = table->at(row, 0);
    if (form.empty() || form.size() > kMaxEnding || !is_ascii(form) || fold(form) != form)
      return table->error_at(row, 0, "expected an ending of 1 to 5 small ASCII letters");
    const std::string_view of = table->at(row, 1);
    if (of != "host" && of != "file") return table->error_at(row, 1, "expected host or file");
    if (endings_.find(form) != kNoWord) return table->error_at(row, 0, "listed before");
    endings_.intern(form);
    ending_kinds_.push_back(of == "host" ? Ending::kHost : Ending::kFile);
  }
  return {};
}

Shape shape_of(std::string_view word) {
  const CodePoint first = decode_at(word, 0);
  if (is_digit(first.value)) return Shape::kNumber;
  if (!is_letter(first.value)) {
    if (is_apostrophe(first.value) && word.size() > first.size) {
      const char32_t second = decode_at(word, first.size).value;
      if (is_letter(second)) return Shape::kLower;  // a clitic
      return is_digit(second) ? Shape::kNumber : Shape::kPunct;
    }
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
