// test_ledgers.hpp: reports, entries and files for the tests of this room.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"
#include "ledger/query.hpp"

namespace chancery::test {

// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "chancery-ledger-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(std::string_view name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::filesystem::path path_;
};

inline Span span_of(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  EXPECT_NE(at, std::string_view::npos) << words;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

inline const Provenance kBy{"0.1.0", "lexicon-1"};

// A figure and a statement of two spans in a text where bytes and code points differ, with every
// field filled.
inline LedgerReport full_report(const std::string& id,
                                std::optional<Day> date = to_day(2025, 4, 26)) {
  LedgerReport report;
  report.report.id = id;
  report.report.date = date;
  report.report.title = "Қазақстан and Türkiye";
  report.report.source = "The Herald";
  report.report.url = "https://example.org/1";
  report.report.text =
      "Қазақстан and Türkiye traded goods worth “about €5.2 billion” in 2024. “We shall go on,” "
      "said Erdoğan. “Without "
      "delay.”";
  const std::string_view text = report.report.text;
  report.words = 20;

  Entry figure;
  figure.id = make_entry_id(id, EntryKind::kFigure, 1, 2, "figure");
  figure.record = "r1";
  figure.kind = EntryKind::kFigure;
  figure.spans = {span_of(text, "about €5.2 billion")};
  figure.date = EntryDate{year_interval(2024), "stated"};
  figure.place = EntryPlace{"Ankara", "TUR", 39.93, 32.86, {"TUR", "XKX"}};
  figure.status = Status::kOngoing;
  figure.novelty = Novelty::kBackground;
  figure.claims = {{"asserts", "TUR", "abc", {"The Herald", "An \"outlet\""}},
                   {"denies", "KAZ", "", {}}};
  figure.links = {{"part_of", "0123"}, {"restates", "4567"}};
  EntryActor actor;
  actor.slot = "subject";
  actor.id = "KAZ";
  actor.name = "Kazakhstan";
  actor.type = "state";
  actor.state = "KAZ";
  actor.span = span_of(text, "Қазақстан");
  actor.how = "named";
  EntryActor group;
  group.slot = "subject";
  group.id = "group:turkic";
  group.name = "Turkic states";
  group.type = "group";
  group.sector = "GOV";
  group.office = "foreign_minister";
  group.person = "person:TUR-x";
  group.body = "Ministry";
  group.role = "party";
  group.how = "inferred";
  group.members = {"TUR", "AZE"};
  figure.actors = {actor, group};
  figure.confidence = 0.975;
  figure.rule = "figures/money";
  FigureFields fields;
  fields.measure = "bilateral trade";
  fields.value = 5.2e9;
  fields.low = 5e9;
  fields.high = 5.5e9;
  fields.unit = "EUR";
  fields.approximate = true;
  fields.period = EntryDate{Interval{std::nullopt, to_day(2024, 12, 31)}, "stated"};
  fields.trend = "record high";
  fields.comparison = -12.5;
  fields.stage = "signed";
  figure.fields = fields;

  Entry statement;
  statement.id = make_entry_id(id, EntryKind::kStatement, 1, 2, "statement");
  statement.kind = EntryKind::kStatement;
  statement.spans = {span_of(text, "We shall go on,"), span_of(text, "Without delay.")};
  statement.status = Status::kDone;
  EntryActor speaker;
  speaker.slot = "speaker";
  speaker.id = "person:TUR-recep-tayyip-erdogan";
  speaker.state = "TUR";
  speaker.span = span_of(text, "Erdoğan");
  statement.actors = {speaker};
  statement.confidence = 1;
  statement.rule = "speech/direct";
  statement.fields = StatementFields{"direct", "say", "We shall go on, Without delay."};

  report.entries = {figure, statement};
  report.uncoded = {{EntryKind::kFigure, span_of(text, "2024"), "date"},
                    {EntryKind::kStatement, span_of(text, "goods"), "no speaker"}};
  return report;
}

// A short report with one figure of that many billions.
inline LedgerReport small_report(const std::string& id, std::optional<Day> date, int billions,
                                 const std::string& state,
                                 std::optional<EntryDate> entry_date = std::nullopt) {
  LedgerReport report;
  report.report.id = id;
  report.report.date = date;
  report.report.text = fmt::format("Exports of {} rose to {} billion dollars.", state, billions);
  report.words = 8;
  Entry figure;
  figure.id = make_entry_id(id, EntryKind::kFigure, 0, static_cast<std::uint32_t>(billions), state);
  figure.spans = {span_of(report.report.text, fmt::format("{} billion dollars", billions))};
  figure.date = entry_date;
  figure.confidence = billions / 100.0;
  figure.rule = "figures/money";
  EntryActor actor;
  actor.slot = "subject";
  actor.id = state;
  actor.state = state;
  actor.span = span_of(report.report.text, state);
  figure.actors = {actor};
  FigureFields fields;
  fields.measure = "exports";
  fields.value = billions * 1e9;
  fields.unit = "USD";
  figure.fields = fields;
  report.entries = {figure};
  report.uncoded = {{EntryKind::kFigure, span_of(report.report.text, "Exports"), "no number"}};
  return report;
}

// Everything that the tables hold, one line a row: two ledgers are equal where these are.
inline std::string dump(Ledger& ledger) {
  std::string out;
  for (const std::string_view table : table_names()) {
    const auto done = for_each_row(
        ledger, table, [&](std::span<const std::string_view> columns, std::span<const Cell> row) {
          out += table;
          for (std::size_t i = 0; i < row.size(); ++i) {
            out += fmt::format(" {}=", columns[i]);
            if (const auto* number = std::get_if<std::int64_t>(&row[i]))
              out += fmt::format("{}", *number);
            if (const auto* real = std::get_if<double>(&row[i]))
              out += fmt::format("{:.17g}", *real);
            if (const auto* text = std::get_if<std::string_view>(&row[i]))
              out += fmt::format("'{}'", *text);
          }
          out += '\n';
          return Next::kGoOn;
        });
    EXPECT_TRUE(done) << done.error().to_line();
  }
  return out;
}

// SQL past the program, as another program would run it.
inline void run_raw(const std::string& path, const std::string& sql) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
  char* message = nullptr;
  sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &message);
  EXPECT_EQ(message, nullptr) << sql << ": " << message;
  sqlite3_free(message);
  sqlite3_close(raw);
}

inline Ledger open_or_die(const std::string& path, Ledger::Access access) {
  Result<Ledger> ledger = Ledger::open(path, access);
  if (!ledger) {
    ADD_FAILURE() << ledger.error().to_line();
    std::abort();
  }
  return std::move(*ledger);
}

inline void add_all(Ledger& ledger, const std::vector<LedgerReport>& reports) {
  const auto begun = ledger.begin();
  ASSERT_TRUE(begun) << begun.error().to_line();
  for (const LedgerReport& report : reports) {
    const auto added = ledger.add(report, kBy);
    ASSERT_TRUE(added) << added.error().to_line();
  }
  const auto committed = ledger.commit();
  ASSERT_TRUE(committed) << committed.error().to_line();
}

inline std::vector<std::string> defects_of(Ledger& ledger) {
  std::vector<std::string> lines;
  const auto verified =
      verify(ledger, [&](const Defect& defect) { lines.push_back(defect.to_line()); });
  if (!verified) lines.push_back("verify failed: " + verified.error().to_line());
  return lines;
}

}  // namespace chancery::test
