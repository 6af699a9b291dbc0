// sqlite.hpp: SQLite's connection and statement as owners. Private to the room: others include
// ledger.hpp, query.hpp.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace chancery::sqlite {

class Connection;

// A prepared statement. put_ functions fill the question marks from left to right, take_ functions
// read the columns of the current row from left to right. Dies before its connection.
class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept { *this = std::move(other); }
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Texts are not copied: they must live until the last step() of this run.
  void put_text(std::string_view text);
  void put_text_or_null(std::string_view text);  // NULL where empty
  void put_copy(std::string_view text);
  void put_integer(std::int64_t value);
  void put_real(double value);
  void put_real_or_null(std::optional<double> value);
  void put_null();

  // True where there is a row to take. Once it is false, or has failed, the statement stands at its
  // start again.
  Result<bool> step();
  // Steps to the end, rows unread.
  Result<void> run();
  // To the start again: what was put is forgotten. Needed only where rows were left unread.
  void rewind();

  // Views live until the next step() or rewind().
  std::string_view take_text();  // empty where NULL
  std::int64_t take_integer();
  double take_real();
  std::optional<double> take_real_or_none();
  std::optional<std::int64_t> take_integer_or_none();
  bool is_null() const;  // the column that would be taken next
  sqlite3_stmt* handle() const { return statement_; }

 private:
  friend class Connection;
  Connection* connection_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int next_mark_ = 1;
  int next_column_ = 0;
  int put_code_ = 0;  // the first failure of a put_
};

// How a file is opened.
enum class Mode : std::uint8_t {
  kCreate,     // for writing, made where it is missing
  kReadWrite,  // writing where the system lets us, else reading; an existing file
  kImmutable,  // reading without locks and logs: the caller knows that nobody writes
  kMemory,     // no file at all; the path is for messages
};

// Lets other processes go on.
void pause(std::chrono::milliseconds length);

// One connection, one thread at a time.
class Connection {
 public:
  // Does not touch the file's content yet: errors of the content come with the first statement.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode,
                                                  std::chrono::milliseconds patience);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  // Open transactions are rolled back. A writer empties the write log into the file first.
  ~Connection();

  // Runs all statements of a script.
  Result<void> run(std::string_view script);
  Result<Statement> prepare(std::string_view sql);
  // The statement of a string literal, prepared at its first use, at its start. One at a time: a
  // second call with the same literal rewinds the first user's.
  Result<Statement*> cached(const char* sql);
  // The only number that a query gives.
  Result<std::int64_t> number(std::string_view sql);

  bool in_transaction() const;
  bool read_only() const;  // the file system lets us only read
  // Ends a transaction, if any, without its changes.
  void roll_back();
  // The longest wait for another process's lock.
  void set_patience(std::chrono::milliseconds patience);

  // What an SQLite result code means to the user.
  Error to_error(int code) const;

  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_; }

 private:
  Connection(std::string path, Mode mode) : path_(std::move(path)), mode_(mode) {}

  std::string path_;
  Mode mode_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<const char*, Statement> cache_;  // by address of the literal
};

}  // namespace chancery::sqlite
