#include <fmt/format.h>

#include <chrono>
#include <unordered_map>

#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "ledger/ledger.hpp"

namespace chancery {
namespace {

// Reports a transaction: large enough that commits cost little, small enough that a kill loses a
// second.
constexpr std::uint32_t kBatchReports = 500;

class Reader {
 public:
  Reader(const Engine& engine, Ledger& ledger, const ReadOptions& options, Console& console)
      : engine_(engine),
        ledger_(ledger),
        options_(options),
        console_(console),
        inputs_(options.files) {}

  int run(unsigned threads) {
    ParallelOptions parallel;
    parallel.threads = threads;
    read_all(
        engine_, [this] { return next(); },
        [this](Result<Reading> reading) { return take(std::move(reading)); }, parallel);
    if (!fatal_ && ledger_.in_batch()) {
      if (const auto committed = ledger_.commit(); !committed) fail(committed.error());
    }
    console_.end_progress();
    if (fatal_) return exit_code_of(*fatal_);
    if (added_ + revised_ + known_ == 0 && refused_ == 0) {
      console_.warn("no report in the input");
      return kExitFailed;
    }
    return refused_ > 0 ? kExitFailed : kExitDone;
  }

  std::string closing_line() const {
    std::string line = fmt::format("{} new reports, {} entries", added_, entries_);
    if (revised_ > 0) line += fmt::format(", {} revised", revised_);
    if (known_ > 0) line += fmt::format(", {} known before", known_);
    if (refused_ > 0) line += fmt::format(", {} refused", refused_);
    return line;
  }

 private:
  struct Pending {
    std::string hash;
    bool revision = false;
  };

  // The next record that is not in the ledger yet.
  std::optional<Record> next() {
    for (;;) {
      if (fatal_) return std::nullopt;
      auto record = inputs_.next();
      if (!record || !*record) return record;
      const Report& report = **record;
      const std::string hash = content_hash(report);
      if (const auto found = pending_.find(report.id); found != pending_.end()) {
        if (found->second.hash == hash) {
          ++known_;
          continue;
        }
        return conflict(report, "an earlier record of this input");
      }
      const auto presence = ledger_.presence(report.id, hash);
      if (!presence) {
        fail(presence.error());
        return std::nullopt;
      }
      if (*presence == Ledger::Presence::kSame) {
        ++known_;
        show_progress();
        continue;
      }
      if (*presence == Ledger::Presence::kDifferent && !options_.revise)
        return conflict(report, "the ledger");
      pending_.emplace(report.id, Pending{hash, *presence == Ledger::Presence::kDifferent});
      return record;
    }
  }

  static Record conflict(const Report& report, const char* where) {
    return Error{
        ErrorCode::kConflict,
        fmt::format(
            "the id '{}' stands for another text in {} (--revise replaces the one in the ledger)",
            report.id, where),
        report.origin};
  }

  bool take(Result<Reading> reading) {
    if (!reading) {
      ++refused_;
      console_.warn(reading.error());
      return true;
    }
    LedgerReport row;
    row.words = reading->words();
    row.report = reading->document.report();
    row.entries = std::move(reading->entries);
    row.uncoded = std::move(reading->uncoded);
    const auto pending = pending_.find(row.report.id);
    const bool revision = pending->second.revision;
    if (!ledger_.in_batch()) {
      if (const auto begun = ledger_.begin(); !begun) return fail(begun.error());
    }
    // Another process may have written it since.
    const auto presence = ledger_.presence(row.report.id, pending->second.hash);
    if (!presence) return fail(presence.error());
    pending_.erase(pending);
    if (*presence == Ledger::Presence::kSame) {
      ++known_;
      return true;
    }
    if (*presence == Ledger::Presence::kDifferent && !revision) {
      ++refused_;
      console_.warn(conflict(row.report, "the ledger").error());
      return true;
    }
    if (const auto added = ledger_.add(row, {program_version(), engine_.lexicon_checksum()});
        !added) {
      if (!ledger_.in_batch()) return fail(added.error());
      ++refused_;
      Error error = added.error();
      if (error.place.empty()) error.place = row.report.origin;
      console_.warn(error);
      return true;
    }
    ++(revision ? revised_ : added_);
    entries_ += row.entries.size();
    words_ += row.words;
    if (++batch_ == kBatchReports) {
      batch_ = 0;
      if (const auto committed = ledger_.commit(); !committed) return fail(committed.error());
    }
    show_progress();
    return true;
  }

  bool fail(const Error& error) {
    fatal_ = error;
    console_.warn(error);
    return false;
  }

  void show_progress() {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    if (elapsed.count() < 0.3) return;
    console_.progress(fmt::format("{} reports, {} entries, {:.0f} words a second",
                                  added_ + revised_ + known_, entries_,
                                  static_cast<double>(words_) / elapsed.count()));
  }

  const Engine& engine_;
  Ledger& ledger_;
  const ReadOptions& options_;
  Console& console_;
  Inputs inputs_;
  std::unordered_map<std::string, Pending> pending_;  // on their way from the input to the ledger
  std::optional<Error> fatal_;
  std::uint64_t added_ = 0, revised_ = 0, known_ = 0, refused_ = 0, entries_ = 0, words_ = 0;
  std::uint32_t batch_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

int run_read(const ReadOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  auto ledger = Ledger::open(options.ledger, Ledger::Access::kWrite);
  if (!ledger) {
    console.warn(ledger.error());
    return kExitLedger;
  }
  Reader reader(*engine, *ledger, options, console);
  const int code = reader.run(thread_count(common));
  if (!common.quiet && code != kExitLedger) console.warn(reader.closing_line());
  return code;
}

}  // namespace chancery
