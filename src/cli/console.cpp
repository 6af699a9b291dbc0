#include "cli/console.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace chancery {
namespace {

constexpr std::size_t kBufferBytes = 1u << 16;

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

int exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kUsage:
      return kExitUsage;
    case ErrorCode::kLedgerDamaged:
    case ErrorCode::kLedgerBusy:
    case ErrorCode::kLedgerWrite:
      return kExitLedger;
    default:
      return kExitFailed;
  }
}

Console::Console(ColorMode color, bool quiet) : quiet_(quiet) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the size limit is a failed write, not an end
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  error_is_terminal_ = ::isatty(STDERR_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  color_ = color == ColorMode::kAlways ||
           (color == ColorMode::kAuto && terminal && (no_color == nullptr || *no_color == '\0'));
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width_ = std::max<std::size_t>(size.ws_col, 40);
  }
}

bool Console::out(std::string_view text) {
  if (reader_gone_ || output_failed_) return false;
  buffer_ += text;
  return buffer_.size() < kBufferBytes || flush();
}

bool Console::flush() {
  if (reader_gone_ || output_failed_) return false;
  if (!write_all(STDOUT_FILENO, buffer_)) {
    if (errno == EPIPE) {
      reader_gone_ = true;
    } else {
      output_failed_ = true;
      warn(std::string("standard output: ") + std::strerror(errno));
    }
    return false;
  }
  buffer_.clear();
  return true;
}

void Console::warn(std::string_view message) {
  end_progress();
  // One line, whatever the input was named.
  std::string line = "chancery: ";
  for (const char c : message)
    line += (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) ? ' ' : c;
  line += '\n';
  (void)write_all(STDERR_FILENO, line);
}

void Console::warn(const Error& error) {
  warn(error.to_line());
}

void Console::progress(const std::string& line) {
  if (quiet_ || !error_is_terminal_) return;
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::steady_clock::now().time_since_epoch())
                       .count();
  if (progress_shown_ && now - last_progress_ms_ < 100) return;
  last_progress_ms_ = now;
  progress_shown_ = true;
  (void)write_all(STDERR_FILENO, "\r\x1b[K" + line.substr(0, width_ - 1));
}

void Console::end_progress() {
  if (!progress_shown_) return;
  progress_shown_ = false;
  (void)write_all(STDERR_FILENO, "\r\x1b[K");
}

std::string Console::paint(std::string_view text, Ink ink) const {
  if (!color_ || ink == Ink::kPlain) return std::string(text);
  const char* code = "0";
  switch (ink) {
    case Ink::kPlain:
      break;
    case Ink::kDim:
      code = "2";
      break;
    case Ink::kBold:
      code = "1";
      break;
    case Ink::kGreen:
      code = "32";
      break;
    case Ink::kYellow:
      code = "33";
      break;
    case Ink::kRed:
      code = "31";
      break;
    case Ink::kBlue:
      code = "34";
      break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace chancery
