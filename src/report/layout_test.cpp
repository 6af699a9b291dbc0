#include "report/layout.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "report_tables.hpp"

namespace chancery {
namespace {

// The writing of line breaks and outer blanks in the cases.
std::string unescape(std::string_view field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      out += field[i];
      continue;
    }
    const char mark = field[++i];
    out += mark == 'n' ? '\n' : mark == 'r' ? '\r' : mark == 's' ? ' ' : mark;
  }
  return out;
}

Document document_of(std::string text, std::string title = {}, std::optional<Day> date = {}) {
  Report report;
  report.text = title.empty() ? std::move(text) : title + "\n\n" + text;
  report.title = std::move(title);
  report.date = date;
  return Document(std::move(report));
}

std::size_t body_begin(const Document& document, const LayoutLayer& layer) {
  const std::string_view text = document.text();
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && is_space(decode_at(text, at).value)) at += decode_at(text, at).size;
    const std::size_t before = at;
    for (const Part& part : layer.parts) {
      if (part.span.begin <= at && at < part.span.end) at = part.span.end;
    }
    if (at == before) return at;
  }
}

class Layout : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load_layout_lexicon({});
    ASSERT_TRUE(loaded) << loaded.error().to_line();
    lexicon = std::move(*loaded);
  }
  LayoutLexicon lexicon;
};

TEST_F(Layout, BeginsTextsAsTheCasesSay) {
  const auto cases =
      parse_table("layout.cases.tsv", *load_file("layout.cases.tsv", 1 << 20),
                  {"text", "given", "report_date", "title", "place", "date", "agency", "body"});
  ASSERT_TRUE(cases) << cases.error().to_line();
  ASSERT_GT(cases->rows(), 100u);
  for (std::size_t row = 0; row < cases->rows(); ++row) {
    SCOPED_TRACE(std::string(cases->at(row, 0)) + " | report date " +
                 std::string(cases->at(row, 2)));
    Document document = document_of(unescape(cases->at(row, 0)), unescape(cases->at(row, 1)),
                                    parse_iso_day(cases->at(row, 2)));
    document.layout = find_layout(document, lexicon);
    const LayoutLayer& layer = document.layout;
    EXPECT_EQ(check(document), "");
    std::string titles;
    for (const Part& part : layer.parts) {
      if (part.kind != PartKind::kTitle) continue;
      if (!titles.empty()) titles += '|';
      titles += document.text(part.span);
    }
    EXPECT_EQ(titles, cases->at(row, 3));
    const bool expects_dateline = !cases->at(row, 4).empty() || !cases->at(row, 6).empty();
    EXPECT_EQ(layer.dateline.has_value(), expects_dateline);
    if (layer.dateline) {
      EXPECT_EQ(document.text(layer.dateline->place), cases->at(row, 4));
      EXPECT_EQ(layer.dateline->date ? to_iso(*layer.dateline->date) : "", cases->at(row, 5));
      EXPECT_EQ(document.text(layer.dateline->agency), cases->at(row, 6));
    }
    const std::string body = unescape(cases->at(row, 7));
    EXPECT_EQ(document.text().substr(body_begin(document, layer), body.size()), body);
  }
}

TEST(ParseMarker, GivesDayAndSpan) {
  Span span;
  EXPECT_EQ(parse_marker("\xEF\xBB\xBF date 2025-04-26 The", &span), parse_iso_day("2025-04-26"));
  EXPECT_EQ(span, (Span{0, 20}));
  EXPECT_EQ(parse_marker("date:2024-02-29", &span), parse_iso_day("2024-02-29"));
  EXPECT_EQ(span, (Span{0, 15}));
  for (const char* none :
       {"", "d", "date", "date ", "date2025-04-26", "date 2025-04-2", "date 2025-13-01 x",
        "date 2023-02-29 x", "x date 2025-04-26 y", "date 2025-04-26T10:00Z x"}) {
    EXPECT_EQ(parse_marker(none, &span), std::nullopt) << none;
  }
}

