#include "evaluate/conllu_task.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chancery {
namespace {

// "form/UPOS/head/relation" set apart by blanks; "[don't do/AUX/4/aux n't/PART/4/advmod ]" is a
// range. '|' ends a sentence; a form may lack what follows it.
std::vector<ConlluSentence> make(const std::string& text) {
  std::vector<ConlluSentence> out(1);
  std::size_t begin = 0;
  bool in_range = false;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string piece = text.substr(begin, end - begin);
    begin = end + 1;
    ConlluSentence& sentence = out.back();
    const int next = static_cast<int>(sentence.words.size()) + 1;
    if (piece == "|") {
      out.emplace_back();
    } else if (piece == "]") {
      in_range = false;
    } else if (piece.front() == '[') {
      sentence.ranges.push_back({next, next, piece.substr(1), true});
      in_range = true;
    } else {
      ConlluWord word;
      std::vector<std::string> parts(1);
      for (const char byte : piece) {
        if (byte == '/') {
          parts.emplace_back();
        } else {
          parts.back() += byte;
        }
      }
      parts.resize(4);
      word.form = parts[0];
      word.upos = parts[1];
      word.head = parts[2].empty() ? -1 : std::stoi(parts[2]);
      word.relation = parts[3];
      if (in_range) sentence.ranges.back().last = next;
      sentence.words.push_back(word);
    }
  }
  return out;
}

ConlluMeasures score(const std::vector<ConlluSentence>& gold,
                     const std::vector<ConlluSentence>& system) {
  const auto result = score_conllu(gold, system);
  EXPECT_TRUE(result) << result.error().to_line();
  return result ? result->all : ConlluMeasures();
}

void expect(const ConlluMeasure& measure, std::uint64_t right, std::uint64_t gold,
            std::uint64_t system) {
  EXPECT_EQ(measure.right, right);
  EXPECT_EQ(measure.gold, gold);
  EXPECT_EQ(measure.system, system);
}

TEST(ScoreConllu, GivesFullMarksToGoldItself) {
  const auto gold = make(
      "They/PRON/4/nsubj [don't do/AUX/4/aux n't/PART/4/advmod ] sign/VERB/0/root | "
      "Yes/INTJ/0/root");
  const ConlluMeasures measures = score(gold, gold);
  expect(measures.tokens, 4, 4, 4);
  expect(measures.sentences, 2, 2, 2);
  expect(measures.words, 5, 5, 5);
  expect(measures.las_full, 5, 5, 5);
  EXPECT_DOUBLE_EQ(measures.las.f1(), 1.0);
  EXPECT_DOUBLE_EQ(measures.las.accuracy(), 1.0);
}

TEST(ScoreConllu, CountsTagsHeadsAndLabelsApart) {
  // Head of "c" wrong; tag of "a" wrong; subtype of "b" wrong; label of "d" wrong.
  const ConlluMeasures measures =
      score(make("a/X/2/dep b/X/4/nsubj:pass c/X/4/obj d/X/0/root e/X/4/obl"),
            make("a/Y/2/dep b/X/4/nsubj c/X/2/obj d/X/0/dep e/X/4/obl"));
  expect(measures.upos, 4, 5, 5);
  expect(measures.uas, 4, 5, 5);
  expect(measures.las, 3, 5, 5);
  expect(measures.las_full, 2, 5, 5);
}

// A word that is cut otherwise is no word of the other side; neither is what hangs on it right.
TEST(ScoreConllu, AlignsByCharacters) {
  const ConlluMeasures measures =
      score(make("ab/X/2/dep c/X/0/root d/X/1/dep | e/X/0/root"),
            make("a/X/2/dep b/X/3/dep c/X/0/root d/X/2/dep | e/X/0/root"));
  expect(measures.tokens, 3, 4, 5);
  expect(measures.words, 3, 4, 5);
  expect(measures.sentences, 2, 2, 2);
  expect(measures.uas, 2, 4, 5);  // c, e; the head of d is not aligned
  EXPECT_EQ(measures.uas.aligned, 3u);
  EXPECT_DOUBLE_EQ(measures.uas.precision(), 2.0 / 5);
  EXPECT_DOUBLE_EQ(measures.uas.recall(), 2.0 / 4);
  EXPECT_DOUBLE_EQ(measures.uas.f1(), 4.0 / 9);
  EXPECT_DOUBLE_EQ(measures.uas.accuracy(), 2.0 / 3);
}

TEST(ScoreConllu, CountsASentenceOnlyWhole) {
  const ConlluMeasures measures = score(make("a/X/0/root b/X/1/dep | c/X/0/root"),
                                        make("a/X/0/root | b/X/0/root | c/X/0/root"));
  expect(measures.sentences, 1, 2, 3);
  expect(measures.tokens, 3, 3, 3);
  expect(measures.uas, 2, 3, 3);
}

