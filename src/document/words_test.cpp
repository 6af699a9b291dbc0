#include "document/words.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

std::string join(std::string_view text, const std::vector<Span>& spans) {
  std::string out;
  for (const Span span : spans) {
    if (!out.empty()) out += '|';
    out += span.of(text);
  }
  return out;
}

std::vector<Span> split(const WordSplitter& splitter, std::string_view text) {
  std::vector<Span> spans;
  splitter.split(text, {0, static_cast<std::uint32_t>(text.size())}, spans);
  return spans;
}

TEST(WordSplitter, SplitsAsTheCasesSay) {
  const auto splitter = load_word_splitter({});
  ASSERT_TRUE(splitter);
  const auto cases =
      parse_table("words.cases.tsv", *load_file("words.cases.tsv", 1 << 20), {"text", "words"});
  ASSERT_TRUE(cases) << cases.error().to_line();
  ASSERT_GT(cases->rows(), 15u);
  for (std::size_t row = 0; row < cases->rows(); ++row) {
    const std::string_view text = cases->at(row, 0);
    EXPECT_EQ(join(text, split(*splitter, text)), cases->at(row, 1)) << text;
  }
}

// Every string up to length 5 over a nasty alphabet: words cover all but blanks, in order, whole
// code points.
TEST(WordSplitter, CoversEverythingButBlanks) {
  const auto splitter = load_word_splitter({});
  ASSERT_TRUE(splitter);
  const std::string alphabet[] = {"a", "U", "s", "'", ".", "-", "1", ",", " ", "\xE2\x80\x99",
                                  "t", "n"};
  std::vector<std::string> texts = {""};
  for (std::size_t done = 0, length = 0; length < 5; ++length) {
    const std::size_t end = texts.size();
    for (; done < end; ++done) {
      for (const std::string& letter : alphabet) texts.push_back(texts[done] + letter);
    }
  }
  for (const std::string& text : texts) {
    std::uint32_t at = 0;
    for (const Span span : split(*splitter, text)) {
      ASSERT_LT(span.begin, span.end) << '"' << text << '"';
      ASSERT_LE(at, span.begin) << '"' << text << '"';
      for (; at < span.begin; ++at) ASSERT_EQ(text[at], ' ') << '"' << text << '"';
      ASSERT_EQ(find_invalid_utf8(span.of(text)), span.size()) << '"' << text << '"';
      at = span.end;
    }
    for (; at < text.size(); ++at) ASSERT_EQ(text[at], ' ') << '"' << text << '"';
  }
}

TEST(WordSplitter, NamesTheShapeOfAWord) {
  EXPECT_EQ(shape_of("talks"), Shape::kLower);
  EXPECT_EQ(shape_of("Minister"), Shape::kCapital);
  EXPECT_EQ(shape_of("USD"), Shape::kUpper);
  EXPECT_EQ(shape_of("U.S."), Shape::kUpper);
  EXPECT_EQ(shape_of("A"), Shape::kCapital);
  EXPECT_EQ(shape_of("3rd"), Shape::kNumber);
  EXPECT_EQ(shape_of("€"), Shape::kSymbol);
  EXPECT_EQ(shape_of("%"), Shape::kSymbol);
  EXPECT_EQ(shape_of("“"), Shape::kPunct);
  EXPECT_EQ(shape_of("中国"), Shape::kOther);
  EXPECT_EQ(shape_of("'s"), Shape::kLower);
}

}  // namespace
}  // namespace chancery
