// corpus.hpp: what the parser is trained on: treebanks and files of names in one form, and the
// variants of sentences that news has and treebanks lack.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "document/syntax_layer.hpp"

namespace chancery::train {

struct GoldWord {
  std::string form;
  std::string lemma;
  std::string feats;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kNn;
  Relation relation = Relation::kDep;
  std::int32_t head = -1;   // 0 the root, else the number of a word, from 1; -1: no tree is given
  std::uint32_t names = 0;  // labels of names that may be right, a bit each; 0: none are given
};

struct GoldSentence {
  std::vector<GoldWord> words;
  bool has_tree() const { return words.front().head >= 0; }
};

// A treebank with names from a UNER file beside it (`names` may be empty) or, where the file has
// them, from its own entity brackets.
Result<std::vector<GoldSentence>> load_treebank(const std::filesystem::path& treebank,
                                                const std::filesystem::path& names);
// Sentences with names only.
Result<std::vector<GoldSentence>> load_name_sentences(const std::filesystem::path& path);

// Ways in which the sentences of news differ from those of the treebanks.
enum class Variant : std::uint8_t {
  kUpper,      // all capitals: a headline
  kLower,      // no capitals
  kMarks,      // typographic quotation marks, apostrophes and dashes
  kTitleCase,  // words of more than three letters begin with a capital
};
inline constexpr std::size_t kVariantCount = 4;
GoldSentence make_variant(const GoldSentence& sentence, Variant variant);
// Without its final stop, where nothing hangs on it; else unchanged.
GoldSentence without_final_stop(const GoldSentence& sentence);

}  // namespace chancery::train
