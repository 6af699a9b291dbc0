#include "actors/spelling.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery {
namespace {

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

}  // namespace

std::string spelling_key(std::string_view name) {
  std::string folded = fold(name);
  // "al-Maliki", "Maliki"
  if (folded.size() > 7 && (folded.compare(0, 3, "al-") == 0 || folded.compare(0, 3, "el-") == 0))
    folded.erase(0, 3);
  std::string key;
  key.reserve(folded.size() + 2);
  // Letters that stand for one sound.
  for (std::size_t i = 0; i < folded.size(); ++i) {
    char c = folded[i];
    const char next = i + 1 < folded.size() ? folded[i + 1] : '\0';
    if (next == 'h' && (c == 'k' || c == 'g' || c == 'z')) {
      c = c == 'k' ? 'h' : c;
      ++i;
    } else if (next == 'h' && c == 'p') {
      c = 'f';
      ++i;
    } else if (c == 'o' && next == 'u') {
      c = 'u';
      ++i;
    } else if (c == 'c' && next == 'k') {
      c = 'k';
      ++i;
    } else if (c == 'y' || c == 'j') {
      c = 'i';
    } else if (c == 'w') {
      c = 'v';
    } else if (c == 'q') {
      c = 'k';
    } else if (c == 'x') {
      key += 'k';
      c = 's';
    } else if (c == '-' || c == '\'' || c == ' ') {
      continue;
    }
    if (key.empty() || key.back() != c) key += c;  // doubled letters count once
  }
  // A glide beside a vowel is written or left out: "Tokayev", "Tokaev"; "Yanukovych", "Anukovych".
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool before = i > 0 && is_vowel(key[i - 1]);
    const bool after = i + 1 < key.size() && is_vowel(key[i + 1]);
    if (key[i] == 'i' && before && after) continue;
    out += key[i];
  }
  // "Lukashenka", "Lukashenko"
  if (out.size() > 5 && out.compare(out.size() - 4, 4, "enka") == 0) out.back() = 'o';
  return out;
}

bool same_given_name(std::string_view one, std::string_view other) {
  const std::string a = spelling_key(one);
  const std::string b = spelling_key(other);
  if (a == b) return !a.empty();
  return a.size() >= 4 && b.size() >= 4 && a.compare(0, 3, b, 0, 3) == 0;
}

}  // namespace chancery
