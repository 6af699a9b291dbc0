#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "export/jsonl.hpp"
#include "ledger/query.hpp"

namespace chancery {
namespace {

class JsonlTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("chancery-export-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
    auto opened = Ledger::open((folder_ / "l.db").string(), Ledger::Access::kWrite);
    ASSERT_TRUE(opened) << opened.error().to_line();
    ledger_.emplace(std::move(*opened));
  }
  void TearDown() override {
    ledger_.reset();
    std::filesystem::remove_all(folder_);
  }

  void add(const std::string& id, const std::string& text) {
    LedgerReport row;
    row.report.id = id;
    row.report.text = text;
    Entry entry;
    entry.id = id + "-entry";
    entry.spans = {{0, 4}};
    entry.rule = "test";
    FigureFields fields;
    fields.value = 43800000000.0;
    fields.unit = "USD";
    entry.fields = fields;
    row.entries.push_back(entry);
    ASSERT_TRUE(ledger_->begin());
    const auto added = ledger_->add(row, {"0", "x"});
    ASSERT_TRUE(added) << added.error().to_line();
    ASSERT_TRUE(ledger_->commit());
  }

  std::string write(bool text) {
    std::string out;
    const auto lines = write_jsonl(*ledger_, {text}, [&](std::string_view line) {
      out += line;
      return true;
    });
    EXPECT_TRUE(lines) << lines.error().to_line();
    return out;
  }

  std::filesystem::path folder_;
  std::optional<Ledger> ledger_;
};

TEST_F(JsonlTest, WritesEveryTableInOrderWhateverTheOrderOfWriting) {
  add("b", "Four thousand.");
  add("a", "Four hundred.");
  const std::string first = write(true);
  EXPECT_NE(first.find("\"value\":43800000000,"), std::string::npos);
  EXPECT_LT(first.find("\"report_id\":\"a\""), first.find("\"report_id\":\"b\""));
  std::set<std::string> tables;
  for (std::size_t at = 0; at < first.size();) {
    const std::size_t end = first.find('\n', at);
    const auto line = nlohmann::json::parse(first.substr(at, end - at));
    tables.insert(line["table"].get<std::string>());
    at = end + 1;
  }
  for (const char* table : {"meta", "report", "entry", "entry_span", "figure"})
    EXPECT_TRUE(tables.contains(table)) << table;
}

TEST_F(JsonlTest, LeavesTheTextOutUnlessAsked) {
  add("a", "Four secret words.");
  EXPECT_EQ(write(false).find("secret"), std::string::npos);
  EXPECT_NE(write(true).find("secret"), std::string::npos);
}

TEST_F(JsonlTest, StopsWhenTheSinkIsFull) {
  add("a", "Four words.");
  std::size_t calls = 0;
  const auto lines = write_jsonl(*ledger_, {}, [&](std::string_view) { return ++calls < 2; });
  ASSERT_TRUE(lines);
  EXPECT_EQ(*lines, 1u);
  EXPECT_EQ(calls, 2u);
}

}  // namespace
}  // namespace chancery
