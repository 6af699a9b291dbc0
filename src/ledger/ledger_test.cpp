#include "ledger/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "entries/entry_json.hpp"
#include "entries/fields.hpp"
#include "ledger/opening.hpp"
#include "ledger/sqlite.hpp"
#include "ledger/test_ledgers.hpp"
#include "ledger_tables.hpp"

namespace chancery {
namespace {

using test::add_all;
using test::dump;
using test::Folder;
using test::full_report;
using test::kBy;
using test::open_or_die;
using test::run_raw;
using test::small_report;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kRead = Ledger::Access::kRead;
constexpr auto kWrite = Ledger::Access::kWrite;
constexpr std::chrono::milliseconds kImpatient{30};

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void expect_error(const Result<Ledger>& opened, ErrorCode code, const std::string& message) {
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, code) << opened.error().to_line();
  EXPECT_THAT(opened.error().message, HasSubstr(message));
  EXPECT_EQ(opened.error().to_line().find('\n'), std::string::npos);
}

// Runs `body` in a child, as user nobody where the tests run as root, whom no permission stops.
// `body` returns what went wrong, or an empty string.
std::string run_without_rights(const std::function<std::string()>& body) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    std::string said = geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)
                           ? "cannot become nobody"
                           : body();
    if (write(ends[1], said.data(), said.size()) < 0) _exit(2);
    _exit(0);
  }
  close(ends[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0 ? said : said + " (child died)";
}

TEST(ContentHash, TakesEveryFieldButIdAndOrigin) {
  const Report report = full_report("a").report;
  Report same = report;
  same.id = "b";
  same.origin = "elsewhere";
  EXPECT_EQ(content_hash(same), content_hash(report));
  EXPECT_EQ(content_hash(report).size(), 64u);
  const std::vector<void (*)(Report&)> changes = {
      [](Report& r) { r.date = to_day(2025, 4, 27); },
      [](Report& r) { r.date.reset(); },
      [](Report& r) { r.text += ' '; },
      [](Report& r) { r.title.clear(); },
      [](Report& r) { r.source += 'x'; },
      [](Report& r) { std::swap(r.title, r.source); },
      [](Report& r) { r.url.clear(); },
  };
  for (const auto& change : changes) {
    Report other = report;
    change(other);
    EXPECT_NE(content_hash(other), content_hash(report));
  }
  // As schema.sql says it, so that other programs can make it.
  Report plain;
  plain.text = "ab";
  EXPECT_EQ(content_hash(plain), sha256_hex("0:,2:ab,0:,0:,0:,"));
}

TEST(Ledger, KeepsAReportWhole) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  LedgerReport report = full_report("r");
  report.report.text += std::string("\0x", 2);
  report.report.title = std::string("a\0b", 3);
  add_all(ledger, {report});
  const auto found = find_report(ledger, "r");
  ASSERT_TRUE(found) << found.error().to_line();
  ASSERT_TRUE(found->has_value());
  const LedgerReport& back = **found;
  EXPECT_EQ(back.report.id, "r");
  EXPECT_EQ(back.report.date, report.report.date);
  EXPECT_EQ(back.report.title, report.report.title);
  EXPECT_EQ(back.report.source, report.report.source);
  EXPECT_EQ(back.report.url, report.report.url);
  EXPECT_EQ(back.report.text, report.report.text);
  EXPECT_EQ(back.words, 20u);
  ASSERT_TRUE(back.stored);
  EXPECT_EQ(back.stored->revision, 1u);
  EXPECT_EQ(back.stored->content_hash, content_hash(report.report));
  EXPECT_EQ(back.stored->provenance.program, kBy.program);
  EXPECT_EQ(back.stored->provenance.lexicon, kBy.lexicon);

  ASSERT_EQ(back.entries.size(), 2u);
  const Entry& figure = back.entries[0];
  const Entry& given = report.entries[0];
  EXPECT_EQ(figure.id, given.id);
  EXPECT_EQ(figure.record, "r1");
  EXPECT_EQ(figure.kind, EntryKind::kFigure);
  EXPECT_EQ(figure.spans, given.spans);
  EXPECT_EQ(figure.date->interval, given.date->interval);
  EXPECT_EQ(figure.date->basis, "stated");
  EXPECT_EQ(figure.place->name, "Ankara");
  EXPECT_EQ(figure.place->state, "TUR");
  EXPECT_EQ(figure.place->latitude, 39.93);
  EXPECT_EQ(figure.place->longitude, 32.86);
  EXPECT_EQ(figure.place->claimed_by, given.place->claimed_by);
  EXPECT_EQ(figure.status, Status::kOngoing);
  EXPECT_EQ(figure.novelty, Novelty::kBackground);
  EXPECT_EQ(figure.confidence, 0.975);
  EXPECT_EQ(figure.rule, "figures/money");
  ASSERT_EQ(figure.claims.size(), 2u);
  EXPECT_EQ(figure.claims[0].stance, "asserts");
  EXPECT_EQ(figure.claims[0].claimant, "TUR");
  EXPECT_EQ(figure.claims[0].statement, "abc");
  EXPECT_EQ(figure.claims[0].via, given.claims[0].via);
  EXPECT_EQ(figure.claims[1].stance, "denies");
  ASSERT_EQ(figure.links.size(), 2u);
  EXPECT_EQ(figure.links[1].rel, "restates");
  EXPECT_EQ(figure.links[1].id, "4567");
  ASSERT_EQ(figure.actors.size(), 2u);
  EXPECT_EQ(figure.actors[0].span, given.actors[0].span);
  EXPECT_EQ(figure.actors[0].how, "named");
  const EntryActor& group = figure.actors[1];
  const std::vector<std::string> texts = {group.slot,  group.id,     group.name,   group.type,
                                          group.state, group.sector, group.office, group.person,
                                          group.body,  group.role,   group.how};
  EXPECT_THAT(texts,
              ElementsAre("subject", "group:turkic", "Turkic states", "group", "", "GOV",
                          "foreign_minister", "person:TUR-x", "Ministry", "party", "inferred"));
  EXPECT_EQ(group.span, std::nullopt);
  EXPECT_EQ(group.members, given.actors[1].members);
  const FigureFields& fields = std::get<FigureFields>(figure.fields);
  EXPECT_EQ(fields.measure, "bilateral trade");
  EXPECT_EQ(fields.value, 5.2e9);
  EXPECT_EQ(fields.low, 5e9);
  EXPECT_EQ(fields.high, 5.5e9);
  EXPECT_EQ(fields.unit, "EUR");
  EXPECT_TRUE(fields.approximate);
  EXPECT_EQ(fields.period->interval, (Interval{std::nullopt, to_day(2024, 12, 31)}));
  EXPECT_EQ(fields.trend, "record high");
  EXPECT_EQ(fields.comparison, -12.5);
  EXPECT_EQ(fields.stage, "signed");

  const Entry& statement = back.entries[1];
  EXPECT_EQ(statement.spans, report.entries[1].spans);
  EXPECT_EQ(statement.record, "");
  EXPECT_FALSE(statement.date);
  EXPECT_FALSE(statement.place);
  const StatementFields& said = std::get<StatementFields>(statement.fields);
  EXPECT_EQ(said.mode, "direct");
  EXPECT_EQ(said.verb, "say");
  EXPECT_EQ(said.text, "We shall go on, Without delay.");

  ASSERT_EQ(back.uncoded.size(), 2u);
  EXPECT_EQ(back.uncoded[1].kind, EntryKind::kStatement);
  EXPECT_EQ(back.uncoded[1].span, report.uncoded[1].span);
  EXPECT_EQ(back.uncoded[1].reason, "no speaker");
}

