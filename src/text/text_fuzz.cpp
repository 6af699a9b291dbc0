// Any bytes, made into well-formed UTF-8, with a dateline and a title laid over them: the layer
// stays whole.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.hpp"
#include "text.hpp"
#include "uncovered.hpp"

namespace {

std::string to_utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::size_t good = chancery::find_invalid_utf8(bytes);
    out += bytes.substr(0, good);
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    chancery::append_utf8(out, 0xFFFD);
    bytes.remove_prefix(1);
  }
  return out;
}

// The boundary of a code point at or before `at`.
std::uint32_t boundary(std::string_view text, std::size_t at) {
  if (at >= text.size()) return static_cast<std::uint32_t>(text.size());
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80) --at;
  return static_cast<std::uint32_t>(at);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto splitter = chancery::load_word_splitter({});
  static const auto lexicon = chancery::load_text_lexicon({});
  if (!splitter || !lexicon) std::abort();
  if (size < 4) return 0;
  chancery::Report report;
  report.text = to_utf8(std::string_view(reinterpret_cast<const char*>(data) + 4, size - 4));
  chancery::Document document(std::move(report));
  const std::uint32_t a = boundary(document.text(), data[0]);
  const std::uint32_t b = boundary(document.text(), std::size_t{data[0]} + data[1]);
  const std::uint32_t c = boundary(document.text(), std::size_t{data[0]} + data[1] + data[2]);
  using chancery::PartKind;
  if (a < b && (data[3] & 1) != 0) document.layout.parts.push_back({{a, b}, PartKind::kDateline});
  if (b < c && (data[3] & 2) != 0) document.layout.parts.push_back({{b, c}, PartKind::kTitle});
  document.text_layer = chancery::find_text(document, *splitter, chancery::Vocabulary(), *lexicon);
  if (!chancery::check(document).empty()) std::abort();
  if (!chancery::text::find_uncovered(document).empty()) std::abort();
  return 0;
}
