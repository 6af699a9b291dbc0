// The sentences of src/events/events.cases.tsv, read by the whole program.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "base/tsv.hpp"
#include "evaluate/pairs_task.hpp"
#include "evaluate/test_engine.hpp"

namespace chancery {
namespace {

using test::read;

// Each text of the file gives the readings of its last column.
void check_cases(const std::string& file, std::string_view column,
                 std::string (*written)(const Document&)) {
  constexpr std::uint64_t kMaxBytes = 1u << 20;
  auto bytes = load_file("../src/events/" + file, kMaxBytes);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table = parse_table(file, std::move(*bytes), {"phenomenon", "text", column});
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
        << "\n  given  " << written(reading.document);
  }
}

TEST(EventCases, Hold) {
  check_cases("events.cases.tsv", "events", events_text);
}

TEST(RecordCases, Hold) {
  check_cases("records.cases.tsv", "records", records_text);
}

TEST(Records, ATermBelongsToTheTextThatItStandsWith) {
  const Reading reading =
      read("Peru and Laos signed a treaty on mining for 2026-2028, and exchanged notes on visas.");
  std::size_t texts = 0;
  for (const Entry& entry : reading.entries) {
    const auto* text = std::get_if<InstrumentFields>(&entry.fields);
    if (text == nullptr) continue;
    ++texts;
    EXPECT_EQ(text->period ? to_edtf(text->period->interval) : "",
              text->type == "treaty" ? "2026/2028" : "");
  }
  EXPECT_EQ(texts, 2u);
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