// The promise of schema.sql to whoever reads the file with another program.
TEST(Ledger, HoldsCodePoints) {
  const Folder folder;
  {
    Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
    add_all(ledger, {full_report("r")});
  }
  Ledger ledger = open_or_die(folder.file("l.db"), kRead);
  auto words = ledger.connection().prepare(
      "SELECT substr(text, begin + 1, end - begin) FROM entry_span JOIN entry USING (entry_id) "
      "JOIN report USING"
      " (report_id) ORDER BY entry.seq, entry_span.seq");
  ASSERT_TRUE(words) << words.error().to_line();
  std::vector<std::string> found;
  while (*words->step()) found.emplace_back(words->take_text());
  EXPECT_THAT(found, ElementsAre("about €5.2 billion", "We shall go on,", "Without delay."));
}

TEST(Ledger, KnowsWhatItHas) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  LedgerReport report = full_report("r");
  const std::string hash = content_hash(report.report);
  EXPECT_EQ(*ledger.presence("r", hash), Ledger::Presence::kAbsent);
  add_all(ledger, {report});
  EXPECT_EQ(*ledger.presence("r", hash), Ledger::Presence::kSame);
  report.report.text += "!";
  EXPECT_EQ(*ledger.presence("r", content_hash(report.report)), Ledger::Presence::kDifferent);
  EXPECT_EQ(*ledger.presence("R", hash), Ledger::Presence::kAbsent);
}

