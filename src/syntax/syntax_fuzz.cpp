// Any bytes as words of any sentences: trees stay trees; any bytes as a model are refused.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "syntax/conllu.hpp"
#include "syntax/syntax.hpp"

namespace {

const chancery::SyntaxModel& model() {
  static const chancery::SyntaxModel loaded = [] {
    auto result = chancery::SyntaxModel::load_own();
    if (!result) std::abort();
    return std::move(*result);
  }();
  return loaded;
}

void read_words(std::string text) {
  using namespace chancery;
  text.resize(find_invalid_utf8(text));
  std::vector<Span> words;
  std::vector<TokenRange> sentences;
  std::uint32_t first = 0;
  for (std::uint32_t at = 0; at < text.size();) {
    std::uint32_t end = at;
    while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
    if (end > at) words.push_back({at, end});
    const auto count = static_cast<std::uint32_t>(words.size());
    if ((end == text.size() || text[end] == '\n') && count > first) {
      sentences.push_back({first, count});
      first = count;
    }
    at = end + 1;
  }
  const auto count = static_cast<std::uint32_t>(words.size());
  if (count > first) sentences.push_back({first, count});
  const SyntaxLayer layer = model().read(text, words, sentences);
  for (const TokenRange sentence : sentences) {
    int roots = 0;
    for (TokenId token = sentence.begin; token < sentence.end; ++token) {
      TokenId at = token;
      std::uint32_t steps = 0;
      while (at != kNoToken) {
        if (!sentence.contains(at) || ++steps > sentence.size()) std::abort();
        at = layer.head[at];
      }
      if (layer.head[token] == kNoToken) ++roots;
      if (layer.lemma(token).empty()) std::abort();
    }
    if (roots != 1) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(data + 1, data + size);
  switch (data[0] % 3) {
    case 0:
      read_words(std::move(bytes));
      break;
    case 1:
      if (const auto loaded = chancery::SyntaxModel::load(bytes); loaded) std::abort();
      break;
    default:
      if (const auto sentences =
              chancery::parse_conllu(bytes, "fuzz", chancery::ConlluCheck::kForms);
          sentences) {
        const std::string again = chancery::to_conllu(*sentences);
        if (!chancery::parse_conllu(again, "again", chancery::ConlluCheck::kForms)) std::abort();
      }
  }
  return 0;
}
