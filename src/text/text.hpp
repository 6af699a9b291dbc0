// text.hpp: cuts a report into paragraphs, sentences and tokens.
//
// Reads: layout (may be empty).   Adds: text_layer.
//
// Tokens come first, by the WordSplitter; sentences end after tokens, so no token is ever cut.
// Paragraphs are parted by blank lines; by single line breaks where most of these follow the end of
// a sentence; and before list items. Any other line break is a blank. Linear in the text, in any
// input.
#pragma once
#include <string_view>

#include "base/interner.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/words.hpp"
#include "sentence_ends.hpp"

namespace chancery {

// The words that tell a new sentence from a name after an abbreviation. Const after loading, shared
// by threads.
class TextLexicon {
 public:
  // Whether the word, folded, is known to begin sentences and not names.
  bool is_starter(std::string_view folded) const { return starters_.find(folded) != kNoWord; }
  // What speaks for the end of a sentence.
  const text::SentenceEnds& sentence_ends() const { return sentence_ends_; }

 private:
  friend Result<TextLexicon> load_text_lexicon(const TableSource&);
  Interner starters_;
  text::SentenceEnds sentence_ends_;
};

// Reads text/starters.tsv and text/sentence_ends.tsv. Fails with kBadTable on the first bad row:
// starters are folded words in ascending order.
Result<TextLexicon> load_text_lexicon(const TableSource& source);

// Paragraphs, sentences and tokens of the text outside the layout's markers and datelines; a title
// is a paragraph and a sentence of its own. Spans of paragraphs and sentences run from their first
// token to their last: no blanks around. A word of the text that no table has gets kNoWord. A judge
// decides in place of the weights, for training.
TextLayer find_text(const Document& document, const WordSplitter& splitter,
                    const Vocabulary& vocabulary, const TextLexicon& lexicon,
                    text::GapJudge* judge = nullptr);

}  // namespace chancery
