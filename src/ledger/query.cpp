#include "ledger/query.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <list>
#include <memory>

#include "base/utf8.hpp"
#include "ledger/rows.hpp"
#include "ledger/sqlite.hpp"

namespace chancery {
namespace {

using sqlite::Connection;
using sqlite::Statement;

// NULLS LAST is read off the index in two passes: no sorting, no memory.
constexpr const char* kReportOrder = " ORDER BY r.date NULLS LAST, r.report_id";

Result<std::optional<LedgerReport>> load_report(Connection& connection,
                                                std::string_view report_id) {
  Result<std::optional<LedgerReport>> report = read_report(connection, report_id);
  if (!report || !*report) return report;
  const CodePointIndex index((*report)->report.text);
  const Result<std::vector<std::string>> ids = read_entry_ids(connection, report_id);
  if (!ids) return ids.error();
  for (const std::string& id : *ids) {
    Result<std::optional<StoredEntry>> stored = read_entry(connection, id);
    if (!stored) return stored.error();
    if (!*stored) continue;
    to_bytes((*stored)->entry, index);
    (*report)->entries.push_back(std::move((*stored)->entry));
  }
  Result<std::vector<Uncoded>> uncoded = read_uncoded(connection, report_id);
  if (!uncoded) return uncoded.error();
  for (Uncoded& item : *uncoded) item.span = to_bytes(item.span, index);
  (*report)->uncoded = std::move(*uncoded);
  return report;
}

// The reports last used. Lists by day mostly stay with one report for several entries.
class ReportCache {
 public:
  struct Kept {
    explicit Kept(LedgerReport loaded)
        : report(std::move(loaded.report)),
          index(report.text),
          provenance(loaded.stored ? loaded.stored->provenance : Provenance{}) {}
    const Report report;
    const CodePointIndex index;
    const Provenance provenance;
  };

  explicit ReportCache(Connection& connection) : connection_(connection) {}

  // Lives until the next call.
  Result<const Kept*> find(std::string_view report_id) {
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& kept) { return kept->report.id == report_id; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return static_cast<const Kept*>(kept_.front().get());
    }
    Result<std::optional<LedgerReport>> loaded = read_report(connection_, report_id);
    if (!loaded) return loaded.error();
    if (!*loaded) {
      return Error{ErrorCode::kLedgerDamaged,
                   fmt::format("the ledger is damaged (no report {})", report_id),
                   connection_.path()};
    }
    kept_.push_front(std::make_unique<Kept>(std::move(**loaded)));
    bytes_ += kept_.front()->report.text.size();
    while (kept_.size() > 1 && (kept_.size() > kMost || bytes_ > kMostBytes)) {
      bytes_ -= kept_.back()->report.text.size();
      kept_.pop_back();
    }
    return static_cast<const Kept*>(kept_.front().get());
  }

 private:
  static constexpr std::size_t kMost = 32;
  static constexpr std::size_t kMostBytes = std::size_t{2} * kMaxTextBytes;

  Connection& connection_;
  std::list<std::unique_ptr<Kept>> kept_;  // the last one used first
  std::size_t bytes_ = 0;
};

Words words_of(Span code_points, const ReportCache::Kept& report) {
  return {code_points, std::string(to_bytes(code_points, report.index).of(report.report.text))};
}

Result<EntryRow> load_row(Connection& connection, ReportCache& reports, std::string_view entry_id) {
  Result<std::optional<StoredEntry>> stored = read_entry(connection, entry_id);
  if (!stored) return stored.error();
  if (!*stored) {
    return Error{ErrorCode::kLedgerDamaged,
                 fmt::format("the ledger is damaged (no entry {})", entry_id), connection.path()};
  }
  const Result<const ReportCache::Kept*> kept = reports.find((*stored)->report_id);
  if (!kept) return kept.error();
  const ReportCache::Kept& report = **kept;
  EntryRow row;
  row.entry = std::move((*stored)->entry);
  for (const Span span : row.entry.spans) row.evidence.push_back(words_of(span, report));
  for (const EntryActor& actor : row.entry.actors) {
    row.actor_words.push_back(actor.span ? std::optional(words_of(*actor.span, report))
                                         : std::nullopt);
  }
  to_bytes(row.entry, report.index);
  row.report_id = report.report.id;
  row.report_date = report.report.date;
  row.title = report.report.title;
  row.source = report.report.source;
  row.url = report.report.url;
  row.provenance = report.provenance;
  row.day = parse_iso_day((*stored)->day);
  return row;
}

// A query with its values, built together so that marks and values stay in step.
class Query {
 public:
  explicit Query(std::string sql) : sql_(std::move(sql)) {}