// Every sequence up to length 4 over a nasty alphabet: parts in order, disjoint, on code points.
TEST_F(Layout, KeepsItsPromisesOnAnyText) {
  const std::string alphabet[] = {"A",
                                  "LIMA",
                                  "b",
                                  " ",
                                  "\n",
                                  "-",
                                  "(",
                                  ")",
                                  "/",
                                  ".",
                                  ",",
                                  ":",
                                  "May 3",
                                  "\xE2\x80\x93",
                                  "date 2025-01-01"};
  std::vector<std::string> texts = {""};
  for (std::size_t done = 0, length = 0; length < 4; ++length) {
    const std::size_t end = texts.size();
    for (; done < end; ++done) {
      for (const std::string& letter : alphabet) texts.push_back(texts[done] + letter);
    }
  }
  for (const std::string& text : texts) {
    Document document = document_of(text);
    document.layout = find_layout(document, lexicon);
    ASSERT_EQ(check(document), "") << '"' << text << '"';
    for (const Part& part : document.layout.parts)
      ASSERT_FALSE(part.span.empty()) << '"' << text << '"';
  }
}

// Long texts without the structure of a report cost no more than a pass over them.
TEST_F(Layout, IsLinearInHostileText) {
  const std::string hostile[] = {"A",  "A ",    "A\n", "A\n\n", "(",         "/A",        "A.",
                                 "A-", "date ", "A, ", "\n",    "LIMA: A\n", "\xC3\x89\n"};
  for (const std::string& piece : hostile) {
    std::string text;
    while (text.size() < (2u << 20)) text += piece;
    Document document = document_of(text);
    document.layout = find_layout(document, lexicon);
    EXPECT_EQ(check(document), "") << piece;
  }
}

class TableFolder {
 public:
  TableFolder() : path_(std::filesystem::path(testing::TempDir()) / "chancery_layout_tables") {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / "report");
  }
  ~TableFolder() { std::filesystem::remove_all(path_); }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / "report" / name, std::ios::binary) << bytes;
  }
  TableSource source() const { return {path_}; }

 private:
  std::filesystem::path path_;
};

TEST(LayoutLexicon, RefusesBadRows) {
  const struct {
    const char* file;
    const char* bytes;
    const char* place;
  } kBad[] = {
      {"months.tsv", "form\tmonth\njanuary\t13\n", "months.tsv:2: column month"},
      {"months.tsv", "form\tmonth\njanuary\t1.5\n", "months.tsv:2: column month"},
      {"months.tsv", "form\tmonth\nJanuary\t1\n", "months.tsv:2: column form"},
      {"months.tsv", "form\tmonth\nmay\t5\napril\t4\n", "months.tsv:3: column form"},
      {"months.tsv", "form\tmonth\nmay\t5\nmay\t5\n", "months.tsv:3: column form"},
      {"months.tsv", "form\tmonth\nsept.\t9\n", "months.tsv:2: column form"},
      {"weekdays.tsv", "form\nmay\n", "weekdays.tsv:2: column form"},
      {"no_places.tsv", "form\tuse\nin\tpreposition\n", "no_places.tsv:2: column use"},
      {"no_places.tsv", "form\tuse\nmonday\topener\n", "no_places.tsv:2: column form"},
  };
  for (const auto& bad : kBad) {
    const TableFolder folder;
    folder.put(bad.file, bad.bytes);
    const auto loaded = load_layout_lexicon(folder.source());
    ASSERT_FALSE(loaded) << bad.bytes;
    EXPECT_EQ(loaded.error().code, ErrorCode::kBadTable);
    EXPECT_NE(loaded.error().place.find(bad.place), std::string::npos) << loaded.error().to_line();
  }
}

TEST_F(Layout, FindsWordsInAnyCaseWithAStop) {
  ASSERT_TRUE(lexicon.find("SEPT."));
  EXPECT_EQ(lexicon.find("SEPT.")->month, 9);
  EXPECT_EQ(lexicon.find("Mon")->use, LayoutLexicon::Use::kWeekday);
  EXPECT_FALSE(lexicon.find("Nairobi"));
  EXPECT_FALSE(lexicon.find(""));
}

}  // namespace
}  // namespace chancery
