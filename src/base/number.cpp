#include "base/number.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/utf8.hpp"

namespace chancery {

double Decimal::to_double() const {
  const std::string text = fmt::format("{}e{}", digits, exponent);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal result;
  int significant = 0;
  int group = -1;  // digits since the last group separator, -1 before the first
  int leading = 0;
  bool fraction = false;
  bool any = false;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= '0' && c <= '9') {
      if (significant > 0 || c != '0') ++significant;
      if (significant > 18) return std::nullopt;
      result.digits = result.digits * 10 + (c - '0');
      if (fraction) --result.exponent;
      if (!fraction && group >= 0) ++group;
      if (!fraction && group < 0) ++leading;
      any = true;
      ++i;
      continue;
    }
    if (c == '.') {
      if (fraction || !any || (group >= 0 && group != 3)) return std::nullopt;
      fraction = true;
      ++i;
      continue;
    }
    std::size_t separator = 0;
    if (c == ',' || c == ' ' || c == '\'') {
      separator = 1;
    } else if (c >= 0x80) {
      const CodePoint point = decode_at(text, i);
      if (is_space(point.value) || is_apostrophe(point.value)) separator = point.size;
    }
    if (separator == 0 || fraction || !any || leading > 3 || (group >= 0 && group != 3))
      return std::nullopt;
    group = 0;
    i += separator;
  }
  if (!any || (!fraction && group >= 0 && group != 3) || text.back() == '.') return std::nullopt;
  return result;
}

std::string to_plain(double value) {
  if (value == std::floor(value) && std::fabs(value) < 1e21) return fmt::format("{:.0f}", value);
  char buffer[512];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return std::string(buffer, end.ptr);
}

}  // namespace chancery