  void sql(std::string_view text) { sql_ += text; }
  void value(std::string text) {
    sql_ += '?';
    values_.emplace_back(std::move(text));
  }
  void value(double number) {
    sql_ += '?';
    values_.emplace_back(number);
  }
  // "(?,?,?)"
  void list(const std::vector<std::string>& texts) {
    sql_ += '(';
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i != 0) sql_ += ',';
      value(texts[i]);
    }
    sql_ += ')';
  }
  // The values must outlive the statement's steps.
  Result<Statement> prepare(Connection& connection) const {
    Result<Statement> statement = connection.prepare(sql_);
    if (!statement) return statement;
    for (const std::variant<std::string, double>& value : values_) {
      if (const std::string* text = std::get_if<std::string>(&value)) {
        statement->put_text(*text);
      } else {
        statement->put_real(*std::get_if<double>(&value));
      }
    }
    return statement;
  }

 private:
  std::string sql_;
  std::vector<std::variant<std::string, double>> values_;
};

// The entries with an actor of one of these ids, or that belongs to one of them.
void add_actor_condition(Query& query, const std::vector<std::string>& ids) {
  query.sql(" AND e.entry_id IN (SELECT entry_id FROM entry_actor WHERE actor_id IN ");
  query.list(ids);
  query.sql(" UNION SELECT entry_id FROM entry_actor WHERE state IN ");
  query.list(ids);
  query.sql(" AND state IS NOT actor_id)");
}

void add_pair_condition(Query& query, const std::pair<std::string, std::string>& pair) {
  query.sql(
      " AND EXISTS (SELECT 1 FROM entry_actor a JOIN entry_actor b ON b.entry_id = a.entry_id AND "
      "b.seq <> a.seq");
  query.sql(" WHERE a.entry_id = e.entry_id AND ");
  query.value(pair.first);
  query.sql(" IN (a.actor_id, a.state) AND ");
  query.value(pair.second);
  query.sql(" IN (b.actor_id, b.state))");
}

Query to_query(const EntryFilter& filter) {
  Query query("SELECT e.entry_id FROM entry e");
  if (!filter.measure.empty()) query.sql(" JOIN figure f ON f.entry_id = e.entry_id");
  query.sql(" WHERE 1");
  if (!filter.kinds.empty()) {
    std::vector<std::string> kinds;
    for (const EntryKind kind : filter.kinds) kinds.emplace_back(to_string(kind));
    query.sql(" AND e.kind IN ");
    query.list(kinds);
  }
  if (!filter.states.empty()) add_actor_condition(query, filter.states);
  if (filter.pair) {
    add_actor_condition(query, {filter.pair->first});
    add_actor_condition(query, {filter.pair->second});
    add_pair_condition(query, *filter.pair);
  }
  constexpr std::string_view kUndated =
      "CASE WHEN e.date_from IS NULL AND e.date_to IS NULL THEN e.day ELSE ";
  if (filter.from) {
    query.sql(" AND ");
    query.sql(kUndated);
    query.sql("coalesce(e.date_to, '9999-12-31') END >= ");
    query.value(to_iso(*filter.from));
  }
  if (filter.to) {
    query.sql(" AND ");
    query.sql(kUndated);
    query.sql("coalesce(e.date_from, '0001-01-01') END <= ");
    query.value(to_iso(*filter.to));
  }
  if (!filter.report_id.empty()) {
    query.sql(" AND e.report_id = ");
    query.value(filter.report_id);
  }
  if (!filter.statuses.empty()) {
    std::vector<std::string> statuses;
    for (const Status status : filter.statuses) statuses.emplace_back(to_string(status));
    query.sql(" AND e.status IN ");
    query.list(statuses);
  }
  if (filter.novelty) {
    query.sql(" AND e.novelty = ");
    query.value(std::string(to_string(*filter.novelty)));
  }
  if (filter.min_confidence > 0) {
    query.sql(" AND e.confidence >= ");
    query.value(filter.min_confidence);
  }
  if (!filter.measure.empty()) {
    query.sql(" AND instr(lower(f.measure), lower(");
    query.value(filter.measure);
    query.sql(")) > 0");
  }
  query.sql(" ORDER BY e.day NULLS LAST, e.report_id, e.seq");
  if (filter.limit != 0) query.sql(fmt::format(" LIMIT {}", filter.limit));
  return query;
}

