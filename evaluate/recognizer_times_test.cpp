#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "evaluate/recognizers_task.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

const Engine& engine() {
  static const Engine one = [] {
    auto loaded = Engine::load(TableSource{});
    EXPECT_TRUE(loaded) << loaded.error().to_line();
    return std::move(*loaded);
  }();
  return one;
}

// One case of DateTimeModel, in a report of 2025-04-26: the words, their type and their readings.
RecognizerScore score_one(const std::string& input, const std::string& words,
                          const std::string& type, const Json& values) {
  const auto start = static_cast<int>(input.find(words));
  Json result{{"Text", words},
              {"Start", start},
              {"End", start + static_cast<int>(words.size()) - 1},
              {"TypeName", "datetimeV2." + type},
              {"Resolution", {{"values", values}}}};
  const Json file = Json::array({{{"Input", input},
                                  {"Context", {{"ReferenceDateTime", "2025-04-26T00:00:00"}}},
                                  {"Results", Json::array({result})}}});
  auto scored = score_recognizers(engine(), file.dump(), "DateTimeModel.dev.json");
  EXPECT_TRUE(scored) << scored.error().to_line();
  return scored ? std::move(*scored) : RecognizerScore{};
}
Json range(const char* start, const char* end) {
  return Json::array({{{"start", start}, {"end", end}}});
}
Json day(const char* value) {
  return Json::array({{{"value", value}}});
}
bool is_exact(const std::string& input, const std::string& words, const std::string& type,
              const Json& values) {
  const RecognizerScore score = score_one(input, words, type, values);
  return score.counted.exact == 1;
}

TEST(RecognizerTimes, TurnsTheConventions) {
  EXPECT_TRUE(is_exact("They met on 3 May 2024.", "3 May 2024", "date", day("2024-05-03")));
  EXPECT_TRUE(is_exact("They met in May 2024.", "May 2024", "daterange",
                       range("2024-05-01", "2024-06-01")));
  EXPECT_TRUE(is_exact("They met from May 2024 to July 2024.", "from May 2024 to July 2024",
                       "daterange", range("2024-05-01", "2024-07-01")));
  EXPECT_TRUE(is_exact("They met two months ago.", "two months ago", "date", day("2025-02-26")));
  EXPECT_TRUE(is_exact("It opened in mid-May 2024.", "mid-May 2024", "daterange",
                       range("2024-05-10", "2024-05-21")));
  EXPECT_TRUE(is_exact("It came on 03/04/2024.", "03/04/2024", "date", day("2024-03-04")));
  EXPECT_TRUE(is_exact("It lasted three years.", "three years", "duration",
                       Json::array({{{"timex", "P3Y"}, {"value", "94608000"}}})));
}

TEST(RecognizerTimes, KeepsWhatIsWrongApart) {
  EXPECT_FALSE(is_exact("They met on 3 May 2024.", "3 May 2024", "date", day("2024-05-04")));
  EXPECT_FALSE(is_exact("They met on 3 May 2024.", "3 May", "date", day("2024-05-03")));
  EXPECT_FALSE(is_exact("They met in May 2024.", "May 2024", "daterange",
                        range("2024-05-01", "2024-05-31")));
}

TEST(RecognizerTimes, CountsOnlyTheFourTypes) {
  const RecognizerScore hour = score_one("They met at 10 a.m. there.", "10 a.m.", "time",
                                         Json::array({{{"timex", "T10"}, {"value", "10:00:00"}}}));
  EXPECT_EQ(hour.counted.cases, 0u);
  EXPECT_EQ(hour.apart.cases, 1u);
}

TEST(RecognizerTimes, KnowsAllFilesOnTimes) {
  const auto rows = time_recognizers();
  EXPECT_EQ(rows.size(), 26u);
  EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](const RecognizerFile& row) {
    return std::string_view(row.name) == "DateTimeModelCalendarMode" &&
           std::string_view(row.option) == "CalendarMode";
  }));
}

}  // namespace
}  // namespace chancery
