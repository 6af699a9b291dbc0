#include "events/events.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "events/lexicon.hpp"

namespace chancery {
namespace {

namespace fs = std::filesystem;

const EventLexicon& lexicon() {
  static const EventLexicon kLexicon = [] {
    auto loaded = load_event_lexicon({});
    if (!loaded) {
      ADD_FAILURE() << loaded.error().to_line();
      std::abort();
    }
    return std::move(*loaded);
  }();
  return kLexicon;
}

// A folder in which one table of the room is another.
class OtherTables : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / (std::string("chancery_events_") +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_ / "events");
  }
  void TearDown() override { fs::remove_all(folder_); }

  Result<EventLexicon> load_with_added(const std::string& table, const std::string& rows) {
    std::ofstream(folder_ / "events" / (table + ".add.tsv")) << rows;
    TableSource source;
    source.folder = folder_;
    return load_event_lexicon(source);
  }

  fs::path folder_;
};

constexpr const char* kActHead = "trigger\tpos\tif\tact\tactor\trecipient\tmode\tcameo\n";

TEST_F(OtherTables, AddAnAct) {
  const auto loaded = load_with_added(
      "acts", std::string(kActHead) + "befriend\tv\to&!x=@meet\tsupport\ts\to|with+for\t\t050\n");
  ASSERT_TRUE(loaded) << loaded.error().to_line();
  const EventTables& tables = loaded->tables();
  const auto* rows = tables.rows_at(tables.words.find("befriend"));
  ASSERT_NE(rows, nullptr);
  const ActRow& row = tables.rows[rows->front()];
  EXPECT_EQ(tables.classes[row.act].name, "support");
  EXPECT_EQ(row.cameo, "050");
  ASSERT_EQ(row.conditions.size(), 2u);
  EXPECT_EQ(row.conditions[0].slot.kind, ArgumentKind::kObject);
  EXPECT_TRUE(row.conditions[1].negated);
  EXPECT_GT(row.conditions[1].lemmas.size(), 3u);
  ASSERT_EQ(row.recipient.size(), 2u);
  EXPECT_EQ(row.recipient[1].size(), 2u);
}

TEST_F(OtherTables, RefuseBadActs) {
  for (const char* row :
       {"two words\tv\t\tsupport\t\t\t\t\n", "praise\tx\t\tsupport\t\t\t\t\n",
        "praise\tv\to=@nosuchset\tsupport\t\t\t\t\n", "praise\tv\t\tnosuchclass\t\t\t\t\n",
        "praise\tv\t\tsupport\t\t\tNo Mode\t\n", "praise\tv\t\tsupport\t\t\t\t5\n",
        "praise\tv\to=\tsupport\t\t\t\t\n"}) {
    const auto loaded = load_with_added("acts", std::string(kActHead) + row);
    ASSERT_FALSE(loaded) << row;
    EXPECT_EQ(loaded.error().code, ErrorCode::kBadTable);
    EXPECT_NE(loaded.error().to_line().find("acts.add.tsv:2"), std::string::npos)
        << loaded.error().to_line();
  }
}

TEST_F(OtherTables, RefuseBadNouns) {
  EXPECT_TRUE(load_with_added("nouns", "noun\tuse\tsector\nwazir\tstate\tGOV\n"));
  EXPECT_FALSE(load_with_added("nouns", "noun\tuse\tsector\nwazir\tkingly\tGOV\n"));
}

// The more a row asks for, the earlier it is tried.
TEST(EventTables, TryTheMostSpecialRowFirst) {
  const EventTables& tables = lexicon().tables();
  std::size_t several = 0;
  for (const auto& rows : tables.rows_of) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      ++several;
      EXPECT_GE(row_weight(tables.rows[rows[i - 1]]), row_weight(tables.rows[rows[i]]));
    }
  }
  EXPECT_GT(several, 100u);
  // A few words weigh more than a set, and a set more than anything.
  ActRow row;
  row.conditions.resize(1);
  const std::size_t anything = row_weight(row);
  row.conditions[0].lemmas.assign(20, 1);
  const std::size_t set = row_weight(row);
  row.conditions[0].lemmas.assign(2, 1);
  EXPECT_LT(anything, set);
  EXPECT_LT(set, row_weight(row));
}

TEST(EventTables, HaveManyActs) {
  EXPECT_GT(lexicon().tables().rows.size(), 800u);
}

// Every class that can happen has its type; cooperation planned is AGREE, conflict planned a threat
// (rule 1 of the coding reference).
TEST(EventTables, FollowTheRuleOfWhatIsToCome) {
  for (const ActClass& act : lexicon().tables().classes) {
    if (!act.done.given || !act.planned.given) continue;
    switch (act.done.type) {
      case EventType::kConsult:
      case EventType::kSupport:
      case EventType::kCooperate:
      case EventType::kAid:
        EXPECT_EQ(act.planned.type, EventType::kAgree) << act.name;
        break;
      case EventType::kConcede:
        EXPECT_TRUE(act.planned.type == EventType::kConcede ||
                    act.planned.type == EventType::kAgree)
            << act.name;
        break;
      case EventType::kRetreat:
        EXPECT_EQ(act.planned.type, EventType::kConcede) << act.name;
        break;
      case EventType::kSanction:
      case EventType::kCoerce:
      case EventType::kAssault:
        EXPECT_EQ(act.planned.type, EventType::kThreaten) << act.name;
        break;
      default:
        break;
    }
  }
}

TEST(FindEvents, NeedsTrees) {
  Report report;
  report.text = "Kenya met Uganda.";
  Document document(std::move(report));
  document.text_layer.token_span = {{0, 5}};
  EXPECT_TRUE(find_events(document, lexicon()).events.events.empty());
}

}  // namespace
}  // namespace chancery
