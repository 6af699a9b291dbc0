// ledger.hpp: the ledger, one SQLite file: reports, the entries found in them, and what was seen
// and not coded.
//
// schema.sql is the format. query.hpp reads back.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "document/report.hpp"
#include "entries/entry.hpp"

namespace chancery {

namespace sqlite {
class Connection;
}

// Who wrote the rows of a report.
struct Provenance {
  std::string program;  // version
  std::string lexicon;  // checksum of the tables
};

// What the ledger says about a report beyond what was given to it.
struct Stored {
  Provenance provenance;
  std::string content_hash;
  std::uint32_t revision = 1;  // 1, and one more each time the report was written anew
};

// A report with all that was read in it. Spans are byte offsets into report.text.
struct LedgerReport {
  Report report;  // origin is not kept
  std::vector<Entry> entries;
  std::vector<Uncoded> uncoded;
  std::uint32_t words = 0;
  std::optional<Stored> stored;  // only of a report that was read back; add() ignores it
};

// SHA-256 over date, text, title, source and url, in lower-case hexadecimal. Equal for reports that
// differ in id or origin alone.
std::string content_hash(const Report& report);

// One connection to one ledger. Move-only; used by one thread at a time. Writers take turns: one
// batch at a time over all processes; readers go on meanwhile and see the last whole batch.
class Ledger {
 public:
  enum class Access : std::uint8_t { kRead, kWrite };
  static constexpr std::chrono::milliseconds kPatience{5000};

  // kWrite makes the file where it is missing or empty, and brings an older ledger to the present
  // version. kRead changes nothing, takes an empty file for an empty ledger, and works in a
  // read-only folder and on a read-only file. `patience` is the longest wait for another process,
  // here and in begin().
  //
  // Errors: kUnreadable (kRead: missing, no permission, a folder), kLedgerDamaged (not a ledger,
  // damaged, made by a newer version), kLedgerWrite (kWrite: read-only, cannot be made),
  // kLedgerBusy (another process is at it).
  static Result<Ledger> open(const std::string& path, Access access,
                             std::chrono::milliseconds patience = kPatience);

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  // What was not committed is gone. The last writer to close leaves one file, without a log beside
  // it.
  ~Ledger();

  enum class Presence : std::uint8_t { kAbsent, kSame, kDifferent };
  // Whether a report of that id is there, and with that content. Costs a few microseconds.
  Result<Presence> presence(std::string_view report_id, std::string_view content_hash);

  // A batch: what is added and removed between begin() and commit() comes to be at once or not at
  // all. Fails with kLedgerBusy where another process keeps the ledger longer than the patience.
  Result<void> begin();
  Result<void> commit();
  void roll_back();
  bool in_batch() const;

  // Writes a report; one of the same id is replaced whole, its revision counted up. Needs a batch.
  // A report that is refused for what it holds leaves the batch as it was before: kInternal for
  // anything that verify() would report (a text that is not UTF-8, spans that leave it, cut a code
  // point or overlap, an entry id twice, a figure without unit or number, a statement whose words
  // are not those at its spans), kConflict for an entry id of another report. After any other error
  // (kLedgerWrite, kLedgerDamaged) the batch is gone: in_batch() is false, and the ledger stands as
  // before begin().
  Result<void> add(const LedgerReport& report, const Provenance& provenance);

  // Removes a report with its entries and what was not coded. False where there is none. Needs a
  // batch.
  Result<bool> remove(std::string_view report_id);

  const std::string& path() const;

  // For the files of this room.
  sqlite::Connection& connection() { return *connection_; }

 private:
  explicit Ledger(std::unique_ptr<sqlite::Connection> connection);
  Result<void> end_of_batch(Error error);

  std::unique_ptr<sqlite::Connection> connection_;
};

}  // namespace chancery
