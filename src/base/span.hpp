// span.hpp: half-open ranges of bytes and of tokens.
#pragma once
#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

namespace chancery {

// A half-open range of UTF-8 byte offsets into the text of one report. A text is at most
// kMaxTextBytes long.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
  // The words of the span. Requires end <= text.size().
  constexpr std::string_view of(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

// The smallest span that covers both.
constexpr Span cover(Span a, Span b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

// A half-open range of token numbers of one document.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(std::uint32_t token) const { return begin <= token && token < end; }
  constexpr bool overlaps(TokenRange other) const { return begin < other.end && other.begin < end; }
  friend constexpr auto operator<=>(const TokenRange&, const TokenRange&) = default;
};

}  // namespace chancery
