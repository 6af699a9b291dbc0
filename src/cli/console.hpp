// console.hpp: where a command writes: results on standard output, everything else on standard
// error.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace chancery {

enum class ColorMode : std::uint8_t { kAuto, kAlways, kNever };

// Exit codes, as docs/errors.md lists them.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed =
    1;  // nothing found, a check failed, or some input was unreadable
inline constexpr int kExitUsage = 2;
inline constexpr int kExitLedger = 4;  // damaged, locked or not writable
int exit_code_of(const Error& error);

enum class Ink : std::uint8_t { kPlain, kDim, kBold, kGreen, kYellow, kRed, kBlue };

class Console {
 public:
  // Ignores SIGPIPE: a reader that has gone away is seen at the next write, and the command ends
  // quietly.
  Console(ColorMode color, bool quiet);

  // Writes to standard output, buffered. False once the reader has gone: the command should stop,
  // and exit as if done.
  bool out(std::string_view text);
  bool flush();
  // True when standard output could not be written for another reason than a closed pipe (a full
  // disk).
  bool output_failed() const { return output_failed_; }

  // One line on standard error: "chancery: MESSAGE".
  void warn(std::string_view message);
  void warn(const Error& error);

  // A line that is drawn over on a terminal, at most ten times a second; nothing where standard
  // error is no terminal.
  void progress(const std::string& line);
  void end_progress();

  std::string paint(std::string_view text, Ink ink) const;
  // Columns of the terminal, 80 where there is none; at least 40.
  std::size_t width() const { return width_; }

 private:
  std::string buffer_;
  bool color_ = false;
  bool quiet_ = false;
  bool reader_gone_ = false;
  bool output_failed_ = false;
  bool error_is_terminal_ = false;
  bool progress_shown_ = false;
  std::int64_t last_progress_ms_ = 0;
  std::size_t width_ = 80;
};

}  // namespace chancery
