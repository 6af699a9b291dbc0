#include "document/words.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

struct Words {
  std::vector<Span> spans;
  std::vector<std::uint32_t> joined;
};

std::string join(std::string_view text, const Words& words) {
  std::string out;
  std::size_t joined = 0;
  for (std::size_t i = 0; i < words.spans.size(); ++i) {
    const bool is_joined = joined < words.joined.size() && words.joined[joined] == i;
    if (is_joined) ++joined;
    if (i > 0) out += is_joined ? '+' : '|';
    out += words.spans[i].of(text);
  }
  return out;
}

Words split(const WordSplitter& splitter, std::string_view text) {
  Words words;
  splitter.split(text, {0, static_cast<std::uint32_t>(text.size())}, words.spans, &words.joined);
  return words;
}

TEST(WordSplitter, SplitsAsTheCasesSay) {
  const auto splitter = load_word_splitter({});
  ASSERT_TRUE(splitter);
  const auto cases =
      parse_table("words.cases.tsv", *load_file("words.cases.tsv", 1 << 20), {"text", "words"});
  ASSERT_TRUE(cases) << cases.error().to_line();
  ASSERT_GT(cases->rows(), 50u);
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
                                  "t", "n", "@", ":", "/", "_"};
  std::vector<std::string> texts = {""};
  for (std::size_t done = 0, length = 0; length < 5; ++length) {
    const std::size_t end = texts.size();
    for (; done < end; ++done) {
      for (const std::string& letter : alphabet) texts.push_back(texts[done] + letter);
    }
  }
  for (const std::string& text : texts) {
    std::uint32_t at = 0;
    const Words words = split(*splitter, text);
    std::uint32_t number = 0;
    for (const std::uint32_t joined : words.joined) {
      ASSERT_LT(joined, words.spans.size()) << text;
      ASSERT_GT(joined, 0u) << text;
      ASSERT_EQ(words.spans[joined].begin, words.spans[joined - 1].end) << text;
      ASSERT_LE(number, joined) << text;
      number = joined + 1;
    }
    for (const Span span : words.spans) {
      ASSERT_LT(span.begin, span.end) << '"' << text << '"';
      ASSERT_LE(at, span.begin) << '"' << text << '"';
      for (; at < span.begin; ++at) ASSERT_EQ(text[at], ' ') << '"' << text << '"';
      ASSERT_EQ(find_invalid_utf8(span.of(text)), span.size()) << '"' << text << '"';
      at = span.end;
    }
    for (; at < text.size(); ++at) ASSERT_EQ(text[at], ' ') << '"' << text << '"';
  }
}

// Half a megabyte each of what a quadratic rule would choke on: a test that runs for minutes has
// failed.
TEST(WordSplitter, StaysLinearOnHostileText) {
  const auto splitter = load_word_splitter({});
  ASSERT_TRUE(splitter);
  for (const char* piece :
       {"a.", "aa.", "a,",           "a@",        "a-",      "1-",  "1:",  "1/", "'s",  "a'", "-",
        "_",  "a_",  "://",          "www.",      "http://", "co-", "A&",  "a=", ".a@", "=*", "|-",
        "!",  "'",   "\xE2\x80\x99", "\xC3\xA9.", "#",       ":)",  "a,@", "1.", "can", "n't"}) {
    std::string text;
    while (text.size() < (1u << 19)) text += piece;
    EXPECT_FALSE(split(*splitter, text).spans.empty()) << piece;
    text += '@';
    EXPECT_FALSE(split(*splitter, text).spans.empty()) << piece;
  }
}

TEST(WordSplitter, RefusesBadTables) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "chancery_words_test";
  struct Row {
    const char* file;
    const char* table;
    const char* message;
  };
  for (const Row row : {
           Row{"contractions.tsv", "form\twords\ncannot\tcan no\n",
               "2: column words: expected two"},
           Row{"contractions.tsv", "form\twords\nnot\tnot\n", "expected two or three words"},
           Row{"contractions.tsv", "form\twords\nCannot\tCan not\n", "expected a word of 2 to 8"},
           Row{"contractions.tsv", "form\twords\nim\ti m\nim\ti m\n", "3: column form: listed"},
           Row{"prefixes.tsv", "form\tbefore_capital\nco\tmaybe\n", "expected yes or no"},
           Row{"prefixes.tsv", "form\tbefore_capital\n\tyes\n", "expected a prefix"},
           Row{"prefixes.tsv", "form\tbefore_capital\nco\tyes\nco\tno\n", "listed before"},
           Row{"address_endings.tsv", "form\tof\ncom\tx\n", "expected host or file"},
           Row{"address_endings.tsv", "form\tof\ncompany\thost\n", "expected an ending"},
           Row{"address_endings.tsv", "form\tof\npl\thost\npl\tfile\n", "listed before"},
       }) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "document");
    std::ofstream(folder / "document" / row.file, std::ios::binary) << row.table;
    const auto splitter = load_word_splitter({folder});
    ASSERT_FALSE(splitter) << row.table;
    EXPECT_EQ(splitter.error().code, ErrorCode::kBadTable);
    EXPECT_NE(splitter.error().to_line().find(row.message), std::string::npos)
        << splitter.error().to_line();
  }
  std::filesystem::remove_all(folder);
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
  EXPECT_EQ(shape_of("''"), Shape::kPunct);
  EXPECT_EQ(shape_of("'90s"), Shape::kNumber);
}

}  // namespace
}  // namespace chancery
