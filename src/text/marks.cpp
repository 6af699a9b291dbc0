#include "marks.hpp"

#include <unicode/uchar.h>

#include "base/utf8.hpp"

namespace chancery::text {
namespace {

int sentence_break(char32_t value) {
  return u_getIntPropertyValue(static_cast<UChar32>(value), UCHAR_SENTENCE_BREAK);
}

}  // namespace

bool is_stop(char32_t value) {
  if (value < 0x80) return value == '.' || value == '?' || value == '!';
  return value == 0x2026 || is_wide_stop(value);
}

bool is_wide_stop(char32_t value) {
  if (value < 0x80) return false;
  const int property = sentence_break(value);
  return property == U_SB_STERM || property == U_SB_ATERM;
}

bool is_closing(char32_t value) {
  return is_close_quote(value) || is_apostrophe(value) || is_close_bracket(value);
}

bool is_open_bracket(char32_t value) {
  if (value < 0x80) return value == '(' || value == '[' || value == '{';
  return u_charType(static_cast<UChar32>(value)) == U_START_PUNCTUATION;
}

bool is_close_bracket(char32_t value) {
  if (value < 0x80) return value == ')' || value == ']' || value == '}';
  return u_charType(static_cast<UChar32>(value)) == U_END_PUNCTUATION;
}

bool is_lower(char32_t value) {
  if (value < 0x80) return value >= 'a' && value <= 'z';
  return has_case(value) && u_totitle(static_cast<UChar32>(value)) != static_cast<UChar32>(value);
}

bool is_continuing(char32_t value) {
  if (value < 0x80) return value == ',' || value == ';' || value == ':';
  return !is_dash(value) && sentence_break(value) == U_SB_SCONTINUE;
}

}  // namespace chancery::text
