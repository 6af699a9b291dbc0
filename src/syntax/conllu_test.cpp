#include "syntax/conllu.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "document/words.hpp"

namespace chancery {
namespace {

// Columns set apart by blanks in the tests; a real file has tabs.
std::string tabs(std::string text) {
  bool comment = false;
  bool begins = true;
  for (char& byte : text) {
    if (begins) comment = byte == '#';
    begins = byte == '\n';
    if (byte == ' ' && !comment) byte = '\t';
  }
  return text;
}

Result<std::vector<ConlluSentence>> parse(std::string_view text,
                                          ConlluCheck check = ConlluCheck::kTrees) {
  return parse_conllu(tabs(std::string(text)), "x.conllu", check);
}

constexpr const char* kTwo =
    "# newdoc id = news-one\n"
    "# newpar id = p1\n"
    "# sent_id = a\n"
    "# text = They don't sign.\n"
    "1 They they PRON PRP Number=Plur 4 nsubj _ _\n"
    "2-3 don't _ _ _ _ _ _ _ _\n"
    "2 do do AUX VBP _ 4 aux 4:aux _\n"
    "3 n't not PART RB _ 4 advmod _ _\n"
    "4 sign sign VERB VB _ 0 root _ SpaceAfter=No\n"
    "4.1 it it PRON PRP _ _ _ 4:obj _\n"
    "5 . . PUNCT . _ 4 punct _ Note=x|SpaceAfter=No\n"
    "\n"
    "# sent_id = b\n"
    "1 _ _ PUNCT NFP _ 0 root _ _";

TEST(ParseConllu, ReadsWordsRangesAndComments) {
  const auto sentences = parse(kTwo);
  ASSERT_TRUE(sentences) << sentences.error().to_line();
  ASSERT_EQ(sentences->size(), 2u);
  const ConlluSentence& first = sentences->front();
  EXPECT_EQ(first.id, "a");
  EXPECT_EQ(first.text, "They don't sign.");
  EXPECT_EQ(first.document, "news-one");
  EXPECT_TRUE(first.new_document);
  EXPECT_TRUE(first.new_paragraph);
  ASSERT_EQ(first.words.size(), 5u);
  EXPECT_EQ(first.words[0].feats, "Number=Plur");
  EXPECT_EQ(first.words[1].feats, "");
  EXPECT_EQ(first.words[3].head, 0);
  EXPECT_FALSE(first.words[1].space_after);
  EXPECT_TRUE(first.words[2].space_after);
  EXPECT_FALSE(first.words[4].space_after);
  ASSERT_EQ(first.ranges.size(), 1u);
  EXPECT_EQ(first.ranges[0].form, "don't");
  EXPECT_EQ(first.ranges[0].first, 2);
  EXPECT_EQ(first.ranges[0].last, 3);
  const ConlluSentence& second = sentences->back();
  EXPECT_FALSE(second.new_paragraph);
  EXPECT_EQ(second.document, "news-one");
  EXPECT_EQ(second.words[0].lemma, "_");
  EXPECT_EQ(second.words[0].form, "_");
}

TEST(ParseConllu, WritesWhatItHasRead) {
  const auto sentences = parse(kTwo);
  ASSERT_TRUE(sentences);
  const std::string written = to_conllu(*sentences);
  const auto again = parse_conllu(written, "again", ConlluCheck::kTrees);
  ASSERT_TRUE(again) << again.error().to_line();
  EXPECT_EQ(to_conllu(*again), written);
  EXPECT_NE(written.find("2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"), std::string::npos) << written;
  EXPECT_NE(written.find("\tpunct\t_\tNote=x|SpaceAfter=No\n\n"), std::string::npos) << written;
  EXPECT_EQ(written.find("4.1"), std::string::npos);
}

TEST(ParseConllu, WritesNoBreakInsideAField) {
  ConlluSentence sentence;
  sentence.text = "two\nlines";
  sentence.words.resize(1);
  sentence.words[0].form = "a\tb";
  sentence.words[0].space_after = false;
  EXPECT_EQ(to_conllu({sentence}),
            "# text = two lines\n1\ta b\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n");
}

TEST(ParseConllu, RefusesWhatIsNoSentence) {
  struct Row {
    const char* text;
    const char* message;
  };
  for (const Row row : {
           Row{"1 a _ _ _ _ 0 root _\n", "x.conllu:1: expected 10 columns, found 9"},
           Row{"\n1 a _ _ _ _ 0 root _ _ _\n", "x.conllu:2: expected 10 columns, found 11"},
           Row{"2 a _ _ _ _ 0 root _ _\n", "x.conllu:1: expected id 1, found '2'"},
           Row{"1 a _ _ _ _ 0 root _ _\n1 b _ _ _ _ 1 dep _ _\n", "x.conllu:2: expected id 2"},
           Row{"x a _ _ _ _ 0 root _ _\n", "expected id 1, found 'x'"},
           Row{"1.x a _ _ _ _ 0 root _ _\n", "expected an id, found '1.x'"},
           Row{"2-3 ab _ _ _ _ _ _ _ _\n", "expected id 1 or a range from it"},
           Row{"1-2 ab _ _ _ _ _ _ _ _\n1 a _ _ _ _ 0 root _ _\n", "x.conllu:2: the range 1-2"},
           Row{"1-2 ab _ _ _ _ _ _ _ _\n1-2 ab _ _ _ _ _ _ _ _\n", "x.conllu:2: expected id 1"},
           Row{"1 a _ _ _ _ 2 root _ _\n", "x.conllu:1: word 1 has no head"},
           Row{"1 a _ _ _ _ _ _ _ _\n", "word 1 has no head"},
           Row{"1 a _ _ _ _ -1 _ _ _\n", "word 1 has no head"},
           Row{"1 a _ _ _ _ 2 dep _ _\n2 b _ _ _ _ 1 dep _ _\n", "x.conllu:1: a sentence without"},
           Row{"1 a _ _ _ _ 0 root _ _\n2 b _ _ _ _ 0 root _ _\n", "x.conllu:2: a second root"},
           Row{"1 a _ _ _ _ 0 root _ _\n2 b _ _ _ _ 3 dep _ _\n3 c _ _ _ _ 2 dep _ _\n",
               "word 2 is its own head"},
           Row{"1 a _ _ _ _ 0 root _ _\n2 b _ _ _ _ 2 dep _ _\n", "word 2 is its own head"},
           Row{"1 \xFF _ _ _ _ 0 root _ _\n", "not UTF-8"},
       }) {
    const auto sentences = parse(row.text);
    ASSERT_FALSE(sentences) << row.text;
    EXPECT_NE(sentences.error().to_line().find(row.message), std::string::npos)
        << sentences.error().to_line() << "\nexpected: " << row.message;
  }
  EXPECT_FALSE(parse_conllu("1\t\t_\t_\t_\t_\t0\troot\t_\t_\n", "x", ConlluCheck::kForms));
}

TEST(ParseConllu, AsksForTreesOnlyWhereTold) {
  for (const char* text :
       {"1 a _ _ _ _ 9 root _ _\n", "1 a _ _ _ _ _ _ _ _\n", "1 a _ _ _ _ -7 _ _ _\n"}) {
    const auto sentences = parse(text, ConlluCheck::kForms);
    ASSERT_TRUE(sentences) << text;
    EXPECT_EQ(sentences->front().words.front().head, -1) << text;
  }
  EXPECT_TRUE(parse("1 a _ _ _ _ 2 _ _ _\n2 b _ _ _ _ 1 _ _ _\n", ConlluCheck::kForms));
}

TEST(ParseConllu, TakesFilesAsOtherSystemsWriteThem) {
  const auto sentences =
      parse("\xEF\xBB\xBF\r\n\r\n# newpar\r\n1 a _ _ _ _ 0 root _ _\r\n\r\n\r\n");
  ASSERT_TRUE(sentences) << sentences.error().to_line();
  ASSERT_EQ(sentences->size(), 1u);
  EXPECT_TRUE(sentences->front().new_paragraph);
  for (const char* text : {"", "\n", "\n\n", "# a comment"}) {
    const auto none = parse(text);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
  }
}

// Damaged files: every byte of a file dropped or replaced by each of some bytes; no crash, and what
// is read can be written and read again.
TEST(ParseConllu, SurvivesAnyBytes) {
  const std::string whole = tabs(kTwo);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const std::string_view with :
         {"", "\t", "\n", "-", ".", "0", "99999999999999999999", "\xC3", "#"}) {
      std::string text = whole;
      text.replace(at, 1, with);
      text.shrink_to_fit();
      for (const ConlluCheck check : {ConlluCheck::kForms, ConlluCheck::kTrees}) {
        const auto sentences = parse_conllu(text, "x", check);
        if (!sentences) continue;
        const auto again = parse_conllu(to_conllu(*sentences), "again", check);
        ASSERT_TRUE(again) << text << again.error().to_line();
        EXPECT_EQ(to_raw_text(*again).text, to_raw_text(*sentences).text) << text;
      }
    }
  }
}