// Runs `take` on each row; `take` gives a Result<Next>.
template <typename Take>
Result<void> each_row(Statement& statement, Take take) {
  for (;;) {
    const Result<bool> there = statement.step();
    if (!there) return there.error();
    if (!*there) return {};
    const Result<Next> next = take(statement);
    if (!next) return next.error();
    if (*next == Next::kStop) return {};
  }
}

constexpr std::array<std::string_view, 21> kTables = {
    "meta",       "report",  "entry",      "entry_span", "entry_actor", "entry_claim",
    "entry_link", "figure",  "statement",  "uncoded",    "event",       "event_size",
    "visit",      "meeting", "instrument", "regime",     "commitment",  "position",
    "office",     "post",    "plan"};
const char* order_of(std::string_view table) {
  if (table == "meta") return "key";
  if (table == "report") return "report_id";
  if (table == "entry" || table == "uncoded") return "report_id, seq";
  // The table of a kind has its name, and one row an entry.
  return parse_entry_kind(table) ? "entry_id" : "entry_id, seq";
}

Cell cell_at(sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(row, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(row, column);
    case SQLITE_NULL:
      return std::monostate{};
    default: {
      const void* bytes = sqlite3_column_text(row, column);
      if (bytes == nullptr) return std::string_view{};
      return std::string_view(static_cast<const char*>(bytes),
                              static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
    }
  }
}

}  // namespace

Result<Snapshot> Snapshot::of(Ledger& ledger) {
  Connection& connection = ledger.connection();
  if (connection.in_transaction()) return Snapshot(nullptr);
  if (const Result<void> done = connection.run("BEGIN"); !done) return done.error();
  return Snapshot(&connection);
}

Snapshot::~Snapshot() {
  if (connection_ == nullptr) return;
  if (!connection_->run("COMMIT")) connection_->roll_back();
}

Result<std::optional<LedgerReport>> find_report(Ledger& ledger, std::string_view report_id) {
  const Result<Snapshot> snapshot = Snapshot::of(ledger);
  if (!snapshot) return snapshot.error();
  return load_report(ledger.connection(), report_id);
}

Result<void> for_each_report(Ledger& ledger,
                             const std::function<Next(const LedgerReport&)>& callback) {
  Connection& connection = ledger.connection();
  Result<Statement> statement =
      connection.prepare(std::string("SELECT r.report_id FROM report r") + kReportOrder);
  if (!statement) return statement.error();
  return each_row(*statement, [&](Statement& row) -> Result<Next> {
    Result<std::optional<LedgerReport>> report = load_report(connection, row.take_text());
    if (!report) return report.error();
    return *report ? callback(**report) : Next::kGoOn;
  });
}

