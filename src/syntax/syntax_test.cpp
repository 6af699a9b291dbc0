#include "syntax/syntax.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

#include "syntax/model_file.hpp"
#include "syntax_tables.hpp"

namespace chancery {
namespace {

using syntax::Processor;

const SyntaxModel& model() {
  static const SyntaxModel loaded = [] {
    auto result = SyntaxModel::load_own();
    if (!result) {
      std::fprintf(stderr, "%s\n", result.error().to_line().c_str());
      std::abort();
    }
    return std::move(*result);
  }();
  return loaded;
}

// Words by blanks, sentences by lines.
struct Words {
  std::string text;
  std::vector<Span> words;
  std::vector<TokenRange> sentences;

  explicit Words(std::string given) : text(std::move(given)) {
    std::uint32_t first = 0;
    for (std::uint32_t at = 0; at < text.size();) {
      if (text[at] == ' ' || text[at] == '\n') {
        if (text[at] == '\n') close(first);
        ++at;
        continue;
      }
      std::uint32_t end = at;
      while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
      words.push_back({at, end});
      at = end;
    }
    close(first);
  }
  void close(std::uint32_t& first) {
    const auto end = static_cast<std::uint32_t>(words.size());
    if (end > first) sentences.push_back({first, end});
    first = end;
  }
};

SyntaxLayer read(const SyntaxModel& with, const Words& given) {
  return with.read(given.text, given.words, given.sentences);
}

template <typename Value>
void add_bytes(std::string& out, const std::vector<Value>& values) {
  const void* data = values.data();
  out.append(static_cast<const char*>(data), values.size() * sizeof(Value));
}

std::string bytes_of(const SyntaxLayer& layer) {
  std::string out = layer.lemma_text;
  add_bytes(out, layer.upos);
  add_bytes(out, layer.xpos);
  add_bytes(out, layer.feats);
  add_bytes(out, layer.head);
  add_bytes(out, layer.relation);
  add_bytes(out, layer.tag_score);
  add_bytes(out, layer.head_score);
  add_bytes(out, layer.relation_score);
  for (const Name& name : layer.names) {
    out += to_string(name.type) + std::to_string(name.tokens.begin) + "-" +
           std::to_string(name.tokens.end) + " " + std::to_string(name.score) + "\n";
  }
  return out;
}

// Every sentence a tree with one root, every column filled, every score a share.
void expect_whole(const SyntaxLayer& layer, const Words& given) {
  const std::size_t count = given.words.size();
  ASSERT_EQ(layer.upos.size(), count);
  ASSERT_EQ(layer.xpos.size(), count);
  ASSERT_EQ(layer.feats.size(), count);
  ASSERT_EQ(layer.lemma_span.size(), count);
  ASSERT_EQ(layer.head.size(), count);
  ASSERT_EQ(layer.relation.size(), count);
  for (const TokenRange sentence : given.sentences) {
    int roots = 0;
    std::vector<std::uint8_t> done(sentence.size(), 0);
    for (TokenId token = sentence.begin; token < sentence.end; ++token) {
      EXPECT_FALSE(layer.lemma(token).empty());
      for (const float score :
           {layer.tag_score[token], layer.head_score[token], layer.relation_score[token]}) {
        ASSERT_GE(score, 0.0f);
        ASSERT_LE(score, 1.0f);
      }
      if (layer.head[token] == kNoToken) ++roots;
      ASSERT_EQ(layer.relation[token] == Relation::kRoot, layer.head[token] == kNoToken);
      // Up to the root, or to a word that is known to lead there.
      TokenId at = token;
      std::size_t steps = 0;
      while (at != kNoToken && done[at - sentence.begin] == 0 && steps <= sentence.size()) {
        ASSERT_TRUE(sentence.contains(at));
        at = layer.head[at];
        ++steps;
      }
      ASSERT_LE(steps, sentence.size()) << "a cycle";
      for (at = token; at != kNoToken && done[at - sentence.begin] == 0; at = layer.head[at])
        done[at - sentence.begin] = 1;
    }
    ASSERT_EQ(roots, 1);
  }
  TokenId end = 0;
  for (const Name& name : layer.names) {
    EXPECT_GE(name.tokens.begin, end);
    EXPECT_LT(name.tokens.begin, name.tokens.end);
    end = name.tokens.end;
    EXPECT_GT(name.score, 0.0f);
    EXPECT_LE(name.score, 1.0f);
  }
}

const char* const kNews =
    "The foreign ministers of Kenya and Norway met in Nairobi on 3 May and signed two agreements "
    ".\n"
    "\" Our trade has doubled , \" President Lindqvist said after talks with Prime Minister Amara "
    "Diallo .\n"
    "LISBON HALTS ARMS SALES TO WARRING NEIGHBOURS\n"
    "He did n't say when the delegation would return .\n";

TEST(Syntax, ReadsAPlainSentence) {
  const Words given("The ministers signed an agreement in Nairobi .");
  const SyntaxLayer layer = read(model(), given);
  expect_whole(layer, given);
  const std::vector<Upos> tags = {Upos::kDet,  Upos::kNoun, Upos::kVerb,  Upos::kDet,
                                  Upos::kNoun, Upos::kAdp,  Upos::kPropn, Upos::kPunct};
  EXPECT_EQ(layer.upos, tags);
  EXPECT_EQ(layer.lemma(1), "minister");
  EXPECT_EQ(layer.lemma(2), "sign");
  EXPECT_EQ(layer.head[2], kNoToken);
  EXPECT_EQ(layer.head[1], 2u);
  EXPECT_EQ(layer.relation[1], Relation::kNsubj);
  EXPECT_EQ(layer.head[4], 2u);
  EXPECT_EQ(layer.relation[4], Relation::kObj);
  EXPECT_EQ(model().feats(layer.feats[1]), "Number=Plur");
  ASSERT_EQ(layer.names.size(), 1u);
  EXPECT_EQ(layer.names[0].type, NameType::kPlace);
  EXPECT_EQ(layer.names[0].tokens, (TokenRange{6, 7}));
}

TEST(Syntax, AllProcessorsGiveEqualBytes) {
  const Words given(kNews);
  const std::string expected = bytes_of(read(model(), given));
  for (const Processor processor : {Processor::kPlain, Processor::kAvx2, Processor::kAvx512}) {
    if (!syntax::can_run(processor)) continue;
    const auto other = SyntaxModel::load_own(processor);
    ASSERT_TRUE(other) << other.error().to_line();
    EXPECT_EQ(bytes_of(read(*other, given)), expected) << to_string(processor);
  }
}

TEST(Syntax, TheBatchAndTheCacheDoNotMatter) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += kNews;
  const Words many(text);
  const Words one(kNews);
  const SyntaxLayer alone = read(model(), one);
  const SyntaxLayer together = read(model(), many);
  expect_whole(together, many);
  const std::size_t size = one.words.size();
  for (std::size_t i = 0; i < many.words.size(); ++i) {
    ASSERT_EQ(together.upos[i], alone.upos[i % size]);
    ASSERT_EQ(together.relation[i], alone.relation[i % size]);
    ASSERT_EQ(together.head_score[i], alone.head_score[i % size]);
    ASSERT_EQ(together.tag_score[i], alone.tag_score[i % size]);
  }
}

TEST(Syntax, ThreadsShareOneModel) {
  const Words given(kNews);
  const std::string expected = bytes_of(read(model(), given));
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&answer, &given] {
      for (int i = 0; i < 5; ++i) answer = bytes_of(read(model(), given));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, expected);
}

