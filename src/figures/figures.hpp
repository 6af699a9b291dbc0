// figures.hpp: finds the quantities that a report states: number, unit, and what is measured.
//
// Reads: text_layer, times, actors (both may be empty).   Adds: figures.
// "trade reached a record 43.8 billion US dollars" is 43800000000 USD, measure "trade", trend
// "record high". Whose a figure is and for when is joined elsewhere. docs/codebook.md decides what
// a figure is.
#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/words.hpp"

namespace chancery {

namespace figures {
struct Lexicon;
}

// The tables of this folder, compiled. Const after load; copies share one state, threads may too.
class FigureLexicon {
 public:
  explicit FigureLexicon(std::shared_ptr<const figures::Lexicon> tables)
      : tables_(std::move(tables)) {}
  const figures::Lexicon& tables() const { return *tables_; }

 private:
  std::shared_ptr<const figures::Lexicon> tables_;
};

// Reads the tables of figures/, embedded or from the source's folder, and adds their words to the
// vocabulary. Fails on the first bad row, with file, line and column.
Result<FigureLexicon> load_figure_lexicon(const TableSource& source, const WordSplitter& splitter,
                                          Vocabulary& vocabulary);

// Figures are disjoint, in text order, each within one sentence; titles are skipped. Every number
// that was seen and is no figure is a refusal. Linear in the text. The lexicon must have been
// loaded into the vocabulary that numbered the words of the document.
FigureLayer find_figures(const Document& document, const FigureLexicon& lexicon);

}  // namespace chancery