// Gold splits a token that the system keeps: by forms, "n't" and the whole have no partner.
TEST(ScoreConllu, AlignsSplitTokensByForms) {
  ConlluMeasures measures = score(make("a [don't do n't ] b"), make("a don't b"));
  expect(measures.tokens, 3, 3, 3);
  expect(measures.words, 2, 4, 3);
  measures = score(make("a [don't do n't ] b"), make("a do n't b"));
  expect(measures.tokens, 2, 3, 4);
  expect(measures.words, 4, 4, 4);
  // Forms that are not pieces of the token, compared without case.
  measures = score(make("a [vámonos vamos nos ] b"), make("a [vámonos Vamos os ] b"));
  expect(measures.tokens, 3, 3, 3);
  expect(measures.words, 3, 4, 4);
  // The longest common part counts: y z of x y z against y z x.
  measures = score(make("[xyz x y z ] ."), make("[xyz y z x ] ."));
  expect(measures.words, 3, 4, 4);
  // Two split tokens that overlap make one stretch: ab|cd against a|bc|d, c in common.
  measures = score(make("[ab p c ] [cd q d ]"), make("a [bcd p c d ]"));
  expect(measures.tokens, 0, 2, 2);
  expect(measures.words, 3, 4, 4);
}

TEST(ScoreConllu, ComparesUniversalFeaturesAndOpenLemmas) {
  auto gold = make("a b c");
  auto system = gold;
  gold[0].words[0].feats = "Number=Sing|NumForm=Digit";
  system[0].words[0].feats = "NumForm=Word|Number=Sing";
  gold[0].words[1].feats = "Number=Sing";
  system[0].words[1].feats = "Number=Plur";
  gold[0].words[1].lemma = "x";
  system[0].words[2].lemma = "y";
  const ConlluMeasures measures = score(gold, system);
  expect(measures.feats, 2, 3, 3);
  expect(measures.lemmas, 2, 3, 3);
}

TEST(ScoreConllu, IgnoresBlanksInForms) {
  auto gold = make("100 km");
  gold[0].words[0].form = "10\xC2\xA0 0";
  expect(score(gold, make("100 km")).words, 2, 2, 2);
}

TEST(ScoreConllu, ReportsGenresApart) {
  auto gold = make("a | b | c d");
  gold[0].document = "GUM_news_x";
  gold[1].document = "GUM_interview_x";
  gold[2].document = "GUM_news_y";
  const auto result = score_conllu(gold, make("a b | cd"));
  ASSERT_TRUE(result);
  ASSERT_EQ(result->genres.size(), 2u);
  expect(result->genres.at("news").tokens, 1, 3, 2);
  expect(result->genres.at("interview").tokens, 1, 1, 1);
  expect(result->genres.at("news").sentences, 1, 2, 2);
  expect(result->genres.at("interview").sentences, 0, 1, 0);
  expect(result->all.tokens, 2, 4, 3);
  EXPECT_NE(to_text(*result).find("\nnews "), std::string::npos) << to_text(*result);
  EXPECT_EQ(to_json(*result)["genres"]["news"]["tokens"]["gold"], 3);
  EXPECT_EQ(genre_of("GUM_news_x"), "news");
  EXPECT_EQ(genre_of("weblog-x_y"), "weblog");
  EXPECT_EQ(genre_of("GUM"), "");
  EXPECT_EQ(genre_of(""), "");
}

TEST(ScoreConllu, RefusesOtherCharacters) {
  struct Row {
    const char* gold;
    const char* system;
    const char* message;
  };
  for (const Row row : {Row{"ab c", "ab d", "after 2 bytes: gold has 'c', the system 'd'"},
                        Row{"ab", "a", "after 1 bytes: gold has 'b', the system the end"},
                        Row{"\xC3\xA9", "\xC3\xA8", "after 0 bytes: gold has '\xC3\xA9'"}}) {
    const auto result = score_conllu(make(row.gold), make(row.system));
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find(row.message), std::string::npos)
        << result.error().message;
  }
  EXPECT_FALSE(score_conllu(make("a/X/0/root"), make("a/X/2/root")));
}

TEST(ScoreConllu, TakesNothingForNothing) {
  const auto result = score_conllu({}, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->all.words.f1(), 0.0);
}

TEST(ScoreRawText, GivesTheSystemTheText) {
  auto gold = make("a [don't do n't ] | b");
  gold[0].ranges[0].space_after = false;
  gold[0].words[2].space_after = false;
  gold[1].new_paragraph = true;
  std::string seen;
  const auto result = score_raw_text(gold, [&](const std::string& text) {
    seen = text;
    return make("a don't | b");
  });
  ASSERT_TRUE(result);
  EXPECT_EQ(seen, "a don't\n\nb");
  expect(result->all.words, 2, 4, 3);
}

}  // namespace
}  // namespace chancery
