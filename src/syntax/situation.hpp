// situation.hpp: what the tree tells about the features of a word.
//
// "put" is infinitive after "to", imperative at the top of a sentence; "went" is of the person of
// its subject. The tags alone say neither.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "document/syntax_layer.hpp"

namespace chancery::syntax {

// One word of a sentence with its place in the tree.
struct TreeWord {
  std::string_view form;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kNn;
  std::int32_t head = 0;  // 0 the root, else a number of a word, from 1
  Relation relation = Relation::kDep;
};

// Writes a number below 16 for each word: of its subject for finite verbs, of its use for other
// verb forms, of its case for pronouns, of its clause for words that ask or relate, of what hangs
// on it for the others; 0 where nothing is to be said. The numbers have a meaning together with the
// XPOS only, and are part of the model format. Linear in the words; any heads are accepted.
// Requires situations.size() == words.size().
void find_situations(std::span<const TreeWord> words, std::span<std::uint8_t> situations);

}  // namespace chancery::syntax
