#include "ledger/ledger.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "ledger/check.hpp"
#include "ledger/opening.hpp"
#include "ledger/rows.hpp"
#include "ledger/sqlite.hpp"

namespace chancery {
namespace {

// Fails with kConflict where an entry's id is that of an entry of another report. Asked beforehand:
// a savepoint, which would take back half a report, copies each page that a report touches and
// makes add() ten times as long.
Result<void> check_entry_ids(sqlite::Connection& connection, const LedgerReport& report) {
  for (const Entry& entry : report.entries) {
    Result<sqlite::Statement*> row =
        connection.cached("SELECT report_id FROM entry WHERE entry_id = ?");
    if (!row) return row.error();
    (*row)->put_text(entry.id);
    const Result<bool> there = (*row)->step();
    if (!there) return there.error();
    if (!*there) continue;
    const std::string other((*row)->take_text());
    (*row)->rewind();
    if (other == report.report.id) continue;
    return Error{ErrorCode::kConflict,
                 fmt::format("report {} is not kept: its entry {} stands in report {} already",
                             report.report.id, entry.id, other),
                 report.report.origin};
  }
  return {};
}

// Gives the revision that stood there: 0 where there was none.
Result<std::uint32_t> remove_report(sqlite::Connection& connection, std::string_view report_id) {
  Result<sqlite::Statement*> row =
      connection.cached("SELECT revision FROM report WHERE report_id = ?");
  if (!row) return row.error();
  (*row)->put_text(report_id);
  const Result<bool> there = (*row)->step();
  if (!there) return there.error();
  if (!*there) return 0u;
  const std::uint32_t revision = static_cast<std::uint32_t>((*row)->take_integer());
  (*row)->rewind();
  row = connection.cached("DELETE FROM report WHERE report_id = ?");
  if (!row) return row.error();
  (*row)->put_text(report_id);
  if (const Result<void> done = (*row)->run(); !done) return done.error();
  return revision;
}

// Writes only where the version is not there yet, so that a page is not made dirty for each report.
Result<void> write_program(sqlite::Connection& connection, std::string_view program) {
  Result<sqlite::Statement*> row =
      connection.cached("SELECT 1 FROM meta WHERE key = 'program' AND value = ?");
  if (!row) return row.error();
  (*row)->put_text(program);
  const Result<bool> there = (*row)->step();
  if (!there) return there.error();
  (*row)->rewind();
  if (*there) return {};
  for (const char* sql : {"INSERT OR IGNORE INTO meta VALUES ('created_by', ?)",
                          "INSERT OR REPLACE INTO meta VALUES ('program', ?)"}) {
    row = connection.cached(sql);
    if (!row) return row.error();
    (*row)->put_text(program);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  return {};
}

Result<void> write(sqlite::Connection& connection, const LedgerReport& report,
                   const Provenance& provenance) {
  const Result<std::uint32_t> before = remove_report(connection, report.report.id);
  if (!before) return before.error();
  if (const Result<void> done = write_program(connection, provenance.program); !done) return done;
  return write_report(connection, report, provenance, content_hash(report.report), *before + 1);
}

// Runs a statement without rows.
Result<void> run(sqlite::Connection& connection, const char* sql) {
  const Result<sqlite::Statement*> statement = connection.cached(sql);
  if (!statement) return statement.error();
  return (*statement)->run();
}

}  // namespace

std::string content_hash(const Report& report) {
  std::string bytes;
  bytes.reserve(report.text.size() + report.title.size() + report.source.size() +
                report.url.size() + 64);
  const auto append = [&](std::string_view field) {
    bytes += std::to_string(field.size());
    bytes += ':';
    bytes += field;
    bytes += ',';
  };
  append(report.date ? to_iso(*report.date) : std::string());
  append(report.text);
  append(report.title);
  append(report.source);
  append(report.url);
  return sha256_hex(bytes);
}

Ledger::Ledger(std::unique_ptr<sqlite::Connection> connection)
    : connection_(std::move(connection)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger> Ledger::open(const std::string& path, Access access,
                            std::chrono::milliseconds patience) {
  Result<std::unique_ptr<sqlite::Connection>> connection =
      open_connection(path, access, patience, migrations());
  if (!connection) return connection.error();
  return Ledger(std::move(*connection));
}

Result<Ledger::Presence> Ledger::presence(std::string_view report_id,
                                          std::string_view content_hash) {
  Result<sqlite::Statement*> row =
      connection_->cached("SELECT content_hash = ? FROM report WHERE report_id = ?");
  if (!row) return row.error();
  (*row)->put_text(content_hash);
  (*row)->put_text(report_id);
  const Result<bool> there = (*row)->step();
  if (!there) return there.error();
  if (!*there) return Presence::kAbsent;
  const Presence presence = (*row)->take_integer() != 0 ? Presence::kSame : Presence::kDifferent;
  (*row)->rewind();
  return presence;
}

bool Ledger::in_batch() const {
  return connection_->in_transaction();
}

void Ledger::roll_back() {
  connection_->roll_back();
}

Result<void> Ledger::begin() {
  if (in_batch()) return Error{ErrorCode::kInternal, "a batch is open already", path()};
  return run(*connection_, "BEGIN IMMEDIATE");
}

Result<void> Ledger::commit() {
  if (!in_batch()) return Error{ErrorCode::kInternal, "no batch is open", path()};
  Result<void> done = run(*connection_, "COMMIT");
  if (!done) return end_of_batch(done.error());
  return done;
}

Result<void> Ledger::end_of_batch(Error error) {
  roll_back();
  return error;
}

Result<void> Ledger::add(const LedgerReport& report, const Provenance& provenance) {
  if (!in_batch()) return Error{ErrorCode::kInternal, "no batch is open", path()};
  if (std::string defect = check_report(report); !defect.empty()) {
    return Error{ErrorCode::kInternal,
                 fmt::format("report {} is not kept: {}", report.report.id, defect),
                 report.report.origin};
  }
  if (const Result<void> done = check_entry_ids(*connection_, report); !done) {
    return done.error().code == ErrorCode::kConflict ? done : end_of_batch(done.error());
  }
  if (const Result<void> done = write(*connection_, report, provenance); !done)
    return end_of_batch(done.error());
  return {};
}

Result<bool> Ledger::remove(std::string_view report_id) {
  if (!in_batch()) return Error{ErrorCode::kInternal, "no batch is open", path()};
  const Result<std::uint32_t> revision = remove_report(*connection_, report_id);
  if (!revision) return end_of_batch(revision.error()).error();
  return *revision != 0;
}

const std::string& Ledger::path() const {
  return connection_->path();
}

}  // namespace chancery