TEST(ParseConllu, StaysLinearOnLongSentences) {
  std::string text;
  for (int i = 1; i <= 200000; ++i)
    text += std::to_string(i) + "\ta\t_\t_\t_\t_\t" + std::to_string(i - 1) + "\tdep\t_\t_\n";
  EXPECT_TRUE(parse_conllu(text, "x", ConlluCheck::kTrees));
}

TEST(ToRawText, SetsBlanksAndParagraphs) {
  const auto sentences = parse(
      "# newpar\n1-2 can't _ _ _ _ _ _ _ SpaceAfter=No\n1 ca _ _ _ _ 0 root _ _\n2 n't _ _ _ _ 1 "
      "dep _ _\n"
      "3 . _ _ _ _ 1 dep _ _\n\n"
      "1-2 au _ _ _ _ _ _ _ _\n1 \xC3\xA0 _ _ _ _ 0 root _ _\n2 le _ _ _ _ 1 dep _ _\n\n"
      "1 Yes _ _ _ _ 0 root _ SpaceAfter=No\n\n"
      "1 No _ _ _ _ 0 root _ _\n\n"
      "# newdoc\n1 End _ _ _ _ 0 root _ _\n");
  ASSERT_TRUE(sentences) << sentences.error().to_line();
  const ConlluText raw = to_raw_text(*sentences);
  EXPECT_EQ(raw.text, "can't. au YesNo\n\nEnd");
  std::vector<std::string> words;
  for (const Span span : raw.word_span) words.emplace_back(span.of(raw.text));
  EXPECT_EQ(words, (std::vector<std::string>{"ca", "n't", ".", "au", "au", "Yes", "No", "End"}));
  EXPECT_EQ(raw.sentence_words, (std::vector<TokenRange>{{0, 3}, {3, 5}, {5, 6}, {6, 7}, {7, 8}}));
}

TEST(ToConlluSentence, ShowsTheLayers) {
  Report report;
  report.text = "I cannot sign.";
  Document document(std::move(report));
  TextLayer& layer = document.text_layer;
  layer.paragraph_span = {{0, 14}};
  layer.sentence_span = {{0, 14}};
  layer.sentence_tokens = {{0, 5}};
  layer.sentence_paragraph = {0};
  layer.token_span = {{0, 1}, {2, 5}, {5, 8}, {9, 13}, {13, 14}};
  layer.space_before = {false, true, false, true, false};
  layer.joined = {false, false, true, false, false};
  EXPECT_EQ(to_conllu({to_conllu_sentence(document, 0)}),
            "# newdoc\n# newpar\n# text = I cannot sign.\n"
            "1\tI\t_\t_\t_\t_\t_\t_\t_\t_\n"
            "2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\t_\n"
            "2\tcan\t_\t_\t_\t_\t_\t_\t_\t_\n"
            "3\tnot\t_\t_\t_\t_\t_\t_\t_\t_\n"
            "4\tsign\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
            "5\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
}

}  // namespace
}  // namespace chancery
