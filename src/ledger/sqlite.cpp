#include "ledger/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace chancery::sqlite {
namespace {

int bind_text(sqlite3_stmt* statement, int mark, std::string_view text,
              sqlite3_destructor_type owner) {
  // A null pointer would bind NULL.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  return sqlite3_bind_text64(statement, mark, bytes, text.size(), owner, SQLITE_UTF8);
}

// SQLITE_TRANSIENT without its old-style cast: the pointer whose bits are all ones.
sqlite3_destructor_type copied() {
  return reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});
}

// A path as SQLite's URI syntax takes it.
std::string to_uri(std::string_view path, std::string_view query) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      uri += c;
    }
  }
  uri += '?';
  uri += query;
  return uri;
}

}  // namespace

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(connection_, other.connection_);
  std::swap(statement_, other.statement_);
  std::swap(next_mark_, other.next_mark_);
  std::swap(next_column_, other.next_column_);
  std::swap(put_code_, other.put_code_);
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::put_text(std::string_view text) {
  const int code = bind_text(statement_, next_mark_++, text, nullptr);
  if (put_code_ == SQLITE_OK) put_code_ = code;
}

void Statement::put_text_or_null(std::string_view text) {
  if (text.empty()) {
    put_null();
  } else {
    put_text(text);
  }
}

void Statement::put_copy(std::string_view text) {
  const int code = bind_text(statement_, next_mark_++, text, copied());
  if (put_code_ == SQLITE_OK) put_code_ = code;
}

void Statement::put_integer(std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_, next_mark_++, value);
  if (put_code_ == SQLITE_OK) put_code_ = code;
}

void Statement::put_real(double value) {
  const int code = sqlite3_bind_double(statement_, next_mark_++, value);
  if (put_code_ == SQLITE_OK) put_code_ = code;
}

void Statement::put_real_or_null(std::optional<double> value) {
  if (value) {
    put_real(*value);
  } else {
    put_null();
  }
}

void Statement::put_null() {
  const int code = sqlite3_bind_null(statement_, next_mark_++);
  if (put_code_ == SQLITE_OK) put_code_ = code;
}

Result<bool> Statement::step() {
  next_column_ = 0;
  const int code = put_code_ == SQLITE_OK ? sqlite3_step(statement_) : put_code_;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    rewind();
    return false;
  }
  Error error = connection_->to_error(code);
  rewind();
  return error;
}

Result<void> Statement::run() {
  for (;;) {
    const Result<bool> row = step();
    if (!row) return row.error();
    if (!*row) return {};
  }
}

void Statement::rewind() {
  sqlite3_reset(statement_);
  next_mark_ = 1;
  next_column_ = 0;
  put_code_ = SQLITE_OK;
}

std::string_view Statement::take_text() {
  const int column = next_column_++;
  const void* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::take_integer() {
  return sqlite3_column_int64(statement_, next_column_++);
}

double Statement::take_real() {
  return sqlite3_column_double(statement_, next_column_++);
}

std::optional<double> Statement::take_real_or_none() {
  if (!is_null()) return take_real();
  ++next_column_;
  return std::nullopt;
}

std::optional<std::int64_t> Statement::take_integer_or_none() {
  if (!is_null()) return take_integer();
  ++next_column_;
  return std::nullopt;
}

bool Statement::is_null() const {
  return sqlite3_column_type(statement_, next_column_) == SQLITE_NULL;
}

void pause(std::chrono::milliseconds length) {
  sqlite3_sleep(static_cast<int>(length.count()));
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode,
                                                     std::chrono::milliseconds patience) {
  std::unique_ptr<Connection> connection(new Connection(path, mode));
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  std::string name = path;
  switch (mode) {
    case Mode::kCreate:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case Mode::kReadWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::kImmutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = to_uri(path, "immutable=1");
      break;
    case Mode::kMemory:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
      name = ":memory:";
      break;
  }
  const int code = sqlite3_open_v2(name.c_str(), &connection->handle_, flags, nullptr);
  if (code != SQLITE_OK) return connection->to_error(code);
  // The file may come from anyone: its schema may not call functions with effects, and nothing
  // writes past SQL.
  sqlite3_db_config(connection->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection->handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  connection->set_patience(patience);
  return connection;
}

Connection::~Connection() {
  cache_.clear();
  if (handle_ == nullptr) return;
  if (in_transaction()) roll_back();
  if (mode_ == Mode::kCreate) {
    // A reader that is still there keeps the log; whoever closes last removes it then.
    set_patience(std::chrono::milliseconds{0});
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }
  sqlite3_close_v2(handle_);
}

Result<void> Connection::run(std::string_view script) {
  const char* at = script.data();
  const char* const end = at + script.size();
  while (at < end) {
    Statement statement;
    statement.connection_ = this;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_, at, static_cast<int>(end - at), &statement.statement_, &rest);
    if (code != SQLITE_OK) return to_error(code);
    at = rest;
    if (statement.statement_ == nullptr) continue;  // blanks and comments
    if (const Result<void> done = statement.run(); !done) return done.error();
  }
  return {};
}

Result<Statement> Connection::prepare(std::string_view sql) {
  Statement statement;
  statement.connection_ = this;
  const int code = sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()),
                                      &statement.statement_, nullptr);
  if (code != SQLITE_OK) return to_error(code);
  return statement;
}

