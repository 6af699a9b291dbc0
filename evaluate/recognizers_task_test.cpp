#include "evaluate/recognizers_task.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chancery {
namespace {

const Engine& engine() {
  static const Engine one = [] {
    auto loaded = Engine::load(TableSource{});
    EXPECT_TRUE(loaded) << loaded.error().to_line();
    return std::move(*loaded);
  }();
  return one;
}

RecognizerScore score(std::string_view bytes, const std::string& path = "x/PercentModel.dev.json") {
  auto scored = score_recognizers(engine(), bytes, path);
  EXPECT_TRUE(scored) << scored.error().to_line();
  return scored ? std::move(*scored) : RecognizerScore{};
}

std::string error_of(std::string_view bytes, const std::string& path = "PercentModel.json") {
  const auto scored = score_recognizers(engine(), bytes, path);
  return scored ? "" : scored.error().to_line();
}

// A file of one case with one result.
std::string one_case(std::string_view input, int start, int end, std::string_view value) {
  nlohmann::ordered_json result{{"Start", start},
                                {"End", end},
                                {"TypeName", "percentage"},
                                {"Resolution", {{"value", value}}}};
  return nlohmann::ordered_json::array({{{"Input", input}, {"Results", {result}}}}).dump();
}

TEST(Recognizers, CountsACaseWithAllWordsAndValues) {
  const RecognizerScore right = score(one_case("Exports rose 12 percent.", 13, 22, "12%"));
  EXPECT_EQ(right.file, "PercentModel");
  EXPECT_EQ(right.counted.cases, 1u);
  EXPECT_EQ(right.counted.words, 1u);
  EXPECT_EQ(right.counted.exact, 1u);
  EXPECT_TRUE(right.errors.empty());
}

TEST(Recognizers, TellsWordsFromValues) {
  const RecognizerScore value = score(one_case("Exports rose 12 percent.", 13, 22, "13%"));
  EXPECT_EQ(value.counted.words, 1u);
  EXPECT_EQ(value.counted.exact, 0u);
  ASSERT_EQ(value.errors.size(), 1u);
  EXPECT_EQ(value.errors[0],
            "PercentModel 1: expected [12 percent] 13; found [12 percent] 12; in: Exports rose 12 "
            "percent.");
  EXPECT_EQ(score(one_case("Exports rose 12 percent.", 13, 21, "12%")).counted.words, 0u);
}

TEST(Recognizers, SpansAreCodePoints) {
  EXPECT_EQ(score(one_case("\xC3\x89toile rose 12 percent.", 12, 21, "12%")).counted.exact, 1u);
}

TEST(Recognizers, AnEmptyListAsksForNothing) {
  EXPECT_EQ(score(R"([{"Input": "Nothing here.", "Results": []}])").counted.exact, 1u);
  EXPECT_EQ(score(R"([{"Input": "Up 3 percent.", "Results": []}])").counted.exact, 0u);
}

TEST(Recognizers, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(error_of("[]", "Other.json"),
            "Other.json: no specification of numbers or times has this name");
  EXPECT_EQ(error_of("{}"), "PercentModel.json: not a specification: no JSON list of cases");
  EXPECT_EQ(error_of(R"([{"Input": "a", "Results": []}, {"Results": []}])"),
            "PercentModel.json:2: not a case");
  EXPECT_EQ(error_of(one_case("abc", 1, 3, "1%")), "PercentModel.json:1: not a case");
}

}  // namespace
}  // namespace chancery
