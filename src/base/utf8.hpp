// utf8.hpp: code points, offsets, and the folded form that lexicons are matched on.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery {

// The byte offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7), or
// text.size().
std::size_t find_invalid_utf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 1;  // bytes
};
// The code point at `at`. Requires well-formed text and at < text.size().
CodePoint decode_at(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t value);
std::size_t count_code_points(std::string_view text);

// Byte offsets of one text to code point offsets, in O(1) for ASCII texts and O(64) for others.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  // The number of code points before `byte`. Requires byte <= text.size().
  std::uint32_t code_point(std::uint32_t byte) const;
  // The byte offset of code point `index`, or text.size() when there are not so many.
  std::uint32_t byte(std::uint32_t index) const;

 private:
  std::string_view text_;
  bool ascii_ = true;
  std::vector<std::uint32_t> before_;  // code points before byte 64 * i
};

// Lower case, without marks ("Erdo\u011fan" -> "erdogan"), typographic apostrophes as
// ', all dashes as -. Lexicon names and tokens are compared in this form. Appends to `out`. Any
// bytes are accepted.
void append_folded(std::string& out, std::string_view text);
std::string fold(std::string_view text);

// Simple lower-case mapping of one code point.
char32_t to_lower(char32_t value);

bool is_ascii(std::string_view text);
bool is_space(char32_t value);       // White_Space, plus U+FEFF and U+200B
bool is_letter(char32_t value);      // general category L or M
bool is_upper(char32_t value);       // Lu or Lt
bool is_digit(char32_t value);       // 0-9 only
bool is_open_quote(char32_t value);  // the neutral ", U+201C, U+00AB, U+201E, U+201F, U+2039
bool is_close_quote(char32_t value);
bool is_apostrophe(char32_t value);   // ' U+2019 U+02BC U+2018 U+2032
bool is_dash(char32_t value);         // - U+2010 .. U+2015 U+2212
bool is_punctuation(char32_t value);  // general category P
bool has_case(char32_t value);        // letters that have an upper and a lower form

}  // namespace chancery
