#include "ledger/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "ledger/sqlite.hpp"
#include "ledger/test_ledgers.hpp"

namespace chancery {
namespace {

using test::add_all;
using test::Folder;
using test::full_report;
using test::open_or_die;
using test::small_report;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

EntryDate in(Interval interval) {
  return {interval, "stated"};
}

class Query : public testing::Test {
 protected:
  Query() : ledger(open_or_die(folder.file("l.db"), Ledger::Access::kWrite)) {
    add_all(ledger, {
                        small_report("undated", std::nullopt, 1, "KEN"),
                        small_report("b-march", to_day(2025, 3, 1), 2, "KAZ"),
                        small_report("a-march", to_day(2025, 3, 1), 3, "CHN"),
                        small_report("old", to_day(2025, 4, 1), 4, "KAZ", in(year_interval(2020))),
                        small_report("until", to_day(2025, 4, 2), 5, "CHN",
                                     in({std::nullopt, to_day(2021, 6, 1)})),
                        small_report("since", std::nullopt, 6, "KEN",
                                     in({to_day(2026, 1, 1), std::nullopt})),
                    });
  }

  // The reports of the entries found, in their order: each has one entry.
  std::vector<std::string> find(const EntryFilter& filter) {
    std::vector<std::string> ids;
    const auto done = for_each_entry(ledger, filter, [&](const EntryRow& row) {
      ids.push_back(row.report_id);
      return Next::kGoOn;
    });
    EXPECT_TRUE(done) << done.error().to_line();
    return ids;
  }
  std::string plan(const std::string& sql) {
    std::string out;
    auto statement = ledger.connection().prepare("EXPLAIN QUERY PLAN " + sql);
    EXPECT_TRUE(statement) << statement.error().to_line();
    while (*statement->step()) {
      statement->take_integer();
      statement->take_integer();
      statement->take_integer();
      out += std::string(statement->take_text()) + "\n";
    }
    return out;
  }