TEST(Ledger, ReplacesAReportWhole) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  add_all(ledger, {full_report("r"), full_report("other")});
  LedgerReport revised = small_report("r", to_day(2025, 5, 1), 7, "KEN");
  add_all(ledger, {revised});
  const auto found = find_report(ledger, "r");
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)->stored->revision, 2u);
  ASSERT_EQ((*found)->entries.size(), 1u);
  EXPECT_EQ((*found)->uncoded.size(), 1u);
  add_all(ledger, {revised});
  EXPECT_EQ((*find_report(ledger, "r"))->stored->revision, 3u);
  EXPECT_EQ((*find_report(ledger, "other"))->entries.size(), 2u);
  EXPECT_THAT(test::defects_of(ledger), IsEmpty());
}

TEST(Ledger, RemovesAReportWhole) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  add_all(ledger, {full_report("keep")});
  const std::string before = dump(ledger);
  add_all(ledger, {full_report("go")});
  ASSERT_NE(dump(ledger), before);
  ASSERT_TRUE(ledger.begin());
  EXPECT_EQ(*ledger.remove("go"), true);
  EXPECT_EQ(*ledger.remove("go"), false);
  EXPECT_EQ(*ledger.remove("never there"), false);
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(dump(ledger), before);
}

TEST(Ledger, ForgetsABatchThatIsNotCommitted) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  std::string before;
  {
    Ledger ledger = open_or_die(path, kWrite);
    add_all(ledger, {full_report("a")});
    before = dump(ledger);
    ASSERT_TRUE(ledger.begin());
    ASSERT_TRUE(ledger.add(full_report("b"), kBy));
    ASSERT_TRUE(ledger.remove("a"));
    EXPECT_TRUE(ledger.in_batch());
  }
  Ledger ledger = open_or_die(path, kRead);
  EXPECT_EQ(dump(ledger), before);
}

TEST(Ledger, AsksForABatch) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  EXPECT_EQ(ledger.add(full_report("a"), kBy).error().code, ErrorCode::kInternal);
  EXPECT_EQ(ledger.remove("a").error().code, ErrorCode::kInternal);
  EXPECT_EQ(ledger.commit().error().code, ErrorCode::kInternal);
  ASSERT_TRUE(ledger.begin());
  EXPECT_EQ(ledger.begin().error().code, ErrorCode::kInternal);
}

TEST(Ledger, RefusesAReportAndGoesOnWithTheBatch) {
  struct Case {
    const char* what;
    void (*spoil)(LedgerReport&);
  };
  const Case cases[] = {
      {"without id", [](LedgerReport& r) { r.report.id.clear(); }},
      {"not UTF-8", [](LedgerReport& r) { r.report.text += "\xFF"; }},
      {"entry without id", [](LedgerReport& r) { r.entries[0].id.clear(); }},
      {"id stands twice", [](LedgerReport& r) { r.entries[1].id = r.entries[0].id; }},
      {"no span", [](LedgerReport& r) { r.entries[0].spans.clear(); }},
      {"span is empty",
       [](LedgerReport& r) { r.entries[0].spans[0].end = r.entries[0].spans[0].begin; }},
      {"leaves the text", [](LedgerReport& r) { r.entries[0].spans[0].end = 100000; }},
      {"cuts a character",
       [](LedgerReport& r) {
         r.entries[0].spans[0] = {1, 4};
       }},
      {"not in the order",
       [](LedgerReport& r) { std::swap(r.entries[1].spans[0], r.entries[1].spans[1]); }},
      {"overlap", [](LedgerReport& r) { r.entries[1].spans[1] = r.entries[1].spans[0]; }},
      {"actor KAZ (subject): a span leaves",
       [](LedgerReport& r) {
         r.entries[0].actors[0].span = Span{0, 5000};
       }},
      {"confidence", [](LedgerReport& r) { r.entries[0].confidence = 1.5; }},
      {"confidence", [](LedgerReport& r) { r.entries[0].confidence = std::nan(""); }},
      {"without unit",
       [](LedgerReport& r) { std::get<FigureFields>(r.entries[0].fields).unit.clear(); }},
      {"without number",
       [](LedgerReport& r) {
         auto& figure = std::get<FigureFields>(r.entries[0].fields);
         figure.value = figure.low = figure.high = std::nullopt;
       }},
      {"not finite",
       [](LedgerReport& r) { std::get<FigureFields>(r.entries[0].fields).value = HUGE_VAL; }},
      {"above its high",
       [](LedgerReport& r) { std::get<FigureFields>(r.entries[0].fields).low = 1e12; }},
      {"not those at its spans",
       [](LedgerReport& r) { std::get<StatementFields>(r.entries[1].fields).text += '.'; }},
      {"ends before it begins",
       [](LedgerReport& r) {
         r.entries[0].date->interval = {to_day(2025, 1, 2), to_day(2025, 1, 1)};
       }},
      {"its fields are those of the kind statement",
       [](LedgerReport& r) { r.entries[0].fields = StatementFields{}; }},
      {"its fields are those of the kind figure",
       [](LedgerReport& r) { r.entries[0].kind = EntryKind::kVisit; }},
      {"without a reason", [](LedgerReport& r) { r.uncoded[0].reason.clear(); }},
      {"not coded (date): a span leaves", [](LedgerReport& r) { r.uncoded[0].span.end = 5000; }},
  };
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  add_all(ledger, {full_report("a")});
  const std::string before = dump(ledger);
  ASSERT_TRUE(ledger.begin());
  for (const Case& one : cases) {
    LedgerReport report = full_report("a");
    one.spoil(report);
    const auto added = ledger.add(report, kBy);
    ASSERT_FALSE(added) << one.what;
    EXPECT_EQ(added.error().code, ErrorCode::kInternal) << one.what;
    EXPECT_THAT(added.error().message, HasSubstr(one.what));
    EXPECT_TRUE(ledger.in_batch()) << one.what;
  }
  LedgerReport thief = full_report("b");
  thief.entries[1].id = full_report("a").entries[0].id;
  const auto added = ledger.add(thief, kBy);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kConflict) << added.error().to_line();
  ASSERT_TRUE(ledger.in_batch());
  EXPECT_EQ(dump(ledger), before);
  ASSERT_TRUE(ledger.add(full_report("c"), kBy));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(count(ledger)->reports, 2u);
}