Result<Statement*> Connection::cached(const char* sql) {
  Statement& statement = cache_[sql];
  if (statement.statement_ == nullptr) {
    statement.connection_ = this;
    const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement.statement_, nullptr);
    if (code != SQLITE_OK) return to_error(code);
  }
  statement.rewind();
  return &statement;
}

Result<std::int64_t> Connection::number(std::string_view sql) {
  Result<Statement> statement = prepare(sql);
  if (!statement) return statement.error();
  const Result<bool> row = statement->step();
  if (!row) return row.error();
  return *row ? statement->take_integer() : 0;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

bool Connection::read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

void Connection::roll_back() {
  // Fails only where SQLite has rolled back already, which is as good.
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::set_patience(std::chrono::milliseconds patience) {
  sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
}

Error Connection::to_error(int code) const {
  std::string detail = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  const int basic = code & 0xFF;
  if (handle_ != nullptr && (basic == SQLITE_CANTOPEN || basic == SQLITE_IOERR)) {
    if (const int reason = sqlite3_system_errno(handle_); reason != 0)
      detail = std::strerror(reason);
  }
  const auto error = [&](ErrorCode kind, std::string message) {
    return Error{kind, std::move(message), path_};
  };
  const bool writes = mode_ == Mode::kCreate;
  switch (basic) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorCode::kLedgerBusy,
                   "another process is writing to the ledger; try again when it is done");
    case SQLITE_NOTADB:
      return error(ErrorCode::kLedgerDamaged, "not a Chancery ledger");
    case SQLITE_CORRUPT:
      return error(ErrorCode::kLedgerDamaged, fmt::format("the ledger is damaged ({})", detail));
    // The program's SQL is right for a ledger: where SQLite finds no such table or column, the file
    // is not one.
    case SQLITE_ERROR:
      return error(ErrorCode::kLedgerDamaged, fmt::format("the ledger is damaged ({})", detail));
    case SQLITE_FULL:
      return error(ErrorCode::kLedgerWrite, "the ledger cannot be written: the disk is full");
    case SQLITE_READONLY:
      return error(ErrorCode::kLedgerWrite,
                   "the ledger cannot be written: the file or its folder is read-only");
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return writes ? error(ErrorCode::kLedgerWrite,
                            fmt::format("the ledger cannot be opened for writing ({})", detail))
                    : error(ErrorCode::kUnreadable,
                            fmt::format("the ledger cannot be opened ({})", detail));
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_CORRUPTFS)
        return error(ErrorCode::kLedgerDamaged, "the file system is damaged");
      return writes ? error(ErrorCode::kLedgerWrite,
                            fmt::format("the ledger cannot be written ({})", detail))
                    : error(ErrorCode::kUnreadable,
                            fmt::format("the ledger cannot be read ({})", detail));
    case SQLITE_TOOBIG:
      return error(ErrorCode::kTooLarge, "longer than a ledger can hold");
    case SQLITE_CONSTRAINT:
      return error(ErrorCode::kConflict, fmt::format("the ledger refuses the row ({})", detail));
    default:
      return error(ErrorCode::kInternal, fmt::format("SQLite: {}", detail));
  }
}

}  // namespace chancery::sqlite
