#include <gtest/gtest.h>

#include "base/calendar.hpp"
#include "base/file.hpp"
#include "base/interner.hpp"
#include "base/number.hpp"
#include "base/tsv.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

TEST(Calendar, KnowsWhichDaysExist) {
  EXPECT_FALSE(to_day(2025, 2, 29));
  EXPECT_TRUE(to_day(2024, 2, 29));
  EXPECT_FALSE(to_day(1900, 2, 29));
  EXPECT_FALSE(parse_iso_day("2025-13-01"));
  EXPECT_FALSE(parse_iso_day("2025-1-01"));
  EXPECT_EQ(iso_weekday(*parse_iso_day("2025-04-26")), 6);
}

TEST(Calendar, WritesTheShortestEdtfAndReadsItBack) {
  const std::string cases[] = {"2025-04-26",    "2025-04",         "2025",
                               "2026/2028",     "2024-01/2024-03", "2025-04-01/2025-04-15",
                               "../2025-04-26", "2025-04-26/.."};
  for (const std::string& text : cases) {
    const auto interval = parse_edtf(text);
    ASSERT_TRUE(interval) << text;
    EXPECT_EQ(to_edtf(*interval), text);
  }
  EXPECT_EQ(to_edtf(quarter_interval(2024, 1)), "2024-01/2024-03");
  EXPECT_EQ(to_edtf({}), "");
  for (const char* text :
       {"", "..", "../..", "2025-00", "2028/2026", "2025-04-31", "25", "2025/"}) {
    EXPECT_FALSE(parse_edtf(text)) << text;
  }
}

TEST(Utf8, RefusesEveryIllFormedSequence) {
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "abcdefgh\xFF"}) {
    const std::string_view text = bad;
    EXPECT_NE(find_invalid_utf8(text), text.size()) << text;
  }
  const std::string_view good = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 Қазақстан";
  EXPECT_EQ(find_invalid_utf8(good), good.size());
}

TEST(Utf8, IndexMapsBytesToCodePointsAndBack) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  const CodePointIndex index(text);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += decode_at(text, i).size) {
    EXPECT_EQ(index.code_point(static_cast<std::uint32_t>(i)), count);
    EXPECT_EQ(index.byte(count), i);
    ++count;
  }
  EXPECT_EQ(index.code_point(static_cast<std::uint32_t>(text.size())), count);
  EXPECT_EQ(index.byte(count), text.size());
  const std::string block(64, 'x');
  const std::string exact = "\xC3\xA9" + std::string(62, 'x');
  EXPECT_EQ(CodePointIndex(exact).code_point(64), 63u);
  EXPECT_EQ(CodePointIndex(block).byte(99), 64u);
}

TEST(Utf8, FoldsNamesToWhatLexiconsHold) {
  EXPECT_EQ(fold("Erdoğan"), "erdogan");
  EXPECT_EQ(fold("İstanbul"), "istanbul");
  EXPECT_EQ(fold("Łódź"), "lodz");
  EXPECT_EQ(fold("Côte d’Ivoire"), "cote d'ivoire");
  EXPECT_EQ(fold("Kazakhstan–China"), "kazakhstan-china");
  EXPECT_EQ(fold("ÐỨC"), fold("ðức"));
}

TEST(Number, ReadsGroupsAndRefusesWhatIsNotANumber) {
  EXPECT_EQ(parse_decimal("43.8")->scaled(9).to_double(), 43800000000.0);
  EXPECT_EQ(parse_decimal("1,234,567")->to_double(), 1234567.0);
  EXPECT_EQ(parse_decimal("1\u00A0234")->to_double(), 1234.0);
  EXPECT_EQ(parse_decimal("4.35")->scaled(9).to_double(), 4350000000.0);
  for (const char* bad : {"", ".", "1,23", "12,3456", "1.2.3", "1,234,5", "1234,567", ",123", "5.",
                          "abc", "1234567890123456789"}) {
    EXPECT_FALSE(parse_decimal(bad)) << bad;
  }
  EXPECT_EQ(to_plain(43800000000.0), "43800000000");
  EXPECT_EQ(to_plain(0.35), "0.35");
}

TEST(Interner, GivesOneNumberToOneString) {
  Interner interner;
  const WordId a = interner.intern("alpha");
  EXPECT_EQ(interner.intern("alpha"), a);
  EXPECT_NE(interner.intern("beta"), a);
  EXPECT_EQ(interner.find("gamma"), kNoWord);
  EXPECT_EQ(interner.text(a), "alpha");
}

TEST(Table, NamesFileLineAndColumnOfABadRow) {
  const auto table = parse_table("t.tsv", "# why\nb\ta\n2\t1\n\n4\t3\n", {"a", "b"});
  ASSERT_TRUE(table);
  ASSERT_EQ(table->rows(), 2u);
  EXPECT_EQ(table->at(1, 0), "3");
  EXPECT_EQ(table->error_at(1, 1, "odd").to_line(), "t.tsv:5: column b: odd");
  EXPECT_EQ(parse_table("t.tsv", "a\tb\n1\n", {"a", "b"}).error().place, "t.tsv:2");
  EXPECT_FALSE(parse_table("t.tsv", "a\tc\n", {"a", "b"}));
  EXPECT_FALSE(parse_table("t.tsv", "a\n", {"a", "b"}));
  EXPECT_FALSE(parse_table("t.tsv", "a\ta\n", {"a", "b"}));
  EXPECT_FALSE(parse_table("t.tsv", "", {"a"}));
  EXPECT_FALSE(parse_table("t.tsv", "a\n\xFF\n", {"a"}));
}

TEST(File, Sha256MatchesThePublishedVector) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_FALSE(load_file("/nonexistent/file", 10));
  EXPECT_EQ(load_file("base_test.cpp", 10).error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace chancery