// Another way and order to the same content gives the same tables.
TEST(Ledger, IsTheSameHoweverItCameToBe) {
  const Folder folder;
  Ledger one = open_or_die(folder.file("1.db"), kWrite);
  add_all(one, {full_report("a"), full_report("b"), small_report("c", std::nullopt, 5, "KEN")});
  Ledger two = open_or_die(folder.file("2.db"), kWrite);
  add_all(two, {small_report("c", std::nullopt, 5, "KEN")});
  add_all(two, {full_report("b")});
  add_all(two, {full_report("x"), full_report("a")});
  ASSERT_TRUE(two.begin());
  ASSERT_TRUE(two.remove("x"));
  ASSERT_TRUE(two.commit());
  EXPECT_EQ(dump(one), dump(two));
}

// Gives every member of a kind a value that no other member has.
class MemberFiller {
 public:
  void operator()(const char* name, std::string& text) {
    const std::string_view member(name);
    text = member == "instrument_status" ? "signed"
           : member == "regime_status"   ? "in_force"
           : member == "post_status"     ? "to_open"
                                         : fmt::format("{} {}", name, ++next_);
  }
  void operator()(const char*, bool& value) { value = true; }
  void operator()(const char*, int& value) { value = 3; }
  void operator()(const char*, double& value) { value = -2.5; }
  void operator()(const char*, std::optional<double>& number) { number = ++next_ + 0.25; }
  void operator()(const char*, std::optional<EntryDate>& date) {
    date = EntryDate{Interval{to_day(2024, 1, 1), to_day(2024, 12, static_cast<unsigned>(++next_))},
                     "stated"};
  }
  void operator()(const char* name, std::vector<std::string>& list) {
    list = {fmt::format("{} {}", name, ++next_), "and \"more\""};
  }
  void operator()(const char* name, std::optional<StatedValue>& stated) {
    stated.emplace();
    (*this)(name, stated->value);
    (*this)(name, stated->unit);
    (*this)(name, stated->how);
    (*this)(name, stated->period);
  }

 private:
  int next_ = 0;
};

TEST(Ledger, GivesBackEveryMemberOfEveryKind) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  LedgerReport report = full_report("a");
  const Entry pattern = report.entries[0];
  report.entries.clear();
  for (int k = 0; k <= static_cast<int>(EntryKind::kPlan); ++k) {
    const auto kind = static_cast<EntryKind>(k);
    if (kind == EntryKind::kStatement || kind == EntryKind::kFigure) continue;
    Entry entry = pattern;
    entry.kind = kind;
    entry.id = make_entry_id("a", kind, 0, 1, "");
    with_fields_of(kind, [&](auto fields) {
      each_field(fields, MemberFiller());
      entry.fields = fields;
    });
    for (EntryActor& actor : entry.actors) actor.slot = slots_of(kind).front().name;
    report.entries.push_back(entry);
  }
  ASSERT_TRUE(ledger.begin());
  const auto added = ledger.add(report, {"0.1.0", "x"});
  ASSERT_TRUE(added) << added.error().to_line();
  ASSERT_TRUE(ledger.commit());
  const auto back = find_report(ledger, "a");
  ASSERT_TRUE(back) << back.error().to_line();
  ASSERT_EQ((*back)->entries.size(), report.entries.size());
  const CodePointIndex index(report.report.text);
  for (std::size_t i = 0; i < report.entries.size(); ++i) {
    const auto json = [&](const Entry& entry) {
      return to_json(entry, report.report.text, index).dump();
    };
    EXPECT_EQ(json((*back)->entries[i]), json(report.entries[i]));
  }
  EXPECT_THAT(test::defects_of(ledger), IsEmpty());
}

