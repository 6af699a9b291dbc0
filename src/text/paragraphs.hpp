// paragraphs.hpp: private to text/: where the paragraphs of a report begin and end.
#pragma once
#include <vector>

#include "base/span.hpp"
#include "document/document.hpp"
#include "document/words.hpp"

namespace chancery::text {

struct Paragraph {
  Span span;  // no blanks around it, never empty
  bool is_title = false;
};

// In text order, disjoint. Together they hold every byte that is neither a blank nor in a marker or
// dateline.
std::vector<Paragraph> find_paragraphs(const Document& document, const WordSplitter& splitter);

}  // namespace chancery::text
