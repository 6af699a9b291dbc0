// lemma_examples.hpp: the words of the treebanks as examples for the table of lemmas.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "train/corpus.hpp"

namespace chancery::train {

// The bytes of the table that the program reads (src/syntax/lemmas.hpp). `vocabulary` has words of
// English in small letters, the most frequent first.
Result<std::string> learn_lemmas(const std::vector<GoldSentence>& sentences,
                                 const std::vector<std::string>& vocabulary);

}  // namespace chancery::train