TEST(Ledger, NamesTheProgramsThatWroteIt) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  EXPECT_THAT(dump(ledger), testing::StartsWith("meta key='schema' value='3'\n"));
  ASSERT_TRUE(ledger.begin());
  ASSERT_TRUE(ledger.add(full_report("a"), {"0.1.0", "x"}));
  ASSERT_TRUE(ledger.add(full_report("b"), {"0.2.0", "x"}));
  ASSERT_TRUE(ledger.commit());
  EXPECT_THAT(
      dump(ledger),
      testing::StartsWith("meta key='created_by' value='0.1.0'\nmeta key='program' value='0.2.0'\n"
                          "meta key='schema' value='3'\n"));
}

TEST(Open, LeavesOneFile) {
  const Folder folder;
  {
    Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
    add_all(ledger, {full_report("a")});
    EXPECT_THAT(folder.names(), ElementsAre("l.db", "l.db-shm", "l.db-wal"));
  }
  EXPECT_THAT(folder.names(), ElementsAre("l.db"));
  {
    Ledger ledger = open_or_die(folder.file("l.db"), kRead);
    EXPECT_EQ(count(ledger)->reports, 1u);
  }
  EXPECT_THAT(folder.names(), ElementsAre("l.db"));
}

TEST(Open, TakesAnEmptyFileForAnEmptyLedger) {
  const Folder folder;
  write_file(folder.file("l.db"), "");
  {
    Ledger ledger = open_or_die(folder.file("l.db"), kRead);
    EXPECT_EQ(count(ledger)->reports, 0u);
    EXPECT_THAT(test::defects_of(ledger), IsEmpty());
    EXPECT_EQ(ledger.path(), folder.file("l.db"));
  }
  EXPECT_EQ(std::filesystem::file_size(folder.file("l.db")), 0u);
  // A database in which nothing was ever made.
  run_raw(folder.file("v0.db"), "PRAGMA journal_mode = WAL; CREATE TABLE t (x); DROP TABLE t");
  ASSERT_GT(std::filesystem::file_size(folder.file("v0.db")), 0u);
  EXPECT_TRUE(Ledger::open(folder.file("v0.db"), kRead));
  for (const char* name : {"l.db", "v0.db"}) {
    Ledger ledger = open_or_die(folder.file(name), kWrite);
    add_all(ledger, {full_report("a")});
  }
  Ledger ledger = open_or_die(folder.file("l.db"), kRead);
  EXPECT_EQ(count(ledger)->reports, 1u);
}

TEST(Open, RefusesWhatIsNoLedger) {
  const Folder folder;
  write_file(folder.file("text"),
             "Dear diary, this is no database at all, but long enough for one line.\n");
  write_file(folder.file("byte"), "x");
  write_file(folder.file("zeros"), std::string(8192, '\0'));
  run_raw(folder.file("other"), "CREATE TABLE t (x)");
  run_raw(folder.file("app"), "PRAGMA application_id = 7");
  run_raw(folder.file("version"), "PRAGMA user_version = 1");
  for (const char* name : {"text", "byte", "zeros", "other", "app", "version"}) {
    const std::string before = *load_file(folder.file(name), 1 << 20);
    for (const auto access : {kRead, kWrite}) {
      SCOPED_TRACE(name);
      expect_error(Ledger::open(folder.file(name), access), ErrorCode::kLedgerDamaged,
                   "not a Chancery ledger");
    }
    EXPECT_TRUE(*load_file(folder.file(name), 1 << 20) == before) << name;
  }
  EXPECT_THAT(folder.names(), ElementsAre("app", "byte", "other", "text", "version", "zeros"));
}

