// parser.hpp: text to words, sentences, trees and names alone, without the stages that code.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/words.hpp"
#include "syntax/conllu.hpp"
#include "syntax/syntax.hpp"
#include "text/text.hpp"

namespace chancery {

// Const and shared by threads after loading.
class Parser {
 public:
  static Result<Parser> load(const TableSource& source,
                             syntax::Processor processor = syntax::best_processor());

  // The whole text: markers and datelines are words as any others.
  Document parse(Report report) const;
  // Keeps the words, ranges and sentences, and fills in the rest.
  void parse_words(std::vector<ConlluSentence>& sentences) const;
  // All sentences of a parsed document, with features; names as "Name=B-place" in MISC.
  std::vector<ConlluSentence> to_sentences(const Document& document) const;
  // Names of one sentence of words.
  std::vector<Name> find_names(std::span<const std::string> words) const;

  const SyntaxModel& model() const { return model_; }

 private:
  Parser(WordSplitter splitter, TextLexicon text, SyntaxModel model);
  WordSplitter splitter_;
  TextLexicon text_;
  SyntaxModel model_;
};

}  // namespace chancery
