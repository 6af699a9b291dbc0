#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "evaluate/entries_task.hpp"
#include "evaluate/matching.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

Json parse(const char* text) {
  return Json::parse(text);
}

TEST(Agrees, ListsMeanAnyOfTheseWhereTheSchemaHasOneValue) {
  EXPECT_TRUE(agrees("plover", parse(R"(["SUPPORT","AGREE"])"), parse(R"("AGREE")")));
  EXPECT_FALSE(agrees("plover", parse(R"(["SUPPORT"])"), parse(R"("AGREE")")));
  EXPECT_TRUE(
      agrees("measure", parse(R"(["trade","Bilateral Trade"])"), parse(R"("bilateral trade")")));
  EXPECT_FALSE(agrees("period", parse(R"("2024")"), Json(nullptr)));
}

TEST(Agrees, ActorListsAreSetsOfIdsWithTheInnerFieldsThatGoldGives) {
  const Json entry =
      parse(R"([{"id":"CHN","body":null},{"id":"KAZ","body":"Ministry of Foreign Affairs"}])");
  EXPECT_TRUE(agrees("parties", parse(R"(["KAZ","CHN"])"), entry));
  EXPECT_FALSE(agrees("parties", parse(R"(["KAZ"])"), entry));
  EXPECT_FALSE(agrees("parties", parse(R"(["KAZ","CHN","USA"])"), entry));
  EXPECT_TRUE(agrees("parties",
                     parse(R"([{"id":"KAZ","body":"Ministry of Foreign Affairs"},"CHN"])"), entry));
  EXPECT_FALSE(agrees(
      "parties", parse(R"(["KAZ",{"id":"CHN","body":"Ministry of Foreign Affairs"}])"), entry));
}

TEST(Agrees, AGroupComparesAsItselfOrByItsMembers) {
  const Json entry = parse(R"([{"id":"group:baltics","members":["EST","LVA","LTU"]}])");
  EXPECT_TRUE(agrees("participants", parse(R"(["group:baltics"])"), entry));
  EXPECT_TRUE(agrees("participants", parse(R"(["EST","LTU","LVA"])"), entry));
  EXPECT_FALSE(agrees("participants", parse(R"(["EST","LTU"])"), entry));
}

TEST(SameKey, HoldsFiguresToNumberAndUnitAndStatementsToSpeakerAndMode) {
  const Json figure = parse(
      R"({"kind":"figure","value":5,"low":null,"high":null,"unit":"projects","measure":"x"})");
  EXPECT_TRUE(
      same_key(parse(R"({"kind":"figure","value":5,"unit":"project","measure":"y"})"), figure));
  EXPECT_FALSE(same_key(parse(R"({"kind":"figure","value":6,"unit":"projects"})"), figure));
  EXPECT_FALSE(same_key(parse(R"({"kind":"figure","low":5,"unit":"projects"})"), figure));
  EXPECT_FALSE(same_key(parse(R"({"kind":"statement","value":5})"), figure));
  const Json statement = parse(
      R"({"kind":"statement","mode":"direct","speaker":{"id":"person:PER-a","state":"PER","office":null,"how":"named"}})");
  EXPECT_TRUE(same_key(
      parse(
          R"({"kind":"statement","mode":"direct","speaker":{"id":["person:PER-b","person:PER-a"]}})"),
      statement));
  EXPECT_TRUE(same_key(parse(R"({"kind":"statement","speaker":{"state":"PER","how":"looked_up"}})"),
                       statement));
  EXPECT_FALSE(
      same_key(parse(R"({"kind":"statement","mode":"direct","speaker":{"id":"PER"}})"), statement));
  EXPECT_FALSE(same_key(parse(R"({"kind":"statement","mode":"indirect"})"), statement));
}

TEST(ScoreFields, ScoresWhatIsNotKeyByName) {
  const Json statement = parse(
      R"({"kind":"statement","mode":"direct","verb":"say","speaker":{"id":"person:PER-a","state":"PER","how":"named"}})");
  const auto scores = score_fields(
      parse(
          R"({"kind":"statement","anchor":["x"],"mode":"direct","verb":"add","note":"n","speaker":{"id":"person:PER-a","state":"PER","how":"looked_up"}})"),
      statement);
  const std::vector<std::pair<std::string, bool>> expected = {
      {"verb", false}, {"speaker.state", true}, {"speaker.how", false}};
  EXPECT_EQ(scores, expected);
}

TEST(MatchOneToOne, FindsTheLargestMatching) {
  // Greedy would give 0-0 and leave 1 alone.
  EXPECT_EQ(match_one_to_one(2, 2, {{0, 1}, {0}}), (std::vector<int>{1, 0}));
  EXPECT_EQ(match_one_to_one(2, 1, {{0}, {0}}), (std::vector<int>{0, -1}));
  EXPECT_EQ(match_one_to_one(0, 3, {}), std::vector<int>{});
}

}  // namespace
}  // namespace chancery
