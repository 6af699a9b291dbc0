#include "syntax/sentence_lemmas.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace chancery::syntax {
namespace {

// A form with a small letter of the Latin alphabet, or a letter that has case and is small.
bool has_small_letter(std::string_view form) {
  for (std::size_t i = 0; i < form.size();) {
    const unsigned char byte = static_cast<unsigned char>(form[i]);
    if (byte < 0x80) {
      if (byte >= 'a' && byte <= 'z') return true;
      ++i;
      continue;
    }
    const CodePoint point = decode_at(form, i);
    if (has_case(point.value) && !is_upper(point.value)) return true;
    i += point.size;
  }
  return false;
}

}  // namespace

void find_tagged_forms(std::span<const TreeWord> words, std::span<TaggedForm> tagged) {
  const bool small = std::any_of(words.begin(), words.end(),
                                 [](const TreeWord& word) { return has_small_letter(word.form); });
  std::vector<std::uint8_t> situations(words.size());
  find_situations(words, situations);
  for (std::size_t i = 0; i < words.size(); ++i) {
    tagged[i] = {words[i].form, words[i].upos, words[i].xpos,
                 !small   ? WordPlace::kUpperText
                 : i == 0 ? WordPlace::kFirst
                          : WordPlace::kInside,
                 situations[i]};
  }
}

void add_lemmas(const LemmaTable& table, std::string_view text, std::span<const Span> words,
                TokenRange sentence, SyntaxLayer& layer) {
  std::vector<TreeWord> tree;
  tree.reserve(sentence.size());
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const std::int32_t head = layer.head[i] == kNoToken
                                  ? 0
                                  : static_cast<std::int32_t>(layer.head[i] - sentence.begin + 1);
    tree.push_back({words[i].of(text), layer.upos[i], layer.xpos[i], head, layer.relation[i]});
  }
  std::vector<TaggedForm> tagged(tree.size());
  find_tagged_forms(tree, tagged);
  std::string scratch;
  for (const TaggedForm& word : tagged) {
    const auto begin = static_cast<std::uint32_t>(layer.lemma_text.size());
    table.append_lemma(word, layer.lemma_text);
    layer.lemma_span.push_back({begin, static_cast<std::uint32_t>(layer.lemma_text.size())});
    layer.feats.push_back(table.feats_of(word, scratch));
  }
}

}  // namespace chancery::syntax
