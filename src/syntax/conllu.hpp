// conllu.hpp: reads and writes CoNLL-U, the exchange format of Universal Dependencies.
//
// Ten columns a word, a blank line after each sentence, comments with '#'. Ranges ("3-4", words
// written as one token) are kept, empty nodes ("8.1") are skipped, enhanced dependencies are not
// kept.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/span.hpp"
#include "document/document.hpp"

namespace chancery {

// One word. A column that the file leaves open ("_") is empty here.
struct ConlluWord {
  std::string form;
  std::string lemma;
  std::string upos;
  std::string xpos;
  std::string feats;  // "Number=Sing|Person=3"
  int head = -1;      // number of the head, from 1; 0: the root; -1: open
  std::string relation;
  std::string misc;
  bool space_after = true;  // of a word in a range: false, but for the last, which has the range's
};

// Words written as one token: "don't" is the range of "do" and "n't".
struct ConlluRange {
  int first = 0;  // numbers of words, from 1
  int last = 0;
  std::string form;
  bool space_after = true;
};

struct ConlluSentence {
  std::string id;
  std::string text;      // of the comment "# text"; may be empty
  std::string document;  // of the last "# newdoc id" at or before the sentence
  bool new_document = false;
  bool new_paragraph = false;
  std::vector<ConlluWord> words;
  std::vector<ConlluRange> ranges;  // in order, disjoint
};

enum class ConlluCheck : std::uint8_t {
  kForms,  // only ids and forms must be right; a head that is none is left open
  kTrees,  // every sentence must be a tree with one root
};

// All sentences of a file. Fails with kBadInput or kBadEncoding, the place being "NAME:LINE", on a
// line without ten columns, an id out of order, a range that does not cover words or overlaps
// another, an empty form; with kTrees also on a head out of range, a cycle, no root or several.
// Blank lines may be several, the last may be missing, lines may end in CR LF.
Result<std::vector<ConlluSentence>> parse_conllu(std::string_view bytes, std::string_view name,
                                                 ConlluCheck check);

// Appends one sentence with its comments and the blank line after it. Tabs and line breaks in a
// field are written as blanks, open columns as "_".
void append_conllu(std::string& out, const ConlluSentence& sentence);
std::string to_conllu(const std::vector<ConlluSentence>& sentences);

// The text that sentences were made from, and where their words stand in it.
struct ConlluText {
  std::string text;
  std::vector<Span> word_span;             // of all words of all sentences, in order
  std::vector<TokenRange> sentence_words;  // numbers of words, by sentence
};

// Words and ranges one after the other, a blank where there is a space after them, a blank line
// before each paragraph and document but the first. The words of a range have spans of their own
// where their forms make up its form, else they share the span of the range. Adjacent sentences
// without a blank between them touch.
ConlluText to_raw_text(const std::vector<ConlluSentence>& sentences);

// One sentence of a document, with words, ranges and spaces, and the columns of the syntax layer
// where it has been filled, but for the features, whose names are the model's.
ConlluSentence to_conllu_sentence(const Document& document, SentenceId sentence);

}  // namespace chancery
