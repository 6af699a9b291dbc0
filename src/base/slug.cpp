#include "base/slug.hpp"

#include "base/utf8.hpp"

namespace chancery {

std::string to_slug(std::string_view name) {
  std::string slug;
  const std::string folded = fold(name);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    // Curly apostrophes part words as straight ones do.
    const bool curly =
        folded.compare(i, 3, "\xE2\x80\x98") == 0 || folded.compare(i, 3, "\xE2\x80\x99") == 0;
    if (kept) {
      slug += c;
    } else if ((curly || static_cast<unsigned char>(c) < 0x80) && !slug.empty() &&
               slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace chancery
