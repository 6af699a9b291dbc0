#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace chancery {
namespace {

TEST(Width, CountsWideAndCombiningCharacters) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("王毅"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);
}

TEST(OneLine, LetsNoReportSteerTheTerminal) {
  EXPECT_EQ(to_one_line(" a\n\n b\tc "), "a b c");
  EXPECT_EQ(to_one_line("a\x1b[31mb\x07"), "a[31mb");
}

TEST(Shorten, NeverPassesTheWidth) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdefg", 6), "abc...");
  EXPECT_EQ(shorten("王毅王毅王毅", 8), "王毅...");
  EXPECT_EQ(shorten("abcdef", 2), "..");
}

TEST(Wrap, BreaksAtBlanksAndCutsLongWords) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefghij k", 4), (std::vector<std::string>{"abcd", "efgh", "ij k"}));
  EXPECT_EQ(wrap("", 4), std::vector<std::string>{""});
}

TEST(TextTable, FitsAnyWidth) {
  TextTable table(
      {{"DATE", 10, false, false}, {"WHAT", 10, false, true}, {"VALUE", 5, true, false}});
  table.add({"2024-05-06", "a long story about trade between two states", "43.8 billion USD"},
            "the words that it rests on, in full, over more than one line of the terminal");
  table.add({"2024-05-07", "short", "5"});
  for (const std::size_t width : {40u, 60u, 80u, 200u}) {
    for (const auto& line : table.lines(width))
      EXPECT_LE(display_width(line.text), width) << line.text;
  }
  EXPECT_EQ(
      table.lines(200)[1].text.find("2024-05-06  a long story about trade between two states"), 0u);
}

TEST(Amount, IsReadableAndLosesNothing) {
  EXPECT_EQ(to_amount(43800000000.0), "43.8 billion");
  EXPECT_EQ(to_amount(1500000), "1.5 million");
  EXPECT_EQ(to_amount(1234567), "1,234,567");
  EXPECT_EQ(to_amount(224), "224");
  EXPECT_EQ(to_amount(0.35), "0.35");
  EXPECT_EQ(to_amount(12345.5), "12,345.5");
  EXPECT_EQ(to_amount(-2e12), "-2 trillion");
}

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(to_csv_field("plain"), "plain");
  EXPECT_EQ(to_csv_field("a,\"b\""), "\"a,\"\"b\"\"\"");
}

}  // namespace
}  // namespace chancery