TEST(Syntax, AnyWordsWork) {
  for (const char* text : {
           "x",
           ".",
           "\xE4\xB8\xAD\xE5\x9B\xBD \xE5\x92\x8C \xE6\x97\xA5\xE6\x9C\xAC",
           "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 , \xD0\xBC\xD0\xB8\xD1\x80 !",
           "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80",
           "a\na\na\n",
           "THE TWO SIDES SIGNED A TREATY",
           "the envoy left lima for quito on monday",
           "! ! ! ! ! ?",
           "http://example.org/a?b=c user@example.org",
       }) {
    const Words given(text);
    expect_whole(read(model(), given), given);
  }
  const Words nothing("");
  EXPECT_TRUE(read(model(), nothing).upos.empty());
  const Words long_word(std::string(100000, 'q') + " is long");
  expect_whole(read(model(), long_word), long_word);
}

TEST(Syntax, LongSentences) {
  for (const std::size_t count :
       {std::size_t{319}, std::size_t{322}, std::size_t{5000}, kMaxSentenceWords + 700}) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += i % 7 == 3 ? "and " : i % 5 == 0 ? "minister " : i % 3 == 0 ? "met " : "the ";
    const Words given(text);
    ASSERT_EQ(given.sentences.size(), 1u);
    expect_whole(read(model(), given), given);
  }
}

// The model's own bytes, with room to damage them.
std::string model_bytes() {
  return std::string(syntax_tables::english());
}

TEST(Syntax, DamagedModelsAreRefused) {
  const std::string whole = model_bytes();
  ASSERT_TRUE(SyntaxModel::load(whole));
  const auto expect_refused = [](const std::string& bytes, const char* reason) {
    const auto loaded = SyntaxModel::load(bytes);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::kBadModel);
    EXPECT_NE(loaded.error().message.find(reason), std::string::npos) << loaded.error().message;
  };
  expect_refused("", "no model");
  expect_refused("PK\x03\x04", "no model");
  for (const std::size_t size :
       {std::size_t{100}, std::size_t{128}, std::size_t{5000}, whole.size() / 2, whole.size() - 1})
    expect_refused(whole.substr(0, size), size < 128 ? "no model" : "damaged or cut");
  std::string older = whole;
  older[8] = 0;
  expect_refused(older, "format version 0");
  for (const std::size_t at :
       {std::size_t{200}, std::size_t{9000}, whole.size() / 3, whole.size() - 2}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    expect_refused(damaged, "damaged or cut");
  }
}

TEST(Syntax, ModelsOfOtherShapesAreRefused) {
  // A sound frame around sections that do not fit.
  syntax::ModelWriter writer;
  writer.add("facts", "version 0\n");
  const auto no_sizes = SyntaxModel::load(writer.finish());
  ASSERT_FALSE(no_sizes);
  EXPECT_NE(no_sizes.error().message.find("'sizes' is missing"), std::string::npos);
  const std::vector<std::uint32_t> sizes = {3, 100, 128, 128, 10, 5, 4, 1, 1, 1, 1, 1, 1, 1, 0};
  writer.add_array<std::uint32_t>("sizes", sizes);
  const auto odd = SyntaxModel::load(writer.finish());
  ASSERT_FALSE(odd);
  EXPECT_NE(odd.error().message.find("do not fit"), std::string::npos);
}

TEST(Syntax, TheModelSaysWhatItIs) {
  const std::string facts(model().facts());
  EXPECT_NE(facts.find("version "), std::string::npos);
  EXPECT_NE(facts.find("CC BY-SA 4.0"), std::string::npos);
  EXPECT_NE(facts.find("GloVe"), std::string::npos);
  EXPECT_LE(syntax_tables::english().size(), std::size_t{24} << 20);
}

}  // namespace
}  // namespace chancery
