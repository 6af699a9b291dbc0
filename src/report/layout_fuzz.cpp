#include <cstdlib>
#include <string>

#include "base/utf8.hpp"
#include "report/layout.hpp"

// Any well-formed text: the layer keeps the promises of its header.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace chancery;
  static const LayoutLexicon lexicon = *load_layout_lexicon({});
  if (size == 0) return 0;
  // The first byte says how much of the text is its title.
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (find_invalid_utf8(bytes) != bytes.size()) return 0;
  Report report;
  report.text = bytes;
  const std::size_t title = data[0];
  if (title < bytes.size() && find_invalid_utf8(bytes.substr(0, title)) == title)
    report.title = bytes.substr(0, title);
  Document document(std::move(report));
  document.layout = find_layout(document, lexicon);
  if (!check(document).empty()) std::abort();
  for (const Part& part : document.layout.parts) {
    if (part.span.empty()) std::abort();
  }
  return 0;
}