  Folder folder;
  Ledger ledger;
};

TEST_F(Query, GivesReportsByDate) {
  std::vector<std::string> ids;
  ASSERT_TRUE(for_each_report(ledger, [&](const LedgerReport& report) {
    ids.push_back(report.report.id);
    EXPECT_EQ(report.entries.size(), 1u);
    EXPECT_EQ(report.uncoded.size(), 1u);
    return Next::kGoOn;
  }));
  EXPECT_THAT(ids, ElementsAre("a-march", "b-march", "old", "until", "since", "undated"));
  std::vector<std::string> heads;
  ASSERT_TRUE(for_each_report_head(ledger, [&](const ReportHead& head) {
    heads.push_back(head.id);
    EXPECT_EQ(head.entries, 1u);
    EXPECT_EQ(head.uncoded, 1u);
    EXPECT_EQ(head.words, 8u);
    return Next::kGoOn;
  }));
  EXPECT_EQ(heads, ids);
}

TEST_F(Query, StopsWhenTold) {
  int seen = 0;
  const auto stop = [&](const auto&) { return ++seen == 2 ? Next::kStop : Next::kGoOn; };
  ASSERT_TRUE(for_each_report(ledger, stop));
  EXPECT_EQ(seen, 2);
  seen = 0;
  ASSERT_TRUE(for_each_entry(ledger, {}, stop));
  EXPECT_EQ(seen, 2);
  // Nothing of it keeps the ledger from a batch.
  EXPECT_TRUE(ledger.begin());
}

TEST_F(Query, GivesEntriesByTheirDay) {
  EXPECT_THAT(find({}), ElementsAre("old", "until", "a-march", "b-march", "since", "undated"));
}

TEST_F(Query, Filters) {
  EntryFilter filter;
  filter.kinds = {EntryKind::kStatement};
  EXPECT_THAT(find(filter), IsEmpty());
  filter.kinds = {EntryKind::kStatement, EntryKind::kFigure};
  EXPECT_EQ(find(filter).size(), 6u);
  filter = {};
  filter.states = {"KAZ"};
  EXPECT_THAT(find(filter), ElementsAre("old", "b-march"));
  filter.states = {"KAZ", "KEN"};
  EXPECT_THAT(find(filter), ElementsAre("old", "b-march", "since", "undated"));
  filter = {};
  filter.report_id = "until";
  EXPECT_THAT(find(filter), ElementsAre("until"));
  filter = {};
  filter.min_confidence = 0.05;
  EXPECT_THAT(find(filter), ElementsAre("until", "since"));
  filter = {};
  filter.measure = "XPORT";
  EXPECT_EQ(find(filter).size(), 6u);
  filter.measure = "imports";
  EXPECT_THAT(find(filter), IsEmpty());
  filter = {};
  filter.statuses = {Status::kPlanned};
  EXPECT_THAT(find(filter), IsEmpty());
  filter.statuses = {Status::kPlanned, Status::kDone};
  filter.novelty = Novelty::kNew;
  EXPECT_EQ(find(filter).size(), 6u);
  filter.novelty = Novelty::kBackground;
  EXPECT_THAT(find(filter), IsEmpty());
  filter = {};
  filter.limit = 2;
  EXPECT_THAT(find(filter), ElementsAre("old", "until"));
  filter.states = {"KAZ'; DROP TABLE entry; --"};
  EXPECT_THAT(find(filter), IsEmpty());
}

TEST_F(Query, FiltersByOverlap) {
  EntryFilter filter;
  filter.from = to_day(2020, 12, 31);
  filter.to = to_day(2020, 12, 31);
  EXPECT_THAT(find(filter), ElementsAre("old", "until"));
  filter.from = to_day(2021, 6, 2);
  filter.to = to_day(2025, 3, 1);
  EXPECT_THAT(find(filter), ElementsAre("a-march", "b-march"));
  filter.to.reset();
  EXPECT_THAT(find(filter), ElementsAre("a-march", "b-march", "since"));
  filter.from.reset();
  filter.to = to_day(1900, 1, 1);
  EXPECT_THAT(find(filter), ElementsAre("until"));
}

TEST_F(Query, FiltersByPair) {
  LedgerReport both = small_report("both", to_day(2025, 5, 1), 7, "KAZ");
  EntryActor person = both.entries[0].actors[0];
  person.id = "person:CHN-x";
  person.state = "CHN";
  both.entries[0].actors.push_back(person);
  LedgerReport unknown = small_report("unknown", to_day(2025, 5, 2), 8, "KAZ");
  unknown.entries[0].actors[0].id = "";
  unknown.entries[0].actors[0].state = "CHN";
  add_all(ledger, {both, unknown});
  EntryFilter filter;
  filter.pair = {"KAZ", "CHN"};
  EXPECT_THAT(find(filter), ElementsAre("both"));
  filter.pair = {"CHN", "KAZ"};
  EXPECT_THAT(find(filter), ElementsAre("both"));
  // One actor is not two.
  filter.pair = {"person:CHN-x", "CHN"};
  EXPECT_THAT(find(filter), IsEmpty());
  filter = {};
  filter.states = {"CHN"};
  EXPECT_THAT(find(filter), ElementsAre("until", "a-march", "both", "unknown"));
}

TEST_F(Query, ShowsTheWords) {
  const LedgerReport given = full_report("full");
  add_all(ledger, {given});
  EntryFilter filter;
  filter.report_id = "full";
  std::vector<EntryRow> rows;
  ASSERT_TRUE(for_each_entry(ledger, filter, [&](const EntryRow& row) {
    rows.push_back(row);
    return Next::kGoOn;
  }));
  ASSERT_EQ(rows.size(), 2u);
  const EntryRow& figure = rows[0];
  EXPECT_EQ(figure.entry.spans, given.entries[0].spans);
  ASSERT_EQ(figure.evidence.size(), 1u);
  EXPECT_EQ(figure.evidence[0].text, "about €5.2 billion");
  EXPECT_EQ(figure.evidence[0].code_points.size(), count_code_points("about €5.2 billion"));
  ASSERT_EQ(figure.actor_words.size(), 2u);
  EXPECT_EQ(figure.actor_words[0]->text, "Қазақстан");
  EXPECT_EQ(figure.actor_words[0]->code_points, (Span{0, 9}));
  EXPECT_FALSE(figure.actor_words[1]);
  EXPECT_EQ(figure.report_date, to_day(2025, 4, 26));
  EXPECT_EQ(figure.day, to_day(2024, 1, 1));
  EXPECT_EQ(figure.title, given.report.title);
  EXPECT_EQ(figure.source, "The Herald");
  EXPECT_EQ(figure.url, given.report.url);
  const EntryRow& statement = rows[1];
  ASSERT_EQ(statement.evidence.size(), 2u);
  EXPECT_EQ(statement.evidence[1].text, "Without delay.");
  EXPECT_EQ(statement.day, to_day(2025, 4, 26));
}

TEST_F(Query, FindsAnEntryByItsBeginning) {
  const LedgerReport given = full_report("full");
  add_all(ledger, {given});
  const std::string id = given.entries[0].id;
  EXPECT_EQ((*find_entry(ledger, id))->entry.id, id);
  EXPECT_EQ((*find_entry(ledger, id.substr(0, 12)))->entry.id, id);
  std::string upper = id.substr(0, 12);
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ((*find_entry(ledger, upper))->entry.id, id);
  EXPECT_FALSE(find_entry(ledger, "zzz")->has_value());
  EXPECT_FALSE(find_entry(ledger, id + "0")->has_value());
  EXPECT_EQ(find_entry(ledger, "").error().code, ErrorCode::kUsage);
  LedgerReport twins = full_report("twins");
  twins.entries[0].id = "abc1";
  twins.entries[1].id = "abc12";
  add_all(ledger, {twins});
  const auto several = find_entry(ledger, "abc");
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().code, ErrorCode::kUsage);
  EXPECT_THAT(several.error().message, HasSubstr("abc1, abc12"));
  // A whole id wins over those that go on.
  EXPECT_EQ((*find_entry(ledger, "abc1"))->entry.id, "abc1");
}

TEST_F(Query, SaysWhatIsAbsent) {
  EXPECT_FALSE(find_report(ledger, "nothing")->has_value());
}

TEST_F(Query, Counts) {
  add_all(ledger, {full_report("full")});
  const auto counts = count(ledger);
  ASSERT_TRUE(counts) << counts.error().to_line();
  EXPECT_EQ(counts->reports, 7u);
  EXPECT_EQ(counts->undated_reports, 2u);
  EXPECT_EQ(counts->words, 68u);
  EXPECT_EQ(counts->entries, 8u);
  EXPECT_EQ(counts->first_date, to_day(2025, 3, 1));
  EXPECT_EQ(counts->last_date, to_day(2025, 4, 26));
  EXPECT_THAT(counts->by_kind,
              ElementsAre(std::pair(EntryKind::kFigure, 7u), std::pair(EntryKind::kStatement, 1u)));
  EXPECT_EQ(counts->uncoded, 8u);
  ASSERT_EQ(counts->by_reason.size(), 3u);
  EXPECT_EQ(counts->by_reason[0].reason, "no number");
  EXPECT_EQ(counts->by_reason[0].count, 6u);
  EXPECT_EQ(counts->by_reason[1].reason, "date");
  EXPECT_EQ(counts->by_reason[2].kind, EntryKind::kStatement);
}

TEST_F(Query, ListsWhatWasNotCoded) {
  add_all(ledger, {full_report("full")});
  std::vector<std::string> lines;
  const auto take = [&](const UncodedRow& row) {
    lines.push_back(row.report_id + ": " + row.words.text + ": " + row.uncoded.reason);
    return Next::kGoOn;
  };
  ASSERT_TRUE(for_each_uncoded(ledger, "date", take));
  EXPECT_THAT(lines, ElementsAre("full: 2024: date"));
  lines.clear();
  ASSERT_TRUE(for_each_uncoded(ledger, "", take));
  EXPECT_EQ(lines.size(), 8u);
  EXPECT_EQ(lines[0], "a-march: Exports: no number");
}

TEST_F(Query, GivesEveryTable) {
  std::size_t tables = 0;
  auto names = ledger.connection().prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY "
      "rowid");
  ASSERT_TRUE(names);
  while (*names->step()) {
    ASSERT_LT(tables, table_names().size());
    EXPECT_EQ(names->take_text(), table_names()[tables++]);
  }
  EXPECT_EQ(tables, table_names().size());
  std::vector<std::string> columns;
  ASSERT_TRUE(
      for_each_row(ledger, "uncoded",
                   [&](std::span<const std::string_view> names_of, std::span<const Cell> row) {
                     columns.assign(names_of.begin(), names_of.end());
                     EXPECT_EQ(std::get<std::string_view>(row[0]), "a-march");
                     EXPECT_EQ(std::get<std::int64_t>(row[4]), 7);
                     return Next::kStop;
                   }));
  EXPECT_THAT(columns, ElementsAre("report_id", "seq", "kind", "begin", "end", "reason"));
  EXPECT_EQ(
      for_each_row(ledger, "sqlite_schema", [](auto, auto) { return Next::kGoOn; }).error().code,
      ErrorCode::kUsage);
}

