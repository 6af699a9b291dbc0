#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/query.hpp"
#include "ledger/test_ledgers.hpp"

namespace chancery {
namespace {

using test::add_all;
using test::defects_of;
using test::Folder;
using test::full_report;
using test::open_or_die;
using test::run_raw;
using test::small_report;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Verify, CountsWhatItProved) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), Ledger::Access::kWrite);
  add_all(ledger, {full_report("a"), full_report("b"), small_report("c", std::nullopt, 3, "KEN")});
  const auto verified =
      verify(ledger, [](const Defect& defect) { ADD_FAILURE() << defect.to_line(); });
  ASSERT_TRUE(verified) << verified.error().to_line();
  EXPECT_EQ(verified->reports, 3u);
  EXPECT_EQ(verified->entries, 5u);
  EXPECT_EQ(verified->spans, 7u);
  EXPECT_EQ(verified->defects, 0u);
}

TEST(Verify, FindsEachDefect) {
  struct Case {
    const char* sql;
    const char* line;  // what is said of it
  };
  // `figure` and `statement` stand for the ids of the report's two entries.
  const Case cases[] = {
      {"UPDATE report SET text = text || '!'",
       "report a: its content is not the one that was hashed"},
      {"UPDATE report SET title = NULL", "report a: its content is not the one that was hashed"},
      {"UPDATE report SET date = '2025-02-30'", "'2025-02-30' is no day"},
      {"UPDATE report SET text = CAST(x'61ff' AS TEXT)", "its text is not UTF-8"},
      {"UPDATE entry_span SET end = 100000 WHERE entry_id = 'figure'",
       "entry figure: a span leaves the text"},
      {"UPDATE entry_span SET begin = 5000, end = 5001 WHERE entry_id = 'figure'",
       "entry figure: a span leaves the text"},
      {"UPDATE entry_span SET end = begin WHERE entry_id = 'figure'",
       "entry figure: a span is empty"},
      {"UPDATE entry_span SET end = begin - 1 WHERE entry_id = 'figure'",
       "entry figure: a span is empty"},
      {"UPDATE entry_span SET seq = 10 - seq WHERE entry_id = 'statement'",
       "entry statement: its spans are not in the order"},
      {"UPDATE entry_span SET begin = 2, end = 9 + seq WHERE entry_id = 'statement'",
       "entry statement: its spans overlap"},
      {"UPDATE entry_span SET begin = begin + 1 WHERE entry_id = 'statement' AND seq = 0",
       "entry statement: the words of the statement are not those at its spans"},
      {"UPDATE statement SET text = text || '.'",
       "entry statement: the words of the statement are not those"},
      {"DELETE FROM entry_span WHERE entry_id = 'figure'", "entry figure: no span"},
      {"DELETE FROM figure",
       "entry figure: the ledger is damaged (entry figure: an entry of kind figure without its "
       "fields)"},
      {"DELETE FROM statement", "an entry of kind statement without its fields"},
      {"UPDATE entry_actor SET end = 9999 WHERE entry_id = 'figure' AND seq = 0",
       "actor KAZ (subject): a span leaves"},
      {"UPDATE entry_actor SET end = begin WHERE entry_id = 'figure' AND seq = 0",
       "actor KAZ (subject): a span is empty"},
      {"UPDATE entry_actor SET members = 'TUR' WHERE entry_id = 'figure' AND seq = 1",
       "a list is not a JSON array"},
      {"UPDATE entry_actor SET members = '[1]' WHERE entry_id = 'figure' AND seq = 1",
       "not a string"},
      {"UPDATE figure SET unit = ''", "entry figure: a figure without unit"},
      {"UPDATE figure SET value = NULL, low = NULL, high = NULL",
       "entry figure: a figure without number"},
      {"UPDATE figure SET low = 1e99", "entry figure: a figure whose low is above its high"},
      {"UPDATE figure SET value = 9e999", "entry figure: a figure whose number is not finite"},
      {"UPDATE figure SET period_from = '2025-01-01'",
       "entry figure: its period ends before it begins"},
      {"UPDATE entry SET kind = 'visit' WHERE entry_id = 'figure'",
       "an entry of kind visit without its fields"},
      {"UPDATE entry SET kind = 'gossip' WHERE entry_id = 'figure'", "'gossip' is no name"},
      {"UPDATE entry SET status = 'maybe' WHERE entry_id = 'figure'", "'maybe' is no name"},
      {"UPDATE entry SET novelty = 'stale' WHERE entry_id = 'figure'", "'stale' is no name"},
      {"UPDATE entry SET confidence = 2 WHERE entry_id = 'figure'", "entry figure: its confidence"},
      {"UPDATE entry SET date_from = 'soon' WHERE entry_id = 'figure'", "'soon' is no day"},
      {"UPDATE entry SET day = '2001-01-01' WHERE entry_id = 'figure'",
       "entry figure: the day it is listed under"},
      {"UPDATE entry SET day = NULL WHERE entry_id = 'statement'",
       "entry statement: the day it is listed under"},
      {"UPDATE uncoded SET end = 9999 WHERE seq = 0",
       "report a: not coded (date): its span leaves the text"},
      {"UPDATE uncoded SET end = begin WHERE seq = 0",
       "report a: not coded (date): a span is empty"},
      {"UPDATE uncoded SET reason = '' WHERE seq = 0",
       "report a: something not coded without a reason"},
      {"UPDATE uncoded SET kind = 'gossip' WHERE seq = 0", "'gossip' is no name"},
      {"DELETE FROM report", "of table entry without their report"},
      {"DELETE FROM entry WHERE entry_id = 'figure'", "of table entry_span without their entry"},
      {"DELETE FROM meta WHERE key = 'schema'", "the row 'schema' of meta"},
      {"UPDATE meta SET value = '7' WHERE key = 'schema'", "the row 'schema' of meta"},
      {"DROP TABLE figure", "no such table: figure"},
      // An index that lacks a row: the file is sound page by page, and answers are wrong.
      {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX entry_by_day ON "
       "entry (date_to)'"
       " WHERE name = 'entry_by_day'",
       "the file is damaged: row 1 missing from index entry_by_day"},
  };
  const Folder folder;
  const std::string path = folder.file("l.db");
  for (const Case& one : cases) {
    SCOPED_TRACE(one.sql);
    std::filesystem::remove(path);
    LedgerReport report = full_report("a");
    report.entries[0].id = "figure";
    report.entries[1].id = "statement";
    report.entries[0].date = EntryDate{quarter_interval(2024, 2), "stated"};
    {
      Ledger ledger = open_or_die(path, Ledger::Access::kWrite);
      add_all(ledger, {report});
      ASSERT_THAT(defects_of(ledger), IsEmpty());
    }
    run_raw(path, std::string("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;") +
                      one.sql);
    Ledger ledger = open_or_die(path, Ledger::Access::kRead);
    EXPECT_THAT(defects_of(ledger), Contains(HasSubstr(one.line)));
    // Whatever is in the file, reading it back ends with a result or an error.
    const auto all = for_each_report(ledger, [](const LedgerReport&) { return Next::kGoOn; });
    const auto rows = for_each_entry(ledger, {}, [](const EntryRow&) { return Next::kGoOn; });
    EXPECT_TRUE(all || all.error().code == ErrorCode::kLedgerDamaged);
    EXPECT_TRUE(rows || rows.error().code == ErrorCode::kLedgerDamaged);
  }
}

TEST(Verify, GoesOnAfterADefect) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  {
    Ledger ledger = open_or_die(path, Ledger::Access::kWrite);
    add_all(ledger, {full_report("a"), full_report("b"), full_report("c")});
  }
  run_raw(path,
          "UPDATE report SET date = 'x' WHERE report_id = 'a'; UPDATE statement SET text = 'x'");
  Ledger ledger = open_or_die(path, Ledger::Access::kRead);
  // Of 'a', whose row cannot be read, the row; of the others the statement each.
  EXPECT_EQ(defects_of(ledger).size(), 3u);
}

}  // namespace
}  // namespace chancery
