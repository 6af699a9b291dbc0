// result.hpp: what a function returns when the world may fail: a value or an Error.
//
// The member names are those of std::expected, which C++20 lacks.
#pragma once
#include <cassert>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace chancery {

// Stable names, listed in docs/errors.md. Surfaces map them to exit codes and statuses.
enum class ErrorCode : std::uint8_t {
  kUnreadable,     // a file or stream cannot be opened or read
  kBadInput,       // a report, record or line is not what its format asks for
  kBadEncoding,    // bytes that are not UTF-8 or marked UTF-16
  kTooLarge,       // over a documented limit
  kConflict,       // the same id with another text
  kBadTable,       // a lexicon row that the checker refuses
  kBadModel,       // a model file that is damaged, cut, of another version, or fails its exam
  kUsage,          // the caller asked for something that does not exist
  kNotFound,       // nothing has that id
  kLedgerDamaged,  // the ledger is not a ledger, is damaged or of a newer version
  kLedgerBusy,     // another process holds the ledger
  kLedgerWrite,    // the ledger cannot be written (read-only, disk full)
  kInternal,       // a defect of the program
};

// "bad-input", "ledger-busy", ...: the name of a code in messages and documents.
const char* to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // what was expected, what was found
  std::string place;    // file, line and column, or record; may be empty

  // "PLACE: MESSAGE", one line.
  std::string to_line() const { return place.empty() ? message : place + ": " + message; }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}
  bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const {
    assert(failed_);
    return error_;
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace chancery
