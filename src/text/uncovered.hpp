// uncovered.hpp: for tests and fuzzing of text/: finds bytes that the text layer has lost.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "document/document.hpp"

namespace chancery::text {

// The first byte that is no blank, lies outside markers and datelines, and in no token, or a
// sentence without tokens, in words; empty when there is none.
inline std::string find_uncovered(const Document& document) {
  const std::string_view text = document.text();
  const TextLayer& layer = document.text_layer;
  for (std::size_t s = 0; s < layer.sentences(); ++s) {
    if (layer.sentence_tokens[s].empty()) return "sentence " + std::to_string(s) + " is empty";
  }
  std::size_t token = 0;
  std::size_t part = 0;
  for (std::uint32_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    while (token < layer.tokens() && layer.token_span[token].end <= at) ++token;
    while (part < document.layout.parts.size() && document.layout.parts[part].span.end <= at)
      ++part;
    const bool in_token = token < layer.tokens() && layer.token_span[token].begin <= at;
    const bool in_part = part < document.layout.parts.size() &&
                         document.layout.parts[part].span.begin <= at &&
                         document.layout.parts[part].kind != PartKind::kTitle;
    if (!in_token && !in_part && !is_space(point.value))
      return "byte " + std::to_string(at) + " is in no token";
    at += point.size;
  }
  return {};
}

}  // namespace chancery::text
