// words.hpp: what a word is: the one splitter for texts and for the names of the tables.
//
// Conventions of the English Universal Dependencies treebanks where they do not need a model:
// clitics ('s, n't) and hyphens are words of their own, abbreviations keep their stop, prefixes
// their hyphen; addresses, dates of digits, times and runs of marks are one word. Examples are in
// words.cases.tsv.
#pragma once
#include <array>
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
  // Appends the words of `text` between the offsets to `out`, as spans into `text`, in order, and
  // to `joined` the places in `out` of those that are one written word with the word before them
  // ("do" + "n't"). Requires well-formed UTF-8.
  void split(std::string_view text, Span range, std::vector<Span>& out,
             std::vector<std::uint32_t>* joined = nullptr) const;

  // The use of an abbreviation with its stop ("Gen."), compared without case.
  std::optional<AbbreviationUse> abbreviation(std::string_view word) const;

 private:
  friend Result<WordSplitter> load_word_splitter(const TableSource&);
  friend class WordCutter;
  static constexpr std::uint32_t kMaxContraction = 8;
  static constexpr std::uint32_t kMaxPrefix = 8;
  static constexpr std::uint32_t kMaxEnding = 5;
  enum class Ending : std::uint8_t { kNone, kHost, kFile };

  Result<void> read_contractions(const TableSource& source);
  Result<void> read_prefixes(const TableSource& source);
  Result<void> read_endings(const TableSource& source);
  // Where the word is cut, as one or two offsets; nothing when it is no contraction.
  const std::uint8_t* contraction(std::string_view word) const;
  // 0: no prefix; 1: of words that begin small; 2: of all words.
  std::uint8_t prefix(std::string_view word) const;
  Ending ending(std::string_view word) const;

  Interner forms_;
  std::vector<AbbreviationUse> uses_;  // by WordId
  std::vector<bool> lower_ok_;         // the table has it in lower case too
  Interner contractions_;
  std::vector<std::array<std::uint8_t, 2>> cuts_;  // by WordId; 0 for none
  // By the last two letters: whether any contraction ends so.
  std::array<bool, 32 * 32> contraction_ends_{};
  Interner prefixes_;
  std::vector<std::uint8_t> prefix_uses_;  // by WordId
  Interner endings_;
  std::vector<Ending> ending_kinds_;  // by WordId
};

// Reads abbreviations.tsv, contractions.tsv, prefixes.tsv and address_endings.tsv of document/.
// Fails on the first bad row.
Result<WordSplitter> load_word_splitter(const TableSource& source);

Shape shape_of(std::string_view word);

// The words of a name or phrase of a table as ids: folded, interned.
std::vector<WordId> intern_phrase(const WordSplitter& splitter, Vocabulary& vocabulary,
                                  std::string_view phrase);

}  // namespace chancery
