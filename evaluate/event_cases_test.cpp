// The sentences of src/events/events.cases.tsv, read by the whole program.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "base/tsv.hpp"
#include "evaluate/pairs_task.hpp"
#include "pipeline/engine.hpp"

namespace chancery {
namespace {

const Engine& engine() {
  static const Engine kEngine = [] {
    auto loaded = Engine::load({});
    if (!loaded) {
      ADD_FAILURE() << loaded.error().to_line();
      std::abort();
    }
    return std::move(*loaded);
  }();
  return kEngine;
}

Reading read(std::string text) {
  Report report;
  report.id = "case";
  report.date = parse_iso_day("2024-03-15");
  report.text = std::move(text);
  return engine().read(std::move(report));
}

TEST(EventCases, Hold) {
  constexpr std::uint64_t kMaxBytes = 1u << 20;
  auto bytes = load_file("../src/events/events.cases.tsv", kMaxBytes);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table =
      parse_table("events.cases.tsv", std::move(*bytes), {"phenomenon", "text", "events"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 25u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    PairSentence wanted;
    const auto readings = parse_readings(table->at(row, 2));
    ASSERT_TRUE(readings) << table->at(row, 2);
    wanted.readings = *readings;
    const Reading reading = read(std::string(table->at(row, 1)));
    EXPECT_TRUE(agrees(wanted, reading.document))
        << table->at(row, 0) << ": " << table->at(row, 1) << "\n  wanted " << table->at(row, 2)
        << "\n  given  " << events_text(reading.document);
  }
}

TEST(RecordCases, Hold) {
  constexpr std::uint64_t kMaxBytes = 1u << 20;
  auto bytes = load_file("../src/events/records.cases.tsv", kMaxBytes);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table =
      parse_table("records.cases.tsv", std::move(*bytes), {"phenomenon", "text", "records"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 25u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    PairSentence wanted;
    const auto readings = parse_readings(table->at(row, 2));
    ASSERT_TRUE(readings) << table->at(row, 2);
    wanted.readings = *readings;
    const Reading reading = read(std::string(table->at(row, 1)));
    EXPECT_TRUE(agrees(wanted, reading.document))
        << table->at(row, 0) << ": " << table->at(row, 1) << "\n  wanted " << table->at(row, 2)
        << "\n  given  " << records_text(reading.document);
  }
}

TEST(Events, OfOneActAreOneEventWithAllItsWords) {
  const Reading reading =
      read("Kenya condemned Uganda.\n\nThe harbour was quiet.\n\nKenya condemned Uganda again.");
  ASSERT_EQ(reading.document.events.events.size(), 1u);
  EXPECT_EQ(reading.document.events.events[0].spans.size(), 2u);
}

TEST(Events, BecomeEntries) {
  const Reading reading = read("Kenya condemned Uganda.");
  std::size_t events = 0;
  for (const Entry& entry : reading.entries) {
    if (entry.kind != EntryKind::kEvent) continue;
    ++events;
    const auto& fields = std::get<EventFields>(entry.fields);
    EXPECT_EQ(fields.plover, "ACCUSE");
    EXPECT_EQ(fields.cameo, "111");
    EXPECT_EQ(fields.quad, 3);
    EXPECT_EQ(fields.score, -2);
    ASSERT_EQ(entry.actors.size(), 2u);
    EXPECT_EQ(entry.actors[0].slot, "actor");
    EXPECT_EQ(entry.actors[0].id, "KEN");
    EXPECT_EQ(entry.actors[0].role, "party");
    EXPECT_EQ(entry.actors[1].slot, "recipient");
  }
  EXPECT_EQ(events, 1u);
}

}  // namespace
}  // namespace chancery
