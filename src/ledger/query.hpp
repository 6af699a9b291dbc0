// query.hpp: reads a ledger back, in defined orders, and proves it.
//
// What a callback is given lives until it returns. A callback may read from the same ledger, but
// not write to it. Each function reads one state of the ledger; Snapshot makes several of them read
// the same one.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "ledger/ledger.hpp"

namespace chancery {

// What a callback answers.
enum class Next : std::uint8_t { kGoOn, kStop };

// While it lives, the ledger is read as it was at the first reading. Writers go on.
class Snapshot {
 public:
  static Result<Snapshot> of(Ledger& ledger);
  Snapshot(Snapshot&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Snapshot& operator=(Snapshot&&) = delete;
  ~Snapshot();

 private:
  explicit Snapshot(sqlite::Connection* connection) : connection_(connection) {}
  sqlite::Connection* connection_;  // null: a batch or another snapshot keeps the state
};

// A report with its entries and what was not coded, spans in bytes.
Result<std::optional<LedgerReport>> find_report(Ledger& ledger, std::string_view report_id);

// All reports, by date (those without one last), then id.
Result<void> for_each_report(Ledger& ledger,
                             const std::function<Next(const LedgerReport&)>& callback);

// A report without its text.
struct ReportHead {
  std::string id;
  std::optional<Day> date;
  std::string title;
  std::string source;
  std::string url;
  std::uint32_t words = 0;
  std::uint64_t entries = 0;
  std::uint64_t uncoded = 0;
};
// In the order of for_each_report().
Result<void> for_each_report_head(Ledger& ledger,
                                  const std::function<Next(const ReportHead&)>& callback);

// Which entries. What is empty or absent does not restrict.
struct EntryFilter {
  std::vector<EntryKind> kinds;  // any of these
  std::vector<std::string>
      states;  // an actor whose id or state is any of these: "KAZ", "igo:EU", "person:KAZ-..."
  // Two such, each found in another actor of the entry.
  std::optional<std::pair<std::string, std::string>> pair;
  // Entries whose interval overlaps [from, to]; an entry without a date counts by its report's, and
  // one without both is left out.
  std::optional<Day> from, to;
  std::string report_id;
  std::vector<Status> statuses;  // any of these
  std::optional<Novelty> novelty;
  double min_confidence = 0;
  std::string measure;      // figures whose measure holds these words, ASCII letter case aside
  std::uint64_t limit = 0;  // the first so many; 0: all
};

// Words of a report and where they stand.
struct Words {
  Span code_points;
  std::string text;
};

// One entry, with what is needed to show it without its report's text.
struct EntryRow {
  Entry entry;                  // spans in bytes of the report's text
  std::vector<Words> evidence;  // one for each of entry.spans
  std::vector<std::optional<Words>>
      actor_words;  // one for each of entry.actors; none where it has no span
  std::string report_id;
  std::optional<Day> report_date;
  std::string title;
  std::string source;
  std::string url;
  Provenance provenance;  // what read the report
  std::optional<Day>
      day;  // what it is listed under: first day, else last day, else the report's date
};

// By `day` (those without one last), then report id, then order in the report. Spans that leave the
// text, in a damaged ledger, are cut to it: verify() reports them.
Result<void> for_each_entry(Ledger& ledger, const EntryFilter& filter,
                            const std::function<Next(const EntryRow&)>& callback);

// The entry of that id, or the only one whose id begins so, letter case aside. kUsage where there
// are several, or where the prefix is empty.
Result<std::optional<EntryRow>> find_entry(Ledger& ledger, std::string_view id_or_prefix);

struct UncodedRow {
  std::string report_id;
  Uncoded uncoded;  // span in bytes of the report's text
  Words words;
};
// By report id, then order in the report; of one reason, or of all where it is empty.
Result<void> for_each_uncoded(Ledger& ledger, std::string_view reason,
                              const std::function<Next(const UncodedRow&)>& callback);

struct LedgerCounts {
  std::uint64_t reports = 0;
  std::uint64_t undated_reports = 0;
  std::uint64_t words = 0;
  std::uint64_t entries = 0;
  std::optional<Day> first_date, last_date;  // of the reports
  std::vector<std::pair<EntryKind, std::uint64_t>>
      by_kind;  // in the order of EntryKind, those that occur
  struct Reason {
    EntryKind kind = EntryKind::kFigure;
    std::string reason;
    std::uint64_t count = 0;
  };
  std::uint64_t uncoded = 0;
  std::vector<Reason> by_reason;  // by kind, then the most frequent first, then by reason
};
Result<LedgerCounts> count(Ledger& ledger);

// The tables of the ledger, in the order that an export writes them: what a row points to comes
// before it.
std::span<const std::string_view> table_names();

// A value of a row as it is stored; views live during the callback.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;
// The rows of one table as they are stored, by primary key, `entry` by report and order in it.
// kUsage for a table that table_names() does not have.
Result<void> for_each_row(Ledger& ledger, std::string_view table,
                          const std::function<Next(std::span<const std::string_view> columns,
                                                   std::span<const Cell> row)>& callback);

// Something that does not hold.
struct Defect {
  std::string report_id;  // empty where it is of the whole file
  std::string entry_id;   // empty where it is of the whole report
  std::string what;

  std::string to_line() const;  // "report R: entry E: WHAT"
};
struct Verified {
  std::uint64_t reports = 0;
  std::uint64_t entries = 0;
  std::uint64_t spans = 0;
  std::uint64_t defects = 0;
};
// Checks the file itself, that rows point to rows that are there, that each report's content is the
// one that was hashed, and of each entry that its words are where it says and its fields are whole.
// One call a defect, in the order of report and entry ids. A file too damaged to go on is a defect
// too, the last one.
Result<Verified> verify(Ledger& ledger, const std::function<void(const Defect&)>& callback);

}  // namespace chancery
