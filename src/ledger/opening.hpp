// opening.hpp: makes, recognises and migrates the file of a ledger. Private to the room.
#pragma once
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ledger/ledger.hpp"
#include "ledger/sqlite.hpp"

namespace chancery {

// One script a version: number i brings a ledger of version i to version i + 1, sets user_version
// to that, and the row 'schema' of meta. Scripts are only ever added.
using Migrations = std::span<const std::string_view>;
Migrations migrations();

// As Ledger::open(), with the versions given: tests bring their own.
Result<std::unique_ptr<sqlite::Connection>> open_connection(const std::string& path,
                                                            Ledger::Access access,
                                                            std::chrono::milliseconds patience,
                                                            Migrations versions);

// Brings the file to the last version, each step in a transaction of its own; nothing to do where
// it is there. A file without any content becomes a ledger. Fails with kLedgerDamaged on anything
// that is not a ledger, or a newer one.
Result<void> migrate(sqlite::Connection& connection, Migrations versions);

}  // namespace chancery
