// quotes.hpp: pairs quotation marks, paragraph by paragraph. Private to speech/.
#pragma once
#include <vector>

#include "document/document.hpp"

namespace chancery {

// The sentences of one paragraph that follow one another without a title between them.
struct Block {
  TokenRange tokens;
};

struct Quotation {
  TokenRange marks;  // from the opening mark to past the closing one; to the end of the block where
                     // none closes it
  TokenRange inner;  // the quoted words, with their own punctuation; may be empty
  bool closed = true;
  bool cut = false;      // not closed before another quotation opened
  bool carried = false;  // not closed, and the next block begins with an opening mark
};

std::vector<Block> find_blocks(const Document& document);

// The quotations of each block, outermost only, in text order. Straight, curly, low, pointed and
// typewriter double marks; single ones where the report uses them for speech. Every mark is looked
// at twice at most.
std::vector<std::vector<Quotation>> find_quotations(const Document& document,
                                                    const std::vector<Block>& blocks);

}  // namespace chancery
