// words.hpp: what a word is: the one splitter for texts and for the names of the tables.
//
// Conventions of the English Universal Dependencies treebanks where they do not need a model:
// clitics ('s, n't) and hyphens are words of their own, abbreviations keep their stop. Examples are
// in words.cases.tsv.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/interner.hpp"
#include "base/result.hpp"
#include "base/span.hpp"
#include "base/tsv.hpp"
#include "document/text_layer.hpp"

namespace chancery {

enum class AbbreviationUse : std::uint8_t { kTitle, kBeforeNumber, kMonth, kWeekday, kName, kEnd };

class WordSplitter {
 public:
  // Appends the words of `text` between the offsets to `out`, as spans into `text`, in order.
  // Requires well-formed UTF-8.
  void split(std::string_view text, Span range, std::vector<Span>& out) const;

  // The use of an abbreviation with its stop ("Gen."), compared without case.
  std::optional<AbbreviationUse> abbreviation(std::string_view word) const;

 private:
  friend Result<WordSplitter> load_word_splitter(const TableSource&);
  Interner forms_;
  std::vector<AbbreviationUse> uses_;  // by WordId
  std::vector<bool> lower_ok_;         // the table has it in lower case too
};

// Reads document/abbreviations.tsv. Fails on the first bad row.
Result<WordSplitter> load_word_splitter(const TableSource& source);

Shape shape_of(std::string_view word);

// The words of a name or phrase of a table as ids: folded, interned.
std::vector<WordId> intern_phrase(const WordSplitter& splitter, Vocabulary& vocabulary,
                                  std::string_view phrase);

}  // namespace chancery
