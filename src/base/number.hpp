// number.hpp: decimal numbers as they are written, exact until they become a double.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chancery {

// digits * 10^exponent. "43.8 billion" is {438, 8}, and its double is the one nearest to
// 43800000000.
struct Decimal {
  std::int64_t digits = 0;
  int exponent = 0;

  // The nearest double; infinity is impossible for exponents up to 280.
  double to_double() const;
  Decimal scaled(int powers_of_ten) const { return {digits, exponent + powers_of_ten}; }
  friend bool operator==(const Decimal& a, const Decimal& b) {
    return a.to_double() == b.to_double();
  }
};

// Reads "43.8", "1,234,567", "1 234 567" (thin or no-break spaces), "0.5", "12". Groups must be of
// three digits; a comma or a space that does not group is an error. At most 18 significant digits;
// nothing otherwise.
std::optional<Decimal> parse_decimal(std::string_view text);

// The shortest decimal writing that reads back as the same double, without exponent below 1e21:
// 43800000000, 0.35.
std::string to_plain(double value);

}  // namespace chancery
