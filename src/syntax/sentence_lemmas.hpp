// sentence_lemmas.hpp: private to syntax/ and its training: what lemmas and features depend on, for
// the words of a sentence.
#pragma once
#include <span>
#include <string_view>

#include "document/syntax_layer.hpp"
#include "syntax/lemmas.hpp"
#include "syntax/situation.hpp"

namespace chancery::syntax {

// The words with their places and situations. Requires tagged.size() == words.size().
void find_tagged_forms(std::span<const TreeWord> words, std::span<TaggedForm> tagged);

// Appends lemmas and features of the words of one sentence to the layer, whose other columns are
// filled.
void add_lemmas(const LemmaTable& table, std::string_view text, std::span<const Span> words,
                TokenRange sentence, SyntaxLayer& layer);

}  // namespace chancery::syntax
