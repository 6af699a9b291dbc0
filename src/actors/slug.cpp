#include "actors/slug.hpp"

#include "base/utf8.hpp"

namespace chancery {

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : fold(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      slug += c;
    } else if (static_cast<unsigned char>(c) < 0x80 && !slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace chancery
