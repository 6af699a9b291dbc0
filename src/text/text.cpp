#include "text.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

#include "base/utf8.hpp"
#include "paragraphs.hpp"
#include "sentences.hpp"
#include "text_tables.hpp"

namespace chancery {
namespace {

// Numbers of words as they are written. Words of ASCII are folded on the way; the others, whose
// folding is slow, are remembered by their bytes for one text.
class WordNumbers {
 public:
  explicit WordNumbers(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  WordId of(std::string_view word) {
    folded_.resize(word.size());
    unsigned char all = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const unsigned char byte = static_cast<unsigned char>(word[i]);
      all |= byte;
      folded_[i] = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    if (all < 0x80) return vocabulary_.find(folded_);
    const auto [found, is_new] = others_.try_emplace(word, kNoWord);
    if (is_new) {
      folded_.clear();
      append_folded(folded_, word);
      found->second = vocabulary_.find(folded_);
    }
    return found->second;
  }

 private:
  const Vocabulary& vocabulary_;
  std::string folded_;
  std::unordered_map<std::string_view, WordId> others_;
};

// The columns of the tokens from `first` on, but for their sentence.
void fill_tokens(std::string_view text, TokenId first, WordNumbers& numbers, TextLayer& layer) {
  for (TokenId token = first; token < layer.tokens(); ++token) {
    const Span span = layer.token_span[token];
    const std::string_view word = span.of(text);
    layer.word.push_back(numbers.of(word));
    layer.shape.push_back(shape_of(word));
    layer.space_before.push_back(token > 0 && layer.token_span[token - 1].end < span.begin);
  }
  layer.joined.resize(layer.tokens(), false);
}

void add_sentence(TokenRange tokens, bool is_title, TextLayer& layer) {
  const SentenceId sentence = static_cast<SentenceId>(layer.sentences());
  layer.sentence_span.push_back(layer.span_of(tokens));
  layer.sentence_tokens.push_back(tokens);
  layer.sentence_paragraph.push_back(static_cast<std::uint32_t>(layer.paragraphs() - 1));
  layer.sentence_is_title.push_back(is_title);
  layer.token_sentence.insert(layer.token_sentence.end(), tokens.size(), sentence);
}

}  // namespace

Result<TextLexicon> load_text_lexicon(const TableSource& source) {
  auto table = load_table(source, "text/starters.tsv", text_tables::starters(), {"word"});
  if (!table) return table.error();
  TextLexicon lexicon;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view word = table->at(row, 0);
    if (word.empty() || fold(word) != word || word.find(' ') != std::string_view::npos) {
      return table->error_at(row, 0,
                             fmt::format("expected one word in lower case, found '{}'", word));
    }
    if (row > 0 && word <= table->at(row - 1, 0)) {
      return table->error_at(
          row, 0, fmt::format("'{}' does not follow '{}' in order", word, table->at(row - 1, 0)));
    }
    lexicon.starters_.intern(word);
  }
  auto ends = text::load_sentence_ends(source);
  if (!ends) return ends.error();
  lexicon.sentence_ends_ = std::move(*ends);
  return lexicon;
}

TextLayer find_text(const Document& document, const WordSplitter& splitter,
                    const Vocabulary& vocabulary, const TextLexicon& lexicon,
                    text::GapJudge* judge) {
  const std::string_view text = document.text();
  TextLayer layer;
  // English prose has a token for every five bytes; growing further costs no more than any vector.
  const std::size_t expected = text.size() / 5 + 8;
  layer.token_span.reserve(expected);
  layer.word.reserve(expected);
  layer.shape.reserve(expected);
  layer.token_sentence.reserve(expected);

  WordNumbers numbers(vocabulary);
  text::SentenceCutter cutter(text, layer, splitter, lexicon, judge);
  std::vector<TokenId> ends;
  std::vector<TokenId> joined;
  for (const text::Paragraph& paragraph : text::find_paragraphs(document, splitter)) {
    TokenId begin = static_cast<TokenId>(layer.tokens());
    joined.clear();
    splitter.split(text, paragraph.span, layer.token_span, &joined);
    const TokenRange tokens{begin, static_cast<TokenId>(layer.tokens())};
    if (tokens.empty()) continue;
    fill_tokens(text, begin, numbers, layer);
    for (const TokenId token : joined) layer.joined[token] = true;
    layer.paragraph_span.push_back(layer.span_of(tokens));
    ends.clear();
    if (paragraph.is_title) {
      ends.push_back(tokens.end);
    } else {
      cutter.cut(tokens, ends);
    }
    for (const TokenId end : ends) {
      add_sentence({begin, end}, paragraph.is_title, layer);
      begin = end;
    }
  }
  return layer;
}

}  // namespace chancery
