#include "pipeline/parser.hpp"

#include <utility>

namespace chancery {
namespace {

// Words of several sentences as one text.
struct GivenWords {
  std::string text;
  std::vector<Span> words;
  std::vector<TokenRange> sentences;

  void add(const std::vector<std::string_view>& forms) {
    const auto first = static_cast<std::uint32_t>(words.size());
    for (const std::string_view form : forms) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += form;
      words.push_back({begin, static_cast<std::uint32_t>(text.size())});
      text += ' ';
    }
    sentences.push_back({first, static_cast<std::uint32_t>(words.size())});
  }
};

void add_name(const Name& name, std::uint32_t first, std::vector<ConlluWord>& words) {
  for (std::uint32_t token = name.tokens.begin; token < name.tokens.end; ++token) {
    std::string& misc = words[token - first].misc;
    if (!misc.empty()) misc += '|';
    misc += token == name.tokens.begin ? "Name=B-" : "Name=I-";
    misc += to_string(name.type);
  }
}

}  // namespace

Parser::Parser(WordSplitter splitter, TextLexicon text, SyntaxModel model)
    : splitter_(std::move(splitter)), text_(std::move(text)), model_(std::move(model)) {}

Result<Parser> Parser::load(const TableSource& source, syntax::Processor processor) {
  auto splitter = load_word_splitter(source);
  if (!splitter) return splitter.error();
  auto text = load_text_lexicon(source);
  if (!text) return text.error();
  auto model = SyntaxModel::load_own(processor);
  if (!model) return model.error();
  return Parser(std::move(*splitter), std::move(*text), std::move(*model));
}

Document Parser::parse(Report report) const {
  static const Vocabulary kNoVocabulary;
  Document document(std::move(report));
  document.text_layer = find_text(document, splitter_, kNoVocabulary, text_);
  document.syntax = find_syntax(document, model_);
  return document;
}

void Parser::parse_words(std::vector<ConlluSentence>& sentences) const {
  // In portions, so that memory does not grow with the file.
  constexpr std::size_t kPortion = 4096;
  std::vector<std::string_view> forms;
  for (std::size_t from = 0; from < sentences.size(); from += kPortion) {
    const std::size_t to = std::min(sentences.size(), from + kPortion);
    GivenWords given;
    for (std::size_t s = from; s < to; ++s) {
      forms.clear();
      for (const ConlluWord& word : sentences[s].words) forms.push_back(word.form);
      given.add(forms);
    }
    const SyntaxLayer layer = model_.read(given.text, given.words, given.sentences);
    for (std::size_t s = from; s < to; ++s) {
      const TokenRange range = given.sentences[s - from];
      for (std::uint32_t token = range.begin; token < range.end; ++token) {
        ConlluWord& word = sentences[s].words[token - range.begin];
        word.lemma = layer.lemma(token);
        word.upos = to_string(layer.upos[token]);
        word.xpos = to_string(layer.xpos[token]);
        word.feats = model_.feats(layer.feats[token]);
        word.head = layer.head[token] == kNoToken
                        ? 0
                        : static_cast<int>(layer.head[token] - range.begin + 1);
        word.relation = to_string(layer.relation[token]);
        word.misc.clear();
      }
    }
    std::size_t sentence = 0;
    for (const Name& name : layer.names) {
      while (given.sentences[sentence].end <= name.tokens.begin) ++sentence;
      add_name(name, given.sentences[sentence].begin, sentences[from + sentence].words);
    }
  }
}

std::vector<ConlluSentence> Parser::to_sentences(const Document& document) const {
  const TextLayer& text = document.text_layer;
  const SyntaxLayer& layer = document.syntax;
  std::vector<ConlluSentence> sentences;
  sentences.reserve(text.sentences());
  for (SentenceId s = 0; s < text.sentences(); ++s) {
    sentences.push_back(to_conllu_sentence(document, s));
    const TokenRange range = text.sentence_tokens[s];
    for (std::uint32_t token = range.begin; token < range.end; ++token)
      sentences.back().words[token - range.begin].feats = model_.feats(layer.feats[token]);
  }
  for (const Name& name : layer.names) {
    const SentenceId s = text.token_sentence[name.tokens.begin];
    add_name(name, text.sentence_tokens[s].begin, sentences[s].words);
  }
  return sentences;
}

std::vector<Name> Parser::find_names(std::span<const std::string> words) const {
  GivenWords given;
  given.add({words.begin(), words.end()});
  return model_.read(given.text, given.words, given.sentences).names;
}

}  // namespace chancery
