#include "train/lemma_examples.hpp"

#include <utility>

#include "syntax/sentence_lemmas.hpp"
#include "train/lemma_learner.hpp"
#include "train_tables.hpp"

namespace chancery::train {

Result<std::string> learn_lemmas(const std::vector<GoldSentence>& sentences,
                                 const std::vector<std::string>& vocabulary) {
  auto irregular =
      load_irregular_forms(train_tables::irregular_forms(), "train/irregular_forms.tsv");
  if (!irregular) return irregular.error();
  LemmaSources sources;
  sources.irregular = std::move(*irregular);
  sources.vocabulary = vocabulary;
  for (const GoldSentence& sentence : sentences) {
    if (!sentence.has_tree()) continue;
    std::vector<syntax::TreeWord> words;
    for (const GoldWord& word : sentence.words)
      words.push_back({word.form, word.upos, word.xpos, word.head, word.relation});
    std::vector<syntax::TaggedForm> tagged(words.size());
    syntax::find_tagged_forms(words, tagged);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const GoldWord& gold = sentence.words[i];
      sources.examples.push_back({gold.form, gold.lemma, gold.upos, gold.xpos, gold.feats,
                                  tagged[i].place, tagged[i].situation, 1});
    }
  }
  return learn_lemma_table(sources);
}

}  // namespace chancery::train