TEST(Open, SaysWhatIsMissing) {
  const Folder folder;
  expect_error(Ledger::open(folder.file("none.db"), kRead), ErrorCode::kUnreadable, "o such");
  expect_error(Ledger::open(folder.path().string(), kRead), ErrorCode::kUnreadable, "not a file");
  expect_error(Ledger::open(folder.path().string(), kWrite), ErrorCode::kLedgerWrite, "not a file");
  expect_error(Ledger::open(folder.file("none/l.db"), kWrite), ErrorCode::kLedgerWrite,
               "No such file or directory");
  expect_error(Ledger::open("", kRead), ErrorCode::kUsage, "no name");
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(Open, TakesOddNamesAsTheyAre) {
  const Folder folder;
  for (const char* name : {"a b?mode=memory#x%20.db", "file:x.db", "\xD0\xBA.db"}) {
    const std::string path = folder.file(name);
    { Ledger ledger = open_or_die(path, kWrite); }
    EXPECT_TRUE(std::filesystem::exists(path)) << name;
    EXPECT_TRUE(Ledger::open(path, kRead)) << name;
    // Here SQLite is given the name in another form.
    ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
    EXPECT_EQ(run_without_rights([&]() -> std::string {
                const Result<Ledger> ledger = Ledger::open(path, kRead);
                return ledger ? "" : ledger.error().to_line();
              }),
              "");
    ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
  }
  EXPECT_EQ(folder.names().size(), 3u);
}

TEST(Open, RefusesANewerOne) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  { Ledger ledger = open_or_die(path, kWrite); }
  run_raw(path, "PRAGMA user_version = 99");
  for (const auto access : {kRead, kWrite}) {
    expect_error(Ledger::open(path, access), ErrorCode::kLedgerDamaged, "made by a newer version");
  }
  run_raw(path, "PRAGMA user_version = -3");
  expect_error(Ledger::open(path, kRead), ErrorCode::kLedgerDamaged, "schema version -3");
}

TEST(Open, SaysThatALedgerIsDamaged) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  {
    Ledger ledger = open_or_die(path, kWrite);
    std::vector<LedgerReport> reports;
    for (int i = 0; i < 200; ++i) reports.push_back(full_report(fmt::format("r{}", i)));
    add_all(ledger, reports);
  }
  const std::string whole = *load_file(path, 1 << 24);
  // Cut, or pages overwritten: opening or reading says so, and nothing crashes.
  for (const std::size_t kept : {600u, 5000u, 20000u}) {
    write_file(path, std::string_view(whole).substr(0, kept));
    Result<Ledger> ledger = Ledger::open(path, kRead);
    if (!ledger) {
      EXPECT_EQ(ledger.error().code, ErrorCode::kLedgerDamaged) << kept << ledger.error().to_line();
    } else {
      EXPECT_FALSE(test::defects_of(*ledger).empty()) << kept;
    }
  }
  for (std::size_t page = 1; page * 4096 < whole.size(); page += 3) {
    std::string spoilt = whole;
    spoilt.replace(page * 4096, 4096, std::string(4096, '\xA5'));
    write_file(path, spoilt);
    Result<Ledger> ledger = Ledger::open(path, kRead);
    if (!ledger) {
      EXPECT_EQ(ledger.error().code, ErrorCode::kLedgerDamaged) << ledger.error().to_line();
      continue;
    }
    EXPECT_FALSE(test::defects_of(*ledger).empty()) << "page " << page;
    const auto read = for_each_report(*ledger, [](const LedgerReport&) { return Next::kGoOn; });
    EXPECT_TRUE(read || read.error().code == ErrorCode::kLedgerDamaged) << read.error().to_line();
  }
  // The right header over tables of another make.
  std::filesystem::remove(path);
  run_raw(path,
          "PRAGMA application_id = 1128812099; PRAGMA user_version = 3; CREATE TABLE report (x)");
  Ledger ledger = open_or_die(path, kRead);
  EXPECT_EQ(count(ledger).error().code, ErrorCode::kLedgerDamaged);
  EXPECT_EQ(ledger.presence("a", "b").error().code, ErrorCode::kLedgerDamaged);
}

