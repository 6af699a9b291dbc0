#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "export/entries_table.hpp"
#include "export/events.hpp"
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

EntryActor actor_of(const std::string& slot, const std::string& id, const std::string& name) {
  EntryActor actor;
  actor.slot = slot;
  actor.id = id;
  actor.name = name;
  actor.type = "state";
  actor.how = "named";
  return actor;
}

class EventsTest : public JsonlTest {
 protected:
  void add_event(const std::string& id, std::vector<EntryActor> actors, const EventFields& fields,
                 std::optional<Day> day) {
    LedgerReport row;
    row.report.id = "report-" + id;
    row.report.text = "Words\tof \"it\".";
    row.report.date = day;
    Entry entry;
    entry.kind = EntryKind::kEvent;
    entry.id = id;
    entry.spans = {{0, 8}};
    entry.rule = "test";
    entry.actors = std::move(actors);
    entry.fields = fields;
    row.entries.push_back(entry);
    ASSERT_TRUE(ledger_->begin());
    const auto added = ledger_->add(row, {"0", "x"});
    ASSERT_TRUE(added) << added.error().to_line();
    ASSERT_TRUE(ledger_->commit());
  }

  std::vector<std::string> lines(EventFormat format, std::uint64_t left_out) {
    std::vector<std::string> out;
    const auto done = write_events(*ledger_, format, false, [&](std::string_view line) {
      out.emplace_back(line);
      return true;
    });
    EXPECT_TRUE(done) << done.error().to_line();
    EXPECT_EQ(done->left_out, left_out);
    EXPECT_EQ(done->rows + (format == EventFormat::kPlover ? 0 : 1), out.size());
    return out;
  }

  static std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out(1);
    for (const char c : line.substr(0, line.size() - 1)) {
      if (c == '\t') {
        out.emplace_back();
      } else {
        out.back() += c;
      }
    }
    return out;
  }

  void add_three() {
    EventFields visit;
    visit.plover = "CONSULT";
    visit.mode = "visit";
    visit.cameo = "042";
    visit.score = 3;
    add_event("aaaaaaaaaaaaaaaaaaaaaaaa",
              {actor_of("actor", "RUS", "Russia"), actor_of("recipient", "XKX", "Kosovo")}, visit,
              to_day(2024, 5, 6));
    EventFields sign;
    sign.plover = "SUPPORT";
    sign.cameo = "057";
    sign.score = 5;
    add_event("bbbbbbbbbbbbbbbbbbbbbbbb",
              {actor_of("actor", "PER", "Peru"), actor_of("actor", "LAO", "Laos"),
               actor_of("actor", "igo:EU", "European Union")},
              sign, to_day(2024, 5, 7));
    add_event("cccccccccccccccccccccccc", {actor_of("actor", "group:rebels", "rebels")}, sign,
              to_day(2024, 5, 8));
    add_event("dddddddddddddddddddddddd", {actor_of("actor", "PER", "Peru")}, sign, std::nullopt);
  }
};

TEST_F(EventsTest, PloverIsOneObjectAnEvent) {
  add_three();
  const auto out = lines(EventFormat::kPlover, 2);
  ASSERT_EQ(out.size(), 2u);
  const auto visit = nlohmann::json::parse(out[0]);
  EXPECT_EQ(visit["actor"][0]["code"], "RUS");
  EXPECT_EQ(visit["recipient"][0]["code"], "KOS");
  EXPECT_EQ(visit["date"], "2024-05-06");
  EXPECT_EQ(visit["mode"][0], "visit");
  EXPECT_FALSE(visit.contains("event_text"));
  const auto sign = nlohmann::json::parse(out[1]);
  EXPECT_EQ(sign["actor"][2]["code"], "EUR");
  EXPECT_TRUE(sign["recipient"].empty());
}

TEST_F(EventsTest, PolecatHasFortyColumnsAndOneRowAnEvent) {
  add_three();
  const auto out = lines(EventFormat::kPolecat, 2);
  ASSERT_EQ(out.size(), 3u);
  for (const std::string& line : out) EXPECT_EQ(cells(line).size(), 40u) << line;
  EXPECT_EQ(cells(out[1])[0], "aaaaaaaaaaaaaaaaaaaaaaaa_CONSULT_visit");
  EXPECT_EQ(cells(out[2])[8], "PER; LAO; EUR");
  EXPECT_EQ(cells(out[2])[15], "None");
}

TEST_F(EventsTest, IcewsHasARowForEachDirectedPair) {
  add_three();
  const auto out = lines(EventFormat::kIcews, 2);
  // The visit both ways, and three signers each with each.
  ASSERT_EQ(out.size(), 1u + 2u + 6u);
  for (const std::string& line : out) EXPECT_EQ(cells(line).size(), 20u) << line;
  EXPECT_EQ(cells(out[1])[4], "Russian Federation");
  EXPECT_EQ(cells(out[1])[6], "042");
  EXPECT_EQ(cells(out[2])[2], "Kosovo");
  EXPECT_EQ(cells(out[2])[6], "043");
  EXPECT_EQ(cells(out[3])[0], cells(out[8])[0]);
  EXPECT_NE(cells(out[1])[0], cells(out[3])[0]);
}

TEST_F(EventsTest, TablesHaveOneRowAnEntryAndQuoteWhatNeedsIt) {
  add_three();
  std::vector<std::string> csv;
  const auto sink = [&](std::string_view line) {
    csv.emplace_back(line);
    return true;
  };
  const auto rows = write_entries(*ledger_, EntryKind::kEvent, TableForm::kCsv, sink);
  ASSERT_TRUE(rows) << rows.error().to_line();
  EXPECT_EQ(*rows, 4u);
  EXPECT_EQ(csv[0].rfind("entry,report,", 0), 0u);
  EXPECT_NE(csv[2].find(",PER; LAO; igo:EU,"), std::string::npos) << csv[2];
  csv.clear();
  ASSERT_TRUE(write_entries(*ledger_, EntryKind::kEvent, TableForm::kTsv, sink));
  for (const std::string& line : csv) EXPECT_EQ(cells(line).size(), cells(csv[0]).size()) << line;
  EXPECT_NE(csv[1].find("\tWords of\n"), std::string::npos) << csv[1];
  csv.clear();
  ASSERT_TRUE(write_entries(*ledger_, EntryKind::kVisit, TableForm::kCsv, sink));
  EXPECT_EQ(csv.size(), 1u);
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
