// Any text, cut into words, sentences at stops and paragraphs at line ends, under a tree that the
// bytes make: what comes out must lie in the text.
#include <cstdlib>

#include "base/utf8.hpp"
#include "speech/speech.hpp"

namespace {

struct World {
  chancery::WordSplitter splitter;
  chancery::Vocabulary vocabulary;
  chancery::SpeechLexicon lexicon;
};

World& world() {
  static World* made = [] {
    auto splitter = chancery::load_word_splitter({});
    if (!splitter) std::abort();
    chancery::Vocabulary vocabulary;
    auto lexicon = chancery::load_speech_lexicon({}, *splitter, vocabulary);
    if (!lexicon) std::abort();
    return new World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }();
  return *made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chancery;
  std::string text(reinterpret_cast<const char*>(data), size);
  text.resize(find_invalid_utf8(text));
  Report report;
  report.text = text;
  Document document(std::move(report));
  TextLayer& layer = document.text_layer;
  const auto add_sentence = [&](std::uint32_t first, std::uint32_t end) {
    if (first == end) return;
    layer.sentence_tokens.push_back({first, end});
    layer.sentence_span.push_back({layer.token_span[first].begin, layer.token_span[end - 1].end});
    layer.sentence_paragraph.push_back(static_cast<std::uint32_t>(layer.paragraphs()));
    layer.sentence_is_title.push_back(false);
  };
  std::uint32_t at = 0;
  while (at < text.size()) {
    const std::uint32_t line =
        static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
    const std::uint32_t first = static_cast<std::uint32_t>(layer.tokens());
    world().splitter.split(text, {at, line}, layer.token_span);
    const std::uint32_t end = static_cast<std::uint32_t>(layer.token_span.size());
    std::uint32_t sentence = first;
    for (std::uint32_t t = first; t < end; ++t) {
      const std::string_view word = layer.token_span[t].of(text);
      layer.word.push_back(world().vocabulary.find(fold(word)));
      layer.shape.push_back(shape_of(word));
      layer.space_before.push_back(t > first &&
                                   layer.token_span[t].begin > layer.token_span[t - 1].end);
      layer.token_sentence.push_back(static_cast<std::uint32_t>(layer.sentences()));
      if (word == "." || t + 1 == end) {
        add_sentence(sentence, t + 1);
        sentence = t + 1;
      }
    }
    if (end > first)
      layer.paragraph_span.push_back(
          {layer.token_span[first].begin, layer.token_span[end - 1].end});
    at = line + 1;
  }
  SyntaxLayer& syntax = document.syntax;
  const std::size_t tokens = layer.tokens();
  syntax.head.assign(tokens, kNoToken);
  syntax.lemma_span.assign(tokens, {});
  for (TokenId t = 0; t < tokens; ++t) {
    const std::uint32_t seed = data[(t * 7u) % size] * 31u + t;
    syntax.upos.push_back(static_cast<Upos>(seed % kUposCount));
    syntax.xpos.push_back(static_cast<Xpos>(seed / 3 % kXposCount));
    syntax.relation.push_back(static_cast<Relation>(seed / 5 % kRelationCount));
    const TokenRange sentence = layer.sentence_tokens[layer.token_sentence[t]];
    const TokenId above = sentence.begin + seed % sentence.size();
    if (above != t) syntax.head[t] = above;
  }
  document.speech = find_speech(document, world().lexicon);
  for (const Utterance& utterance : document.speech.utterances) {
    for (const Span span : utterance.spans) {
      if (span.empty() || span.end > text.size()) std::abort();
    }
  }
  return 0;
}
