// A disk that fails at any write, and a process that is killed at any moment: afterwards the ledger
// opens, verifies, and holds whole batches only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>

#include "ledger/sqlite.hpp"
#include "ledger/test_ledgers.hpp"

namespace chancery {
namespace {

using test::Folder;
using test::full_report;
using test::kBy;
using test::open_or_die;
using testing::IsEmpty;

// SQLite's layer to the files, with a fault at the n-th change; the system's own layer does the
// work.
class FaultyDisk {
 public:
  enum class Fault : std::uint8_t { kFull, kBroken, kKill };

  static FaultyDisk& the() {
    static FaultyDisk disk;
    return disk;
  }
  // The change number `at` fails, counted from 1, and all after it, as on a disk that stays full.
  void arm(Fault fault, int at) {
    fault_ = fault;
    left_ = at;
    failed_ = false;
  }
  void disarm() { left_ = -1; }
  bool failed() const { return failed_; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
  };

  FaultyDisk() {
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      File* const ours = of(file);
      ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
      const int code = the().real_->xOpen(the().real_, name, ours->real, flags, out);
      ours->base.pMethods = ours->real->pMethods == nullptr ? nullptr : &the().methods_;
      return code;
    };
    vfs_.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
      if (!the().fails()) return the().real_->xDelete(the().real_, name, sync);
      the().kill();
      return SQLITE_IOERR_DELETE;
    };
    methods_.iVersion = 2;
    methods_.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
    methods_.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
      return real(f)->pMethods->xRead(real(f), to, size, at);
    };
    methods_.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
      if (!the().fails()) return real(f)->pMethods->xWrite(real(f), from, size, at);
      // Half of it reaches the disk.
      real(f)->pMethods->xWrite(real(f), from, size / 2, at);
      the().kill();
      return the().fault_ == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    };
    methods_.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
      if (!the().fails()) return real(f)->pMethods->xTruncate(real(f), size);
      the().kill();
      return SQLITE_IOERR_TRUNCATE;
    };
    // Nothing waits for the real disk: processes end here, machines do not.
    methods_.xSync = [](sqlite3_file*, int) {
      if (!the().fails()) return SQLITE_OK;
      the().kill();
      return SQLITE_IOERR_FSYNC;
    };
    methods_.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
      return real(f)->pMethods->xFileSize(real(f), size);
    };
    methods_.xLock = [](sqlite3_file* f, int lock) {
      return real(f)->pMethods->xLock(real(f), lock);
    };
    methods_.xUnlock = [](sqlite3_file* f, int lock) {
      return real(f)->pMethods->xUnlock(real(f), lock);
    };
    methods_.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      return real(f)->pMethods->xCheckReservedLock(real(f), out);
    };
    methods_.xFileControl = [](sqlite3_file* f, int what, void* with) {
      return real(f)->pMethods->xFileControl(real(f), what, with);
    };
    methods_.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
    methods_.xDeviceCharacteristics = [](sqlite3_file* f) {
      return real(f)->pMethods->xDeviceCharacteristics(real(f));
    };
    methods_.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    };
    methods_.xShmLock = [](sqlite3_file* f, int from, int n, int flags) {
      return real(f)->pMethods->xShmLock(real(f), from, n, flags);
    };
    methods_.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
    methods_.xShmUnmap = [](sqlite3_file* f, int remove) {
      return real(f)->pMethods->xShmUnmap(real(f), remove);
    };
    const int make_default = 1;
    sqlite3_vfs_register(&vfs_, make_default);
  }

  static File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file)->real; }
  void kill() const {
    if (fault_ == Fault::kKill) raise(SIGKILL);
  }
  bool fails() {
    if (left_ < 0) return false;
    if (left_ > 0) --left_;
    if (left_ > 0) return false;
    failed_ = true;
    return true;
  }

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  sqlite3_io_methods methods_{};
  Fault fault_ = Fault::kFull;
  int left_ = -1;  // changes up to and with the first that fails; below 0: none does
  bool failed_ = false;
};

