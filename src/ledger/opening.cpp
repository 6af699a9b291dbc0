#include "ledger/opening.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "ledger_tables.hpp"

namespace chancery {
namespace {

constexpr std::int64_t kApplicationId = 1128812099;  // "CHNC", as in schema.sql
// One size for small and large archives, so that memory does not grow with them.
constexpr const char* kSettings =
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; PRAGMA "
    "cell_size_check = ON;"
    "PRAGMA cache_size = -49152";

struct Identity {
  bool empty = false;  // no content at all yet
  std::int64_t version = 0;
};

// Of one state of the file: needs a transaction.
Result<Identity> read_identity(sqlite::Connection& connection, Migrations versions) {
  const auto damaged = [&](std::string message) {
    return Error{ErrorCode::kLedgerDamaged, std::move(message), connection.path()};
  };
  const Result<std::int64_t> application = connection.number("PRAGMA application_id");
  if (!application) return application.error();
  const Result<std::int64_t> version = connection.number("PRAGMA user_version");
  if (!version) return version.error();
  if (*application != kApplicationId) {
    const Result<std::int64_t> objects = connection.number("SELECT count(*) FROM sqlite_schema");
    if (!objects) return objects.error();
    if (*application == 0 && *version == 0 && *objects == 0) return Identity{true, 0};
    return damaged("not a Chancery ledger");
  }
  const std::int64_t last = static_cast<std::int64_t>(versions.size());
  if (*version > last) {
    return damaged(
        fmt::format("the ledger is made by a newer version of Chancery (schema {}, this program "
                    "knows up to {})",
                    *version, last));
  }
  if (*version < 1)
    return damaged(fmt::format("the ledger is damaged (schema version {})", *version));
  return Identity{false, *version};
}

// What the file says it is, or why it is no ledger of ours. Another process may be making it at
// this moment.
Result<Identity> identify(sqlite::Connection& connection, Migrations versions) {
  if (connection.in_transaction()) return read_identity(connection, versions);
  if (const Result<void> done = connection.run("BEGIN"); !done) return done.error();
  Result<Identity> identity = read_identity(connection, versions);
  connection.roll_back();
  return identity;
}

// Ledgers are kept in write-ahead logging, so that readers and a writer do not wait for each other.
Result<void> use_log(sqlite::Connection& connection, std::chrono::milliseconds patience) {
  // SQLite does not wait for this lock by itself.
  constexpr std::chrono::milliseconds kPause{20};
  for (std::chrono::milliseconds waited{0};; waited += kPause) {
    const Result<void> done = connection.run("PRAGMA journal_mode = WAL");
    if (done || done.error().code != ErrorCode::kLedgerBusy || waited >= patience) return done;
    sqlite::pause(kPause);
  }
}

// True where there are bytes, and not those that a database begins with. SQLite itself takes a file
// of a few bytes for an empty one, and writes over it.
bool is_other_file(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::ifstream file(path, std::ios::binary);
  std::array<char, kMagic.size()> first{};
  file.read(first.data(), first.size());
  return file.gcount() > 0 &&
         std::string_view(first.data(), static_cast<std::size_t>(file.gcount())) != kMagic;
}

Error no_ledger(const std::string& path) {
  return {ErrorCode::kLedgerDamaged, "not a Chancery ledger", path};
}

bool has_log(const std::string& path) {
  std::error_code failure;
  return std::filesystem::exists(path + "-wal", failure);
}

using OpenResult = Result<std::unique_ptr<sqlite::Connection>>;

OpenResult open_writer(const std::string& path, std::chrono::milliseconds patience,
                       Migrations versions) {
  const auto refused = [&](std::string message) {
    return Error{ErrorCode::kLedgerWrite, std::move(message), path};
  };
  std::error_code failure;
  const std::filesystem::file_status file = std::filesystem::status(path, failure);
  if (std::filesystem::exists(file) && !std::filesystem::is_regular_file(file)) {
    return refused("the ledger cannot be written: this is not a file");
  }
  if (is_other_file(path)) return no_ledger(path);
  OpenResult opened = sqlite::Connection::open(path, sqlite::Mode::kCreate, patience);
  if (!opened) return opened;
  sqlite::Connection& connection = **opened;
  // Before anything is read, which would leave a log beside the file.
  if (connection.read_only()) return refused("the ledger cannot be written: the file is read-only");
  if (const Result<Identity> identity = identify(connection, versions); !identity)
    return identity.error();
  if (const Result<void> done = connection.run(kSettings); !done) return done.error();
  if (const Result<void> done = migrate(connection, versions); !done) return done.error();
  if (const Result<void> done = use_log(connection, patience); !done) return done.error();
  return opened;
}

OpenResult open_reader(const std::string& path, std::chrono::milliseconds patience,
                       Migrations versions) {
  const auto refused = [&](std::string message) {
    return Error{ErrorCode::kUnreadable, std::move(message), path};
  };
  std::error_code failure;
  const std::filesystem::file_status file = std::filesystem::status(path, failure);
  if (!std::filesystem::exists(file))
    return refused(failure ? failure.message() : "no such ledger");
  if (!std::filesystem::is_regular_file(file)) return refused("not a file");

  if (is_other_file(path)) return no_ledger(path);

  // Open for writing where the system allows it, so that closing cleans up the log; query_only
  // keeps to reading.
  OpenResult opened = sqlite::Connection::open(path, sqlite::Mode::kReadWrite, patience);
  if (!opened) return opened;
  if ((*opened)->read_only() && !has_log(path)) {
    // The log that this reader would make is one that it may not remove, and that would keep the
    // owner from writing.
    opened = sqlite::Connection::open(path, sqlite::Mode::kImmutable, patience);
    if (!opened) return opened;
  }
  Result<Identity> identity = identify(**opened, versions);
  if (!identity && identity.error().code != ErrorCode::kLedgerDamaged &&
      identity.error().code != ErrorCode::kLedgerBusy) {
    // No log can be made here. Without a log that waits to be read, the file alone is whole.
    if (has_log(path) && std::filesystem::file_size(path + "-wal", failure) != 0) {
      return refused(
          "the ledger has an unfinished log (-wal) beside it, and its folder is read-only: copy "
          "both to another folder");
    }
    opened = sqlite::Connection::open(path, sqlite::Mode::kImmutable, patience);
    if (!opened) return opened;
    identity = identify(**opened, versions);
  }
  if (!identity) return identity.error();
  if (identity->empty) {
    // A writer was stopped before its first line: an empty ledger.
    opened = sqlite::Connection::open(path, sqlite::Mode::kMemory, patience);
    if (!opened) return opened;
    if (const Result<void> done = migrate(**opened, versions); !done) return done.error();
  } else if (identity->version < static_cast<std::int64_t>(versions.size())) {
    opened = std::unique_ptr<sqlite::Connection>{};
    if (const OpenResult migrated = open_writer(path, patience, versions); !migrated)
      return migrated.error();
    opened = sqlite::Connection::open(path, sqlite::Mode::kReadWrite, patience);
    if (!opened) return opened;
  }
  if (const Result<void> done = (*opened)->run(kSettings); !done) return done.error();
  if (const Result<void> done = (*opened)->run("PRAGMA query_only = ON"); !done)
    return done.error();
  return opened;
}

}  // namespace

Migrations migrations() {
  static const std::array<std::string_view, 3> scripts = {
      ledger_tables::schema(), ledger_tables::schema_2(), ledger_tables::schema_3()};
  return scripts;
}

Result<void> migrate(sqlite::Connection& connection, Migrations versions) {
  Result<Identity> identity = identify(connection, versions);
  if (!identity) return identity.error();
  while (identity->version < static_cast<std::int64_t>(versions.size())) {
    if (const Result<void> done = connection.run("BEGIN IMMEDIATE"); !done) return done.error();
    // Another process may have been faster.
    identity = identify(connection, versions);
    Result<void> done;
    if (!identity) {
      done = identity.error();
    } else if (identity->version < static_cast<std::int64_t>(versions.size())) {
      const std::int64_t next = identity->version + 1;
      done = connection.run(versions[static_cast<std::size_t>(identity->version)]);
      if (done) {
        identity = identify(connection, versions);
        if (!identity) {
          done = identity.error();
        } else if (identity->version != next) {
          done =
              Error{ErrorCode::kInternal,
                    fmt::format("migration {} does not set user_version", next), connection.path()};
        }
      }
    }
    if (done) done = connection.run("COMMIT");
    if (!done) {
      connection.roll_back();
      return done.error();
    }
  }
  return {};
}

Result<std::unique_ptr<sqlite::Connection>> open_connection(const std::string& path,
                                                            Ledger::Access access,
                                                            std::chrono::milliseconds patience,
                                                            Migrations versions) {
  if (path.empty()) return Error{ErrorCode::kUsage, "the ledger has no name", ""};
  return access == Ledger::Access::kWrite ? open_writer(path, patience, versions)
                                          : open_reader(path, patience, versions);
}

}  // namespace chancery
