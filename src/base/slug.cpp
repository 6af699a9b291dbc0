#include "base/slug.hpp"

#include "base/utf8.hpp"

namespace chancery {

std::string to_slug(std::string_view name) {
  std::string slug;
  for (const char c : fold(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-' && c != '\'' && c != '.') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace chancery