constexpr int kBatches = 3;
constexpr int kReportsABatch = 4;

std::string report_id(int batch, int report) {
  return fmt::format("{}-{}", batch, report);
}

// Batches until one fails; the number that were committed, as far as was said.
int write_batches(const std::string& path, Result<void>& outcome) {
  Result<Ledger> ledger = Ledger::open(path, Ledger::Access::kWrite, std::chrono::milliseconds{50});
  if (!ledger) {
    outcome = ledger.error();
    return 0;
  }
  for (int batch = 0; batch < kBatches; ++batch) {
    outcome = ledger->begin();
    for (int report = 0; outcome && report < kReportsABatch; ++report) {
      LedgerReport written = full_report(report_id(batch, report));
      // Every batch but the first also replaces and removes, and is too long for one page.
      for (int copy = 0; copy < 20; ++copy)
        written.report.text += written.report.text.substr(0, 200);
      outcome = ledger->add(written, kBy);
    }
    if (outcome && batch > 0) outcome = ledger->add(full_report(report_id(batch - 1, 0)), kBy);
    if (outcome && batch > 0) {
      const Result<bool> removed = ledger->remove(report_id(batch - 1, 1));
      if (!removed) outcome = removed.error();
    }
    if (outcome) outcome = ledger->commit();
    if (!outcome) {
      EXPECT_FALSE(ledger->in_batch());
      return batch;
    }
  }
  return kBatches;
}

// What the ledger holds after so many whole batches.
const std::vector<std::string>& states() {
  static const std::vector<std::string> dumps = [] {
    const Folder folder;
    std::vector<std::string> made;
    {
      Ledger ledger = open_or_die(folder.file("0.db"), Ledger::Access::kWrite);
      made.push_back(test::dump(ledger));
    }
    for (int batches = 1; batches <= kBatches; ++batches) {
      const std::string path = folder.file(fmt::format("{}.db", batches));
      Ledger ledger = open_or_die(path, Ledger::Access::kWrite);
      for (int batch = 0; batch < batches; ++batch) {
        std::vector<LedgerReport> reports;
        for (int report = 0; report < kReportsABatch; ++report) {
          LedgerReport written = full_report(report_id(batch, report));
          for (int copy = 0; copy < 20; ++copy)
            written.report.text += written.report.text.substr(0, 200);
          reports.push_back(std::move(written));
        }
        if (batch > 0) reports.push_back(full_report(report_id(batch - 1, 0)));
        test::add_all(ledger, reports);
        if (batch > 0) {
          EXPECT_TRUE(ledger.begin());
          EXPECT_TRUE(*ledger.remove(report_id(batch - 1, 1)));
          EXPECT_TRUE(ledger.commit());
        }
      }
      made.push_back(test::dump(ledger));
    }
    return made;
  }();
  return dumps;
}

// The number of whole batches that the ledger holds.
int expect_whole(const std::string& path) {
  for (const auto access : {Ledger::Access::kRead, Ledger::Access::kWrite}) {
    Result<Ledger> ledger = Ledger::open(path, access);
    if (!ledger) {
      ADD_FAILURE() << ledger.error().to_line();
      return -1;
    }
    EXPECT_THAT(test::defects_of(*ledger), IsEmpty());
    const auto found = std::find(states().begin(), states().end(), test::dump(*ledger));
    if (found == states().end()) {
      ADD_FAILURE() << "the ledger holds something that no whole batches make";
      return -1;
    }
    if (access == Ledger::Access::kWrite) return static_cast<int>(found - states().begin());
  }
  return -1;
}

class Faults : public testing::TestWithParam<FaultyDisk::Fault> {};