Result<void> for_each_report_head(Ledger& ledger,
                                  const std::function<Next(const ReportHead&)>& callback) {
  Result<Statement> statement = ledger.connection().prepare(
      std::string(
          "SELECT r.report_id, r.date, r.title, r.source, r.url, r.words,"
          " (SELECT count(*) FROM entry e WHERE e.report_id = r.report_id),"
          " (SELECT count(*) FROM uncoded u WHERE u.report_id = r.report_id) FROM report r") +
      kReportOrder);
  if (!statement) return statement.error();
  return each_row(*statement, [&](Statement& row) -> Result<Next> {
    ReportHead head;
    head.id = row.take_text();
    head.date = parse_iso_day(row.take_text());
    head.title = row.take_text();
    head.source = row.take_text();
    head.url = row.take_text();
    head.words = static_cast<std::uint32_t>(row.take_integer());
    head.entries = static_cast<std::uint64_t>(row.take_integer());
    head.uncoded = static_cast<std::uint64_t>(row.take_integer());
    return callback(head);
  });
}

Result<void> for_each_entry(Ledger& ledger, const EntryFilter& filter,
                            const std::function<Next(const EntryRow&)>& callback) {
  Connection& connection = ledger.connection();
  const Query query = to_query(filter);
  Result<Statement> statement = query.prepare(connection);
  if (!statement) return statement.error();
  ReportCache reports(connection);
  return each_row(*statement, [&](Statement& row) -> Result<Next> {
    const Result<EntryRow> entry = load_row(connection, reports, row.take_text());
    if (!entry) return entry.error();
    return callback(*entry);
  });
}

Result<std::optional<EntryRow>> find_entry(Ledger& ledger, std::string_view id_or_prefix) {
  if (id_or_prefix.empty())
    return Error{ErrorCode::kUsage, "an entry id is expected, or its beginning", ""};
  const Result<Snapshot> snapshot = Snapshot::of(ledger);
  if (!snapshot) return snapshot.error();
  Connection& connection = ledger.connection();
  std::string first(id_or_prefix);
  for (char& c : first) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  std::string last = first;
  append_utf8(last, 0x10FFFF);
  Result<Statement*> row = connection.cached(
      "SELECT entry_id FROM entry WHERE entry_id >= ? AND entry_id < ? ORDER BY entry_id LIMIT 3");
  if (!row) return row.error();
  (*row)->put_text(first);
  (*row)->put_text(last);
  std::vector<std::string> ids;
  const Result<void> done = each_row(**row, [&](Statement& found) -> Result<Next> {
    ids.emplace_back(found.take_text());
    return Next::kGoOn;
  });
  if (!done) return done.error();
  if (ids.empty()) return std::optional<EntryRow>{};
  if (ids.size() > 1 && ids.front() != first) {
    return Error{ErrorCode::kUsage,
                 fmt::format("several entries begin with {}: {}, {}{}", first, ids[0], ids[1],
                             ids.size() > 2 ? ", ..." : ""),
                 ""};
  }
  ReportCache reports(connection);
  Result<EntryRow> entry = load_row(connection, reports, ids.front());
  if (!entry) return entry.error();
  return std::optional<EntryRow>{std::move(*entry)};
}

Result<void> for_each_uncoded(Ledger& ledger, std::string_view reason,
                              const std::function<Next(const UncodedRow&)>& callback) {
  Connection& connection = ledger.connection();
  Query query("SELECT report_id, kind, begin, end, reason FROM uncoded");
  if (!reason.empty()) {
    query.sql(" WHERE reason = ");
    query.value(std::string(reason));
  }
  query.sql(" ORDER BY report_id, seq");
  Result<Statement> statement = query.prepare(connection);
  if (!statement) return statement.error();
  ReportCache reports(connection);
  return each_row(*statement, [&](Statement& row) -> Result<Next> {
    UncodedRow found;
    found.report_id = row.take_text();
    found.uncoded.kind = parse_entry_kind(row.take_text()).value_or(EntryKind::kFigure);
    Span code_points;
    code_points.begin = static_cast<std::uint32_t>(row.take_integer());
    code_points.end = static_cast<std::uint32_t>(row.take_integer());
    found.uncoded.reason = row.take_text();
    const Result<const ReportCache::Kept*> report = reports.find(found.report_id);
    if (!report) return report.error();
    found.uncoded.span = to_bytes(code_points, (*report)->index);
    found.words = words_of(code_points, **report);
    return callback(found);
  });
}