TEST(Open, ReadsWhereNothingCanBeWritten) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  {
    Ledger ledger = open_or_die(path, kWrite);
    add_all(ledger, {full_report("a")});
  }
  struct Case {
    const char* name;
    mode_t file, folder;
  };
  for (const Case& one :
       {Case{"both", 0444, 0555}, Case{"folder", 0666, 0555}, Case{"file", 0444, 0777}}) {
    ASSERT_EQ(chmod(path.c_str(), one.file), 0);
    ASSERT_EQ(chmod(folder.path().c_str(), one.folder), 0);
    EXPECT_EQ(run_without_rights([&]() -> std::string {
                Result<Ledger> ledger = Ledger::open(path, kRead);
                if (!ledger) return ledger.error().to_line();
                const auto report = find_report(*ledger, "a");
                if (!report) return report.error().to_line();
                if (!*report) return "not found";
                return test::defects_of(*ledger).empty() ? "" : "defects";
              }),
              "")
        << one.name;
    EXPECT_EQ(run_without_rights([&]() -> std::string {
                Result<Ledger> ledger = Ledger::open(path, kWrite);
                if (!ledger) {
                  return ledger.error().code == ErrorCode::kLedgerWrite
                             ? ""
                             : "opens with " + ledger.error().to_line();
                }
                const auto begun = ledger->begin();
                if (begun) return "begins";
                return begun.error().code == ErrorCode::kLedgerWrite
                           ? ""
                           : "begins with " + begun.error().to_line();
              }),
              "")
        << one.name;
    ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
    EXPECT_THAT(folder.names(), ElementsAre("l.db")) << one.name;
  }
  ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
  EXPECT_EQ(run_without_rights([&]() -> std::string {
              const Result<Ledger> ledger = Ledger::open(folder.file("new.db"), kWrite);
              if (ledger) return "opens";
              return ledger.error().code == ErrorCode::kLedgerWrite ? "" : ledger.error().to_line();
            }),
            "");
  ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
  ASSERT_EQ(chmod(path.c_str(), 0000), 0);
  EXPECT_EQ(run_without_rights([&]() -> std::string {
              const Result<Ledger> ledger = Ledger::open(path, kRead);
              if (ledger) return "opens";
              return ledger.error().code == ErrorCode::kUnreadable ? "" : ledger.error().to_line();
            }),
            "");
}

TEST(Open, IsForReadingOnly) {
  const Folder folder;
  { Ledger ledger = open_or_die(folder.file("l.db"), kWrite); }
  Ledger ledger = open_or_die(folder.file("l.db"), kRead);
  EXPECT_FALSE(ledger.begin());
  EXPECT_FALSE(ledger.connection().run("DELETE FROM meta"));
}

TEST(Writers, TakeTurns) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  Ledger first = open_or_die(path, kWrite);
  Result<Ledger> second = Ledger::open(path, kWrite, kImpatient);
  ASSERT_TRUE(second) << second.error().to_line();
  add_all(first, {full_report("a")});
  ASSERT_TRUE(first.begin());
  ASSERT_TRUE(first.add(full_report("b"), kBy));
  const auto refused = second->begin();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLedgerBusy);
  EXPECT_THAT(refused.error().message, HasSubstr("another process is writing"));
  // A third can open meanwhile, and readers see the last whole batch.
  EXPECT_TRUE(Ledger::open(path, kWrite, kImpatient));
  Result<Ledger> reader = Ledger::open(path, kRead, kImpatient);
  ASSERT_TRUE(reader) << reader.error().to_line();
  EXPECT_EQ(count(*reader)->reports, 1u);
  ASSERT_TRUE(first.commit());
  add_all(*second, {full_report("c")});
  EXPECT_EQ(count(*reader)->reports, 3u);
}

