// lemma_learner.hpp: makes the table of lemmas and features (src/syntax/lemmas.hpp) from words with
// gold tags.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "syntax/lemma_keys.hpp"

namespace chancery::train {

// A word as a treebank has it.
struct FormExample {
  std::string form;
  std::string lemma;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kNn;
  std::string feats;  // empty: none
  syntax::WordPlace place = syntax::WordPlace::kInside;
  std::uint8_t situation = 0;
  std::uint32_t count = 1;
};

// A form that follows no rule of spelling, from a table that people keep.
struct IrregularForm {
  std::string form;
  std::string lemma;
  Xpos xpos = Xpos::kNn;
};

// The rows of irregular_forms.tsv: a lemma with its forms by tag.
Result<std::vector<IrregularForm>> load_irregular_forms(std::string_view bytes, std::string name);

// What the table is learned from.
struct LemmaSources {
  std::vector<FormExample> examples;
  std::vector<IrregularForm> irregular;
  // Words of English in small letters, the most frequent first. Regular forms of theirs that are in
  // the list too ("provoked" of "provoke") back the rules of spelling and get rules of their own
  // where those fail. May be empty.
  std::vector<std::string> vocabulary;
};

struct LemmaLearning {
  // A rule is kept where it makes at least so many more examples right than the rules above it:
  // counted in different forms for endings, in words for the others.
  double ending_gain = 2;
  double tags_gain = 2;
  double case_gain = 2;
  double feats_gain = 2;
  double word_gain = 0.5;
  // Weights beside that of a word in the treebanks, which is 1: of a regular or irregular form from
  // the lists, and of a word written with other capitals than the treebanks have it, for each time
  // it is there.
  double list_weight = 0.5;
  double recased_weight = 0.1;
};

// The bytes of the table. The same sources in any order of the examples give the same bytes.
std::string learn_lemma_table(const LemmaSources& sources, const LemmaLearning& learning = {});

}  // namespace chancery::train