Result<LedgerCounts> count(Ledger& ledger) {
  const Result<Snapshot> snapshot = Snapshot::of(ledger);
  if (!snapshot) return snapshot.error();
  Connection& connection = ledger.connection();
  LedgerCounts counts;
  Result<Statement> statement = connection.prepare(
      "SELECT count(*), count(*) - count(date), coalesce(sum(words), 0), min(date), max(date) FROM "
      "report");
  if (!statement) return statement.error();
  Result<void> done = each_row(*statement, [&](Statement& row) -> Result<Next> {
    counts.reports = static_cast<std::uint64_t>(row.take_integer());
    counts.undated_reports = static_cast<std::uint64_t>(row.take_integer());
    counts.words = static_cast<std::uint64_t>(row.take_integer());
    counts.first_date = parse_iso_day(row.take_text());
    counts.last_date = parse_iso_day(row.take_text());
    return Next::kGoOn;
  });
  if (!done) return done.error();
  statement = connection.prepare("SELECT kind, count(*) FROM entry GROUP BY kind");
  if (!statement) return statement.error();
  done = each_row(*statement, [&](Statement& row) -> Result<Next> {
    const std::optional<EntryKind> kind = parse_entry_kind(row.take_text());
    const std::uint64_t number = static_cast<std::uint64_t>(row.take_integer());
    counts.entries += number;
    if (kind) counts.by_kind.emplace_back(*kind, number);
    return Next::kGoOn;
  });
  if (!done) return done.error();
  std::sort(counts.by_kind.begin(), counts.by_kind.end());
  statement =
      connection.prepare("SELECT kind, reason, count(*) FROM uncoded GROUP BY kind, reason");
  if (!statement) return statement.error();
  done = each_row(*statement, [&](Statement& row) -> Result<Next> {
    LedgerCounts::Reason reason;
    reason.kind = parse_entry_kind(row.take_text()).value_or(EntryKind::kFigure);
    reason.reason = row.take_text();
    reason.count = static_cast<std::uint64_t>(row.take_integer());
    counts.uncoded += reason.count;
    counts.by_reason.push_back(std::move(reason));
    return Next::kGoOn;
  });
  if (!done) return done.error();
  std::sort(counts.by_reason.begin(), counts.by_reason.end(),
            [](const LedgerCounts::Reason& a, const LedgerCounts::Reason& b) {
              if (a.kind != b.kind) return a.kind < b.kind;
              if (a.count != b.count) return a.count > b.count;
              return a.reason < b.reason;
            });
  return counts;
}

std::span<const std::string_view> table_names() {
  return kTables;
}

Result<void> for_each_row(Ledger& ledger, std::string_view table,
                          const std::function<Next(std::span<const std::string_view> columns,
                                                   std::span<const Cell> row)>& callback) {
  if (std::find(kTables.begin(), kTables.end(), table) == kTables.end()) {
    return Error{ErrorCode::kUsage, fmt::format("the ledger has no table {}", table), ""};
  }
  Result<Statement> statement = ledger.connection().prepare(
      fmt::format("SELECT * FROM {} ORDER BY {}", table, order_of(table)));
  if (!statement) return statement.error();
  sqlite3_stmt* const handle = statement->handle();
  const int width = sqlite3_column_count(handle);
  std::vector<std::string_view> columns;
  columns.reserve(static_cast<std::size_t>(width));
  for (int column = 0; column < width; ++column)
    columns.emplace_back(sqlite3_column_name(handle, column));
  std::vector<Cell> cells(columns.size());
  return each_row(*statement, [&](Statement&) -> Result<Next> {
    for (int column = 0; column < width; ++column)
      cells[static_cast<std::size_t>(column)] = cell_at(handle, column);
    return callback(columns, cells);
  });
}

}  // namespace chancery