TEST(Writers, MakeOneLedgerTogether) {
  const Folder folder;
  const std::string path = folder.file("l.db");
  constexpr int kProcesses = 4;
  constexpr int kReports = 25;
  for (int process = 0; process < kProcesses; ++process) {
    if (fork() == 0) {
      Result<Ledger> ledger = Ledger::open(path, kWrite, std::chrono::seconds(30));
      if (!ledger) {
        fmt::print(stderr, "{}\n", ledger.error().to_line());
        _exit(1);
      }
      for (int i = 0; i < kReports; ++i) {
        if (!ledger->begin()) _exit(2);
        if (!ledger->add(full_report(fmt::format("{}-{}", process, i)), kBy)) _exit(3);
        if (!ledger->commit()) _exit(4);
      }
      ledger = Error{};
      _exit(0);
    }
  }
  for (int process = 0; process < kProcesses; ++process) {
    int status = 0;
    wait(&status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  EXPECT_THAT(folder.names(), ElementsAre("l.db"));
  Ledger ledger = open_or_die(path, kRead);
  EXPECT_EQ(count(ledger)->reports, std::uint64_t{kProcesses * kReports});
  EXPECT_THAT(test::defects_of(ledger), IsEmpty());
}

// A ledger of version 3, and a program that has come to version 5.
class Migration : public testing::Test {
 protected:
  void SetUp() override {
    { Ledger ledger = open_or_die(path, kWrite); }
    Ledger ledger = open_or_die(path, kWrite);
    add_all(ledger, {full_report("a")});
  }
  Result<std::unique_ptr<sqlite::Connection>> open(Ledger::Access access, Migrations versions) {
    return open_connection(path, access, kImpatient, versions);
  }

  Folder folder;
  std::string path = folder.file("l.db");
  const std::string_view second =
      "ALTER TABLE figure ADD COLUMN item TEXT; UPDATE figure SET item = 'goods';"
      "UPDATE meta SET value = '4' WHERE key = 'schema'; PRAGMA user_version = 4";
  const std::string_view third =
      "CREATE TABLE stamp (entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE) "
      "STRICT;"
      "UPDATE meta SET value = '5' WHERE key = 'schema'; PRAGMA user_version = 5";
};

TEST_F(Migration, BringsAnOlderLedgerToThePresent) {
  const std::string_view versions[] = {ledger_tables::schema(), ledger_tables::schema_2(),
                                       ledger_tables::schema_3(), second, third};
  for (const auto access : {kRead, kWrite}) {
    const auto opened = open(access, versions);
    ASSERT_TRUE(opened) << opened.error().to_line();
    EXPECT_EQ(*(*opened)->number("PRAGMA user_version"), 5);
    EXPECT_EQ(
        *(*opened)->number("SELECT count(*) FROM figure WHERE item = 'goods' AND value = 5.2e9"),
        1);
    EXPECT_EQ(*(*opened)->number("SELECT count(*) FROM stamp"), 0);
  }
  // The program of version 3 sees that this is not for it.
  expect_error(Ledger::open(path, kRead), ErrorCode::kLedgerDamaged, "newer version");
}

TEST_F(Migration, MakesANewLedgerInTheSameSteps) {
  const std::string_view versions[] = {ledger_tables::schema(), ledger_tables::schema_2(),
                                       ledger_tables::schema_3(), second, third};
  path = folder.file("new.db");
  const auto opened = open(kWrite, versions);
  ASSERT_TRUE(opened) << opened.error().to_line();
  EXPECT_EQ(*(*opened)->number("PRAGMA user_version"), 5);
  EXPECT_EQ(*(*opened)->number("SELECT value FROM meta WHERE key = 'schema'"), 5);
}

TEST_F(Migration, StopsAtTheLastStepThatWorked) {
  const std::string_view versions[] = {ledger_tables::schema(), ledger_tables::schema_2(),
                                       ledger_tables::schema_3(), second,
                                       "DELETE FROM report; CREATE TABLE broken ("};
  const auto opened = open(kWrite, versions);
  ASSERT_FALSE(opened);
  const auto again = open(kRead, std::span(versions).first(4));
  ASSERT_TRUE(again) << again.error().to_line();
  EXPECT_EQ(*(*again)->number("PRAGMA user_version"), 4);
  EXPECT_EQ(*(*again)->number("SELECT count(*) FROM report"), 1);
}

TEST_F(Migration, RefusesAScriptThatDoesNotSetItsVersion) {
  const std::string_view versions[] = {ledger_tables::schema(), ledger_tables::schema_2(),
                                       ledger_tables::schema_3(), "CREATE TABLE t (x)"};
  const auto opened = open(kWrite, versions);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInternal);
  EXPECT_TRUE(Ledger::open(path, kRead));
}

TEST(Ledger, TakesLittleTimeForAReport) {
  const Folder folder;
  Ledger ledger = open_or_die(folder.file("l.db"), kWrite);
  std::vector<LedgerReport> reports;
  for (int i = 0; i < 2000; ++i) {
    LedgerReport report =
        full_report(fmt::format("sha256:{}", sha256_hex(std::to_string(i)).substr(0, 32)));
    const std::vector<Entry> two = report.entries;
    report.entries.clear();
    for (int copy = 0; copy < 5; ++copy) {
      for (Entry entry : two) {
        entry.id =
            make_entry_id(report.report.id, entry.kind, static_cast<std::uint32_t>(copy), 0, "");
        entry.claims.clear();
        if (!entry.links.empty()) entry.links.pop_back();
        report.entries.push_back(entry);
      }
    }
    for (int copy = 0; copy < 5; ++copy)
      report.report.text += " " + report.report.text.substr(0, 400);
    reports.push_back(std::move(report));
  }
  // Of this process: on a busy machine and disk the clock on the wall measures those.
  const std::clock_t start = std::clock();
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (i % 500 == 0) {
      ASSERT_TRUE(ledger.begin());
    }
    ASSERT_TRUE(ledger.add(reports[i], kBy));
    if (i % 500 == 499) {
      ASSERT_TRUE(ledger.commit());
    }
  }
  const double each = static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC /
                      static_cast<double>(reports.size());
  if (std::getenv("CHANCERY_SHOW_TIMES") != nullptr)
    fmt::print("{:.0f} microseconds a report of 10 entries\n", each);
  // Wide, for builds with sanitizers: it catches what is slower by its nature.
  EXPECT_LT(each, 3000.0);
}

}  // namespace
}  // namespace chancery