TEST_F(Query, ReadsOneStateInASnapshot) {
  Ledger reader = open_or_die(folder.file("l.db"), Ledger::Access::kRead);
  {
    const auto snapshot = Snapshot::of(reader);
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(count(reader)->reports, 6u);
    add_all(ledger, {full_report("full")});
    EXPECT_EQ(count(reader)->reports, 6u);
    EXPECT_FALSE(find_report(reader, "full")->has_value());
  }
  EXPECT_EQ(count(reader)->reports, 7u);
}

TEST_F(Query, ReadsInsideACallback) {
  int seen = 0;
  ASSERT_TRUE(for_each_entry(ledger, {}, [&](const EntryRow& row) {
    ++seen;
    EXPECT_EQ((*find_report(ledger, row.report_id))->report.id, row.report_id);
    EXPECT_EQ((*find_entry(ledger, row.entry.id))->entry.id, row.entry.id);
    EXPECT_EQ(count(ledger)->reports, 6u);
    return Next::kGoOn;
  }));
  EXPECT_EQ(seen, 6);
}

// Lists of a large ledger come off an index: what sorts only sorts within one day.
TEST_F(Query, UsesTheIndexes) {
  EXPECT_THAT(plan("SELECT r.report_id FROM report r ORDER BY r.date NULLS LAST, r.report_id"),
              testing::AllOf(HasSubstr("report_by_date"), testing::Not(HasSubstr("TEMP B-TREE"))));
  const std::string entries =
      plan("SELECT e.entry_id FROM entry e ORDER BY e.day NULLS LAST, e.report_id, e.seq");
  EXPECT_THAT(entries, HasSubstr("entry_by_day"));
  EXPECT_THAT(entries, testing::Not(HasSubstr("FOR ORDER BY")));
  EXPECT_THAT(
      plan("SELECT entry_id FROM entry_actor WHERE state IN ('KAZ') AND state IS NOT actor_id"),
      HasSubstr("entry_actor_by_state"));
  EXPECT_THAT(plan("SELECT entry_id FROM entry_actor WHERE actor_id IN ('KAZ')"),
              HasSubstr("entry_actor_by_actor"));
}

}  // namespace
}  // namespace chancery
