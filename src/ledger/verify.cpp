#include <fmt/format.h>

#include "base/utf8.hpp"
#include "ledger/check.hpp"
#include "ledger/query.hpp"
#include "ledger/rows.hpp"
#include "ledger/sqlite.hpp"

namespace chancery {
namespace {

using sqlite::Connection;
using sqlite::Statement;

class Verifier {
 public:
  Verifier(Connection& connection, const std::function<void(const Defect&)>& callback)
      : connection_(connection), callback_(callback) {}

  Result<Verified> run() {
    for (Result<void> (Verifier::*const part)() :
         {&Verifier::check_file, &Verifier::check_references, &Verifier::check_meta,
          &Verifier::check_reports}) {
      const Result<void> done = (this->*part)();
      if (done) continue;
      if (done.error().code != ErrorCode::kLedgerDamaged) return done.error();
      report({"", "", done.error().message});
      break;
    }
    return verified_;
  }

 private:
  void report(const Defect& defect) {
    ++verified_.defects;
    callback_(defect);
  }

  // The whole integrity_check and not quick_check: what the indexes hold is part of every answer.
  Result<void> check_file() {
    Result<Statement> statement = connection_.prepare("PRAGMA integrity_check(100)");
    if (!statement) return statement.error();
    for (;;) {
      const Result<bool> there = statement->step();
      if (!there) return there.error();
      if (!*there) return {};
      const std::string_view line = statement->take_text();
      if (line != "ok") report({"", "", fmt::format("the file is damaged: {}", line)});
    }
  }

  Result<void> check_references() {
    Result<Statement> statement = connection_.prepare(
        "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY "
        "1, 2");
    if (!statement) return statement.error();
    for (;;) {
      const Result<bool> there = statement->step();
      if (!there) return there.error();
      if (!*there) return {};
      const std::string table(statement->take_text());
      const std::string parent(statement->take_text());
      report({"", "",
              fmt::format("{} of table {} without their {}", statement->take_integer(), table,
                          parent)});
    }
  }

  Result<void> check_meta() {
    const Result<std::int64_t> version = connection_.number("PRAGMA user_version");
    if (!version) return version.error();
    const Result<std::int64_t> same = connection_.number(
        fmt::format("SELECT count(*) FROM meta WHERE key = 'schema' AND value = '{}'", *version));
    if (!same) return same.error();
    if (*same != 1) report({"", "", "the row 'schema' of meta is not the file's user_version"});
    return {};
  }

  Result<void> check_reports() {
    Result<Statement> statement =
        connection_.prepare("SELECT report_id FROM report ORDER BY report_id");
    if (!statement) return statement.error();
    for (;;) {
      const Result<bool> there = statement->step();
      if (!there) return there.error();
      if (!*there) return {};
      ++verified_.reports;
      const std::string report_id(statement->take_text());
      if (const Result<void> done = check_report_rows(report_id); !done) {
        // A row that cannot be read is a defect of this report; the others may be sound.
        if (done.error().code != ErrorCode::kLedgerDamaged) return done.error();
        report({report_id, "", done.error().message});
      }
    }
  }

  Result<void> check_report_rows(const std::string& report_id) {
    const Result<std::optional<LedgerReport>> read = read_report(connection_, report_id);
    if (!read) return read.error();
    if (!*read) return {};
    const LedgerReport& found = **read;
    const std::string_view text = found.report.text;
    if (found.stored->content_hash != content_hash(found.report)) {
      report({report_id, "", "its content is not the one that was hashed"});
    }
    const CodePointIndex index(text);
    const Result<std::vector<std::string>> ids = read_entry_ids(connection_, report_id);
    if (!ids) return ids.error();
    for (const std::string& id : *ids) {
      ++verified_.entries;
      Result<std::optional<StoredEntry>> entry = read_entry(connection_, id);
      if (!entry) {
        if (entry.error().code != ErrorCode::kLedgerDamaged) return entry.error();
        report({report_id, id, entry.error().message});
      } else if (*entry) {
        verified_.spans += (*entry)->entry.spans.size();
        check_stored(**entry, found.report, index);
      }
    }
    const Result<std::vector<Uncoded>> uncoded = read_uncoded(connection_, report_id);
    if (!uncoded) return uncoded.error();
    for (Uncoded item : *uncoded) {
      if (!lies_inside(item.span, index, text)) {
        report(
            {report_id, "", fmt::format("not coded ({}): its span leaves the text", item.reason)});
        continue;
      }
      item.span = to_bytes(item.span, index);
      const std::string defect = check_uncoded(item, text);
      if (!defect.empty()) report({report_id, "", defect});
    }
    return {};
  }

  static bool lies_inside(Span code_points, const CodePointIndex& index, std::string_view text) {
    return code_points.end <= index.code_point(static_cast<std::uint32_t>(text.size()));
  }

  void check_stored(StoredEntry& stored, const Report& of, const CodePointIndex& index) {
    Entry& entry = stored.entry;
    for (const Span span : entry.spans) {
      if (!lies_inside(span, index, of.text)) {
        report({of.id, entry.id, "a span leaves the text"});
        return;
      }
    }
    for (const EntryActor& actor : entry.actors) {
      if (actor.span && !lies_inside(*actor.span, index, of.text)) {
        report({of.id, entry.id,
                fmt::format("actor {} ({}): a span leaves the text", actor.id, actor.slot)});
        return;
      }
    }
    // Checked before the change of units, which would put the end of a span after its beginning.
    for (const Span span : entry.spans) {
      if (span.begin >= span.end) {
        report({of.id, entry.id, "a span is empty"});
        return;
      }
    }
    to_bytes(entry, index);
    if (const std::string defect = check_entry(entry, of.text); !defect.empty()) {
      report({of.id, entry.id, defect});
      return;
    }
    const std::optional<Day> day = listed_day(entry, of.date);
    if (stored.day != (day ? to_iso(*day) : std::string())) {
      report({of.id, entry.id, "the day it is listed under is not the one of its date"});
    }
  }

  Connection& connection_;
  const std::function<void(const Defect&)>& callback_;
  Verified verified_;
};

}  // namespace

std::string Defect::to_line() const {
  std::string line;
  if (!report_id.empty()) line += fmt::format("report {}: ", report_id);
  if (!entry_id.empty()) line += fmt::format("entry {}: ", entry_id);
  return line + what;
}

Result<Verified> verify(Ledger& ledger, const std::function<void(const Defect&)>& callback) {
  const Result<Snapshot> snapshot = Snapshot::of(ledger);
  if (!snapshot) return snapshot.error();
  return Verifier(ledger.connection(), callback).run();
}

}  // namespace chancery
