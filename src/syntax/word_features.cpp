#include "syntax/word_features.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery::syntax {
namespace {

constexpr std::size_t kMaxBytes = 64;

// FNV-1a with a final mix (Murmur3's), one stream a seed.
std::uint32_t hash(std::string_view text, std::uint32_t seed) {
  std::uint32_t h = 2166136261u ^ seed;
  for (const char c : text) {
    h ^= static_cast<unsigned char>(c);
    h *= 16777619u;
  }
  h ^= h >> 15;
  h *= 0x2c1b3c6du;
  h ^= h >> 12;
  return h;
}

std::string_view head(std::string_view text) {
  if (text.size() <= kMaxBytes) return text;
  std::size_t end = kMaxBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80) --end;
  return text.substr(0, end);
}

bool is_any_quote(char32_t value) {
  return is_open_quote(value) || is_close_quote(value);
}

}  // namespace

std::uint32_t hash_of(std::string_view normal) {
  return hash(normal, 11);
}

std::string normal_form(std::string_view word) {
  word = head(word);
  std::string out;
  out.reserve(word.size());
  for (std::size_t i = 0; i < word.size();) {
    const unsigned char c = static_cast<unsigned char>(word[i]);
    if (c < 0x80) {
      out += (c >= 'A' && c <= 'Z')   ? static_cast<char>(c + 32)
             : (c >= '0' && c <= '9') ? '0'
                                      : static_cast<char>(c);
      ++i;
      continue;
    }
    const CodePoint point = decode_at(word, i);
    if (is_any_quote(point.value)) {
      out += '"';
    } else if (is_apostrophe(point.value)) {
      out += '\'';
    } else if (is_dash(point.value)) {
      out += point.value == 0x2014 || point.value == 0x2015 ? "--" : "-";
    } else if (point.value == 0x2026) {
      out += "...";
    } else {
      append_utf8(out, to_lower(point.value));
    }
    i += point.size;
  }
  if (out == "``" || out == "''") out = "\"";
  return out;
}

HashedRows hash_word(std::string_view word, std::string_view normal) {
  HashedRows rows;
  word = head(word);
  const std::size_t size = normal.size();
  rows.suffix3 =
      static_cast<std::uint16_t>(hash(normal.substr(size > 3 ? size - 3 : 0), 1) % kSuffix3Rows);
  rows.suffix2 =
      static_cast<std::uint16_t>(hash(normal.substr(size > 2 ? size - 2 : 0), 2) % kSuffix2Rows);
  rows.prefix2 = static_cast<std::uint16_t>(hash(normal.substr(0, 2), 3) % kPrefix2Rows);
  // The shape: letter cases and digits, runs cut at three: "Xxx", "XXX", "ddd.d".
  std::string shape;
  for (const char raw : word) {
    const unsigned char c = static_cast<unsigned char>(raw);
    const char mark = c >= 'A' && c <= 'Z'   ? 'X'
                      : c >= 'a' && c <= 'z' ? 'x'
                      : c >= '0' && c <= '9' ? 'd'
                      : c >= 0x80            ? 'u'
                                             : raw;
    const std::size_t n = shape.size();
    if (n >= 3 && shape[n - 1] == mark && shape[n - 2] == mark && shape[n - 3] == mark) continue;
    shape += mark;
  }
  rows.shape = static_cast<std::uint16_t>(hash(shape, 5) % kShapeRows);
  const std::string framed = "<" + std::string(normal) + ">";
  for (std::size_t n = 3; n <= 5; ++n) {
    for (std::size_t i = 0; i + n <= framed.size() && i < 20; ++i) {
      rows.ngrams[rows.ngram_count++] =
          static_cast<std::uint16_t>(hash(std::string_view(framed).substr(i, n), 7) % kNgramRows);
    }
  }
  if (rows.ngram_count == 0)
    rows.ngrams[rows.ngram_count++] = static_cast<std::uint16_t>(hash(framed, 7) % kNgramRows);
  return rows;
}

}  // namespace chancery::syntax
