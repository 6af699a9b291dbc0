#include "pipeline/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "pipeline/parallel.hpp"

namespace chancery {
namespace {

Report make_report(std::string text, std::size_t number) {
  Report report;
  report.id = "r" + std::to_string(number);
  report.date = parse_iso_day("2024-05-06");
  report.text = std::move(text);
  return report;
}

std::string summary(const Reading& reading) {
  std::string out = reading.document.report().id + ":";
  for (const Entry& entry : reading.entries) out += " " + entry.id;
  return out;
}

const Engine& engine() {
  static const Engine instance = [] {
    auto loaded = Engine::load({});
    if (!loaded) {
      ADD_FAILURE() << loaded.error().to_line();
      std::abort();
    }
    return std::move(*loaded);
  }();
  return instance;
}

TEST(Stages, AreTheTableOfTheArchitecturePage) {
  std::ifstream file("../../docs/architecture.md");
  ASSERT_TRUE(file);
  std::stringstream page;
  page << file.rdbuf();
  std::string expected;
  for (const Stage& stage : stages()) {
    expected += std::string("| ") + stage.name + " | `src/" + stage.room + "/` | " + stage.reads +
                " | " + stage.adds + " |\n";
  }
  EXPECT_NE(page.str().find(expected), std::string::npos) << "docs/architecture.md must hold:\n"
                                                          << expected;
}

// Each stage reads only what an earlier one adds.
TEST(Stages, StandInAnOrderInWhichEachLayerExistsBeforeItIsRead) {
  std::vector<std::string> there = {"text"};
  bool first = true;
  for (const Stage& stage : stages()) {
    for (const std::string_view layer : split_list(stage.reads, ',')) {
      EXPECT_NE(std::find(there.begin(), there.end(), layer), there.end())
          << stage.name << " reads " << layer;
    }
    if (first) there.clear();
    first = false;
    there.emplace_back(stage.adds);
  }
}

// The place of an entry is the one that its own clause names.
TEST(Entries, HaveThePlaceThatTheirClauseNames) {
  const auto places_in = [](const char* text) {
    Report report;
    report.id = "r";
    report.text = text;
    const Reading reading = engine().read(std::move(report));
    std::string out;
    for (const Entry& entry : reading.entries) {
      out += std::string(out.empty() ? "" : "; ") + to_string(entry.kind) + " " +
             (entry.place ? entry.place->name : "nowhere");
    }
    return out;
  };
  EXPECT_EQ(places_in("Norway has 200 soldiers in Jordan."), "figure Jordan");
  EXPECT_EQ(places_in("At least 30 people were killed in Gao, Mali, on Monday."), "figure Gao");
  EXPECT_EQ(places_in("Norway pledged 2 million dollars in Amman."),
            "commitment Amman; event Amman; figure nowhere");
  EXPECT_EQ(places_in("Norway sent 200 soldiers to Jordan."), "event nowhere; figure nowhere");
  EXPECT_EQ(places_in("The king of Norway said in Lima that the talks were useful."),
            "statement Lima");
  EXPECT_EQ(places_in("Peru said that the talks in Lima were useful."), "statement nowhere");
}

TEST(ReadAll, GivesTheSameInTheSameOrderForAnyNumberOfThreads) {
  std::vector<std::string> expected;
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::size_t next = 0;
    std::vector<std::string> seen;
    const auto source = [&]() -> std::optional<Record> {
      if (next == 300) return std::nullopt;
      const std::size_t number = next++;
      if (number % 50 == 7)
        return Record(Error{ErrorCode::kBadInput, "record " + std::to_string(number), ""});
      return Record(
          make_report("Exports of Peru reached " + std::to_string(number + 2) +
                          " million dollars in 2023. \"We will sell more,\" said the minister.",
                      number));
    };
    const auto sink = [&](Result<Reading> reading) {
      seen.push_back(reading ? summary(*reading) : reading.error().message);
      return true;
    };
    read_all(engine(), source, sink, {threads, 16, 1u << 20});
    ASSERT_EQ(seen.size(), 300u);
    if (expected.empty()) expected = seen;
    EXPECT_EQ(seen, expected) << threads << " threads";
  }
}

TEST(ReadAll, StopsWhenTheSinkSaysSo) {
  for (const unsigned threads : {1u, 4u}) {
    std::size_t next = 0;
    std::size_t seen = 0;
    read_all(
        engine(),
        [&]() -> std::optional<Record> { return Record(make_report("Talks were held.", next++)); },
        [&](const Result<Reading>&) { return ++seen < 10; }, {threads, 16, 1u << 20});
    EXPECT_EQ(seen, 10u);
    EXPECT_LE(next, 26u);
  }
}

TEST(Engine, ReadsAnyText) {
  const std::string texts[] = {"",
                               " ",
                               "\n\n\n",
                               ".",
                               "\"",
                               "\xE2\x80\x9C",
                               "(((((",
                               "1 2 3 4 5 6 7 8 9",
                               "\xF0\x9F\x98\x80",
                               std::string(2000, '"'),
                               std::string(5000, '9'),
                               std::string(3000, '$'),
                               std::string("a\0b", 3)};
  for (const std::string& text : texts) {
    const Reading reading = engine().read(make_report(text, 1));
    EXPECT_EQ(check(reading.document), "") << text.substr(0, 20);
  }
}

TEST(Engine, CountsItsTimePerStage) {
  Timings timings;
  (void)engine().read(make_report("Trade reached 5 million dollars.", 1), timings);
  EXPECT_EQ(timings.seconds.size(), stages().size() + 1);
  EXPECT_EQ(timings.words, 6u);
}

}  // namespace
}  // namespace chancery