TEST_P(Faults, LeaveWholeBatches) {
  FaultyDisk& disk = FaultyDisk::the();
  disk.disarm();
  ASSERT_EQ(states().size(), std::size_t{kBatches + 1});
  int faults = 0;
  // Every change at first, then every seventh.
  for (int at = 1;; at += at < 60 ? 1 : 7) {
    SCOPED_TRACE(at);
    const Folder folder;
    const std::string path = folder.file("l.db");
    disk.arm(GetParam(), at);
    Result<void> outcome;
    const int committed = write_batches(path, outcome);
    const bool failed = disk.failed();
    disk.disarm();
    if (!failed) break;
    ++faults;
    if (!outcome) {
      EXPECT_EQ(outcome.error().code, ErrorCode::kLedgerWrite) << outcome.error().to_line();
    } else {
      // The fault came when all was committed.
      EXPECT_EQ(committed, kBatches);
    }
    if (!std::filesystem::exists(path)) continue;
    const int held = expect_whole(path);
    EXPECT_GE(held, committed);
    if (HasFailure()) return;
    // It goes on where it stopped.
    Result<void> again;
    write_batches(path, again);
    EXPECT_TRUE(again) << again.error().to_line();
  }
  EXPECT_GT(faults, 40);
}

INSTANTIATE_TEST_SUITE_P(Disk, Faults,
                         testing::Values(FaultyDisk::Fault::kFull, FaultyDisk::Fault::kBroken),
                         [](const auto& value) {
                           return value.param == FaultyDisk::Fault::kFull ? "Full" : "Broken";
                         });

TEST(Kill, LeavesWholeBatches) {
  FaultyDisk& disk = FaultyDisk::the();
  disk.disarm();
  ASSERT_EQ(states().size(), std::size_t{kBatches + 1});
  int killed = 0;
  std::vector<int> held(kBatches + 1);
  for (int at = 1;; at += at < 40 ? 1 : 11) {
    SCOPED_TRACE(at);
    const Folder folder;
    const std::string path = folder.file("l.db");
    const pid_t child = fork();
    if (child == 0) {
      disk.arm(FaultyDisk::Fault::kKill, at);
      Result<void> outcome;
      write_batches(path, outcome);
      _exit(outcome ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) break;
    ++killed;
    if (!std::filesystem::exists(path)) continue;
    const int batches = expect_whole(path);
    if (HasFailure()) return;
    ++held[static_cast<std::size_t>(batches)];
    EXPECT_THAT(folder.names(), testing::ElementsAre("l.db"));
  }
  EXPECT_GT(killed, 40);
  for (int batches = 0; batches < kBatches; ++batches)
    EXPECT_GT(held[static_cast<std::size_t>(batches)], 0) << batches;
}

// A limit that the ledger's own file meets, without any layer between.
TEST(Full, SaysSoAndKeepsWhatWasThere) {
  FaultyDisk::the().disarm();
  const Folder folder;
  const std::string path = folder.file("l.db");
  Ledger ledger = open_or_die(path, Ledger::Access::kWrite);
  test::add_all(ledger, {full_report("a")});
  ASSERT_TRUE(ledger.connection().run("PRAGMA max_page_count = 40"));
  ASSERT_TRUE(ledger.begin());
  Result<void> outcome;
  for (int i = 0; outcome && i < 1000; ++i)
    outcome = ledger.add(full_report(fmt::format("b{}", i)), kBy);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kLedgerWrite);
  EXPECT_THAT(outcome.error().message, testing::HasSubstr("disk is full"));
  EXPECT_FALSE(ledger.in_batch());
  EXPECT_EQ(count(ledger)->reports, 1u);
  ASSERT_TRUE(ledger.connection().run("PRAGMA max_page_count = 100000"));
  test::add_all(ledger, {full_report("b")});
  EXPECT_EQ(count(ledger)->reports, 2u);
  EXPECT_THAT(test::defects_of(ledger), IsEmpty());
}

}  // namespace
}  // namespace chancery
