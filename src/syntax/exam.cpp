#include "syntax/exam.hpp"

#include <cstring>

#include "base/file.hpp"

namespace chancery::syntax {
namespace {

// Words by blanks, sentences by lines.
constexpr std::string_view kExam =
    "The foreign ministers of Kenya and Norway met in Nairobi on 3 May and signed two agreements "
    ".\n"
    "\" We will not accept any preconditions , \" Anna Lind , the envoy 's spokeswoman , told "
    "reporters .\n"
    "PORTUGAL HALVES TARIFFS ON CHILEAN COPPER\n"
    "exports had n't risen since 2019 , had they ?\n"
    "Qyxl\n";

template <typename Value>
void append(std::string& out, const std::vector<Value>& values) {
  const std::size_t size = values.size() * sizeof(Value);
  const std::size_t at = out.size();
  out.resize(at + size);
  if (size > 0) std::memcpy(out.data() + at, values.data(), size);
}

}  // namespace

std::string take_exam(const SyntaxModel& model) {
  std::vector<Span> words;
  std::vector<TokenRange> sentences;
  std::uint32_t begin = 0;
  TokenRange sentence;
  for (std::uint32_t i = 0; i < kExam.size(); ++i) {
    if (kExam[i] != ' ' && kExam[i] != '\n') continue;
    words.push_back({begin, i});
    begin = i + 1;
    if (kExam[i] == ' ') continue;
    sentence.end = static_cast<std::uint32_t>(words.size());
    sentences.push_back(sentence);
    sentence.begin = sentence.end;
  }
  const SyntaxLayer layer = model.read(kExam, words, sentences);
  std::string all = layer.lemma_text;
  append(all, layer.upos);
  append(all, layer.xpos);
  append(all, layer.feats);
  append(all, layer.head);
  append(all, layer.relation);
  append(all, layer.tag_score);
  append(all, layer.head_score);
  append(all, layer.relation_score);
  for (const Name& name : layer.names) {
    const std::vector<std::uint32_t> values = {static_cast<std::uint32_t>(name.type),
                                               name.tokens.begin, name.tokens.end};
    append(all, values);
    append(all, std::vector<float>{name.score});
  }
  return sha256_hex(all);
}

}  // namespace chancery::syntax
