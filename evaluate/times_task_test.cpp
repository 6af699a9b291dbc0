#include "evaluate/times_task.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chancery {
namespace {

// "They met on July 2 , 2017 , not May ." with its dates marked.
constexpr std::string_view kGum =
    "# newdoc id = GUM_news_talks\n"
    "# meta::dateCreated = 2017-08-01\n"
    "1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
    "2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\ton\ton\tADP\tIN\t_\t4\tcase\t_\t_\n"
    "4\tJuly\tJuly\tPROPN\tNNP\t_\t2\tobl\t_\tEntity=(1-time|XML=<date when:::\"2017-07-02\">\n"
    "5\t2\t2\tNUM\tCD\t_\t4\tnummod\t_\tSpaceAfter=No\n"
    "6\t,\t,\tPUNCT\t,\t_\t7\tpunct\t_\t_\n"
    "7\t2017\t2017\tNUM\tCD\t_\t4\tnmod\t_\tSpaceAfter=No|XML=</date>\n"
    "8\t,\t,\tPUNCT\t,\t_\t10\tpunct\t_\t_\n"
    "9\tnot\tnot\tADV\tRB\t_\t10\tadvmod\t_\t_\n"
    "10\tMay\tMay\tPROPN\tNNP\t_\t2\tobl\t_\tSpaceAfter=No|XML=<date when:::\"2017-05\"></date>\n"
    "11\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tXML=<date from:::\"--03\" to:::\"--04\"></date>\n\n";

TEST(ParseDates, KeepsPlainValuesWithTheirWords) {
  const auto documents = parse_dates(kGum, "x");
  ASSERT_TRUE(documents) << documents.error().to_line();
  ASSERT_EQ(documents->size(), 1u);
  const DatedDocument& document = documents->front();
  EXPECT_EQ(document.genre, "news");
  EXPECT_EQ(document.date, parse_iso_day("2017-08-01"));
  ASSERT_EQ(document.dates.size(), 2u);
  EXPECT_EQ(document.dates[0].span.of(document.text), "July 2, 2017");
  EXPECT_EQ(document.dates[0].value, "2017-07-02");
  EXPECT_EQ(document.dates[1].span.of(document.text), "May");
}

TEST(ParseDates, RefusesAFileWithoutDates) {
  const auto documents = parse_dates("1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n\n", "x");
  ASSERT_FALSE(documents);
  EXPECT_EQ(documents.error().to_line(), "x: no dates of GUM in it");
}

TimesCounts score_one(const std::string& value, const char* interval, TimesScore& score) {
  const auto documents = parse_dates(kGum, "x");
  DatedDocument gold = documents->front();
  gold.dates.pop_back();
  Report report;
  report.text = gold.text;
  Document document(std::move(report));
  TimeExpression time;
  time.span = {12, 16};
  time.value = value;
  time.interval = *parse_edtf(interval);
  time.rule = "test";
  document.times.times.push_back(time);
  score_dates(gold, document, score);
  return score.genres.at("news");
}

TEST(ScoreDates, WantsTheValueOrOneEndOfARange) {
  TimesScore right;
  EXPECT_EQ(score_one("2017-07-02", "2017-07-02", right).exact, 1u);
  TimesScore range;
  EXPECT_EQ(score_one("2017-07-02/2017-07-05", "2017-07-02/2017-07-05", range).exact, 1u);
  TimesScore wrong;
  const TimesCounts counts = score_one("2017-07-03", "2017-07-03", wrong);
  EXPECT_EQ(counts.gold, 1u);
  EXPECT_EQ(counts.found, 1u);
  EXPECT_EQ(counts.exact, 0u);
  ASSERT_EQ(wrong.errors.size(), 1u);
  EXPECT_EQ(wrong.errors[0],
            "GUM_news_talks: wrong [July 2, 2017] 2017-07-02 [July] 2017-07-03 (test)");
  EXPECT_NE(to_text(wrong, true).find("wrong"), std::string::npos);
  EXPECT_EQ(to_json(wrong)["genres"]["news"]["found"], 1);
}

}  // namespace
}  // namespace chancery
