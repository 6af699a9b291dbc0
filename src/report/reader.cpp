#include "report/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "report/byte_stream.hpp"
#include "report/finish.hpp"
#include "report/json_line.hpp"

namespace chancery {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = 64u << 10;
constexpr std::size_t kKeptBuffer = 4u << 20;
constexpr std::size_t kSniffed = 1024;  // bytes that decide what an input is

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool starts_with_folded(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool ends_with_folded(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         starts_with_folded(text.substr(text.size() - suffix.size()), suffix);
}

std::string_view without_packing(std::string_view path) {
  for (const std::string_view suffix : {".gz", ".zst"}) {
    if (ends_with_folded(path, suffix)) return path.substr(0, path.size() - suffix.size());
  }
  return path;
}

bool is_json_lines_name(std::string_view path) {
  path = without_packing(path);
  return ends_with_folded(path, ".jsonl") || ends_with_folded(path, ".ndjson");
}

bool is_report_name(std::string_view path) {
  const std::string_view plain = without_packing(path);
  return is_json_lines_name(path) || ends_with_folded(plain, ".txt") ||
         ends_with_folded(plain, ".text");
}

// Adds the reports below `folder` to the list, unsorted.
void list_folder(const fs::path& folder, InputList& list) {
  std::vector<fs::path> open = {folder};
  while (!open.empty()) {
    const fs::path here = std::move(open.back());
    open.pop_back();
    std::error_code ec;
    fs::directory_iterator entry(here, ec);
    for (; !ec && entry != fs::directory_iterator(); entry.increment(ec)) {
      std::error_code ignored;
      if (entry->is_directory(ignored)) {
        if (!entry->is_symlink(ignored)) open.push_back(entry->path());
      } else if (is_report_name(entry->path().native())) {
        const fs::file_status status = entry->status(ignored);
        // A link to nothing is listed, so that opening it tells of it; pipes and devices are not
        // files of reports.
        if (fs::is_regular_file(status) || !fs::exists(status))
          list.paths.push_back(entry->path().native());
      }
    }
    if (ec) list.errors.push_back({ErrorCode::kUnreadable, ec.message(), here.native()});
  }
}

struct Signature {
  std::string_view bytes;
  const char* name;
};
using namespace std::string_view_literals;

// What an input may begin with that is no text, after unpacking.
constexpr Signature kBinarySignatures[] = {
    {"%PDF-"sv, "PDF"},
    {"PK\x03\x04"sv, "ZIP archive or office document"},
    {"PK\x05\x06"sv, "ZIP archive"},
    {"\x89PNG"sv, "PNG image"},
    {"\xFF\xD8\xFF"sv, "JPEG image"},
    {"GIF87a"sv, "GIF image"},
    {"GIF89a"sv, "GIF image"},
    {"\x7F"
     "ELF"sv,
     "program (ELF)"},
    {"\xD0\xCF\x11\xE0"sv, "office document (OLE)"},
    {"{\\rtf"sv, "RTF document"},
    {"SQLite format 3\0"sv, "SQLite database"},
    {"\x1F\x8B"sv, "gzip inside gzip or zstd"},
    {"\x28\xB5\x2F\xFD"sv, "zstd inside gzip or zstd"},
    {"\xFD"
     "7zXZ\0"sv,
     "xz archive"},
    {"7z\xBC\xAF\x27\x1C"sv, "7-Zip archive"},
};

// The same for markup, after blanks and without regard to letter case.
constexpr Signature kMarkupSignatures[] = {
    {"<!doctype html"sv, "HTML page"}, {"<html"sv, "HTML page"},
    {"<?xml"sv, "XML or feed"},        {"<rss"sv, "RSS feed"},
    {"<feed"sv, "Atom feed"},
};

std::size_t skip_blanks(std::string_view text, std::size_t at = 0) {
  while (at < text.size() && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) ++at;
  return at;
}

// The name of a format that is not read yet, or an empty string.
std::string find_foreign_format(std::string_view head) {
  for (const Signature& signature : kBinarySignatures) {
    if (head.substr(0, signature.bytes.size()) == signature.bytes) return signature.name;
  }
  const std::string_view first = head.substr(skip_blanks(head));
  for (const Signature& signature : kMarkupSignatures) {
    if (starts_with_folded(first, signature.bytes)) return signature.name;
  }
  if (head.size() >= 10 && head.substr(0, 3) == "BZh" && head.substr(4, 6) == "1AY&SY")
    return "bzip2 archive";
  return {};
}

// True for { "key": and for {} alone on its line.
bool begins_object(std::string_view head) {
  std::size_t at = skip_blanks(head);
  if (at == head.size() || head[at] != '{') return false;
  at = skip_blanks(head, at + 1);
  if (at == head.size()) return false;
  if (head[at] == '}') {
    const std::size_t end = std::min(head.find('\n', at), head.size());
    return skip_blanks(head.substr(0, end), at + 1) == end;
  }
  if (head[at] != '"') return false;
  for (++at; at < head.size() && head[at] != '"' && head[at] != '\n'; ++at) {
    if (head[at] == '\\') ++at;
  }
  if (at >= head.size() || head[at] != '"') return false;
  at = skip_blanks(head, at + 1);
  return at < head.size() && head[at] == ':';
}

bool begins_array_of_objects(std::string_view head) {
  const std::size_t at = skip_blanks(head);
  return at < head.size() && head[at] == '[' && begins_object(head.substr(at + 1));
}

}  // namespace

InputList list_inputs(const std::vector<std::string>& arguments) {
  InputList list;
  for (const std::string& argument : arguments) {
    if (argument == "-") {
      list.paths.push_back(argument);
      continue;
    }
    std::error_code ec;
    const fs::file_status status = fs::status(argument, ec);
    if (!fs::exists(status)) {
      const bool missing = status.type() == fs::file_type::not_found;
      list.errors.push_back(
          {ErrorCode::kUnreadable, missing ? "no such file or folder" : ec.message(), argument});
    } else if (fs::is_directory(status)) {
      const std::size_t before = list.paths.size();
      const std::size_t errors = list.errors.size();
      list_folder(argument, list);
      std::sort(list.paths.begin() + static_cast<std::ptrdiff_t>(before), list.paths.end());
      std::sort(list.errors.begin() + static_cast<std::ptrdiff_t>(errors), list.errors.end(),
                [](const Error& a, const Error& b) { return a.place < b.place; });
      if (list.paths.size() == before && list.errors.size() == errors) {
        list.errors.push_back(
            {ErrorCode::kUnreadable,
             "folder without reports (.txt, .text, .jsonl, .ndjson, also with .gz or .zst)",
             argument});
      }
    } else {
      list.paths.push_back(argument);
    }
  }
  return list;
}

class ReportReader::State {
 public:
  State(std::unique_ptr<ByteStream> bytes, std::string name, ReadLimits limits)
      : stream_(unpacked_stream(std::move(bytes))), name_(std::move(name)), limits_(limits) {}

  std::optional<Result<Report>> next() {
    if (mode_ == Mode::kUnknown) {
      if (auto error = sniff()) return end_with(std::move(*error));
    }
    switch (mode_) {
      case Mode::kText:
        return read_text();
      case Mode::kLines:
        return read_line();
      case Mode::kUnknown:
      case Mode::kEnded:
        break;
    }
    return std::nullopt;
  }

 private:
  enum class Mode { kUnknown, kText, kLines, kEnded };

  std::string_view unread() const {
    return std::string_view(buffer_).substr(begin_, end_ - begin_);
  }
  std::string origin() const { return fmt::format("{}:{}", name_, line_); }

  Result<Report> end_with(Error error) {
    mode_ = Mode::kEnded;
    if (error.place.empty()) error.place = name_;
    return error;
  }

  // Reads more bytes behind the unread ones, at most `limit` unread bytes and a chunk in all.
  // Nothing is added at the end of the stream.
  std::optional<Error> fill() {
    if (begin_ == end_) {
      begin_ = end_ = 0;
      if (buffer_.size() > kKeptBuffer) std::string().swap(buffer_);
    }
    if (buffer_.size() < end_ + kChunk + json_padding()) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
      const std::size_t wanted = end_ + kChunk + json_padding();
      if (buffer_.size() < wanted) buffer_.resize(std::max(wanted, end_ * 2));
    }
    const auto got = stream_.read(buffer_.data() + end_, kChunk);
    if (!got) return got.error();
    ended_ = *got == 0;
    end_ += *got;
    return std::nullopt;
  }

  // Decides what the input is by its first bytes and its name.
  std::optional<Error> sniff() {
    while (!ended_ && unread().size() < kSniffed) {
      if (auto error = fill()) return error;
    }
    const std::string_view head = unread().substr(0, kSniffed);
    if (const std::string format = find_foreign_format(head); !format.empty()) {
      return Error{ErrorCode::kBadInput, format + ": not read yet", {}};
    }
    if (is_json_lines_name(name_) || begins_object(head)) {
      mode_ = Mode::kLines;
    } else if (begins_array_of_objects(head)) {
      return Error{
          ErrorCode::kBadInput, "JSON array: not read; JSON Lines, one object a line, are", {}};
    } else {
      mode_ = Mode::kText;
    }
    return std::nullopt;
  }

  // What keeps the bytes from being a text, for a message; empty when nothing does.
  std::string find_bad_encoding(std::string_view bytes) const {
    const std::size_t bad = find_invalid_utf8(bytes);
    if (bad == bytes.size()) return {};
    const unsigned byte = static_cast<unsigned char>(bytes[bad]);
    if (stream_.from_utf16()) {
      return byte == 0xFF ? "not UTF-16 (an odd number of bytes)" : "not UTF-16 (a lone surrogate)";
    }
    if (bytes.size() - bad < 4 && byte >= 0xC2 && is_cut(bytes.substr(bad))) {
      return fmt::format("not UTF-8 (the last character, at offset {}, is cut)", bad);
    }
    return fmt::format(
        "not UTF-8 (byte 0x{:02X} at offset {}); legacy character sets are not read yet", byte,
        bad);
  }

  // True when continuation bytes would make the rest a character.
  static bool is_cut(std::string_view rest) {
    for (const char* tail : {"\x80", "\x80\x80", "\x80\x80\x80", "\x90\x80\x80", "\xA0\x80"}) {
      const std::string whole = std::string(rest) + tail;
      if (find_invalid_utf8(whole) == whole.size()) return true;
    }
    return false;
  }

  Result<Report> read_text() {
    const auto too_large = [&] { return unread().size() > limits_.max_text_bytes; };
    while (!ended_ && !too_large()) {
      if (auto error = fill()) return end_with(std::move(*error));
    }
    if (too_large()) {
      return end_with({ErrorCode::kTooLarge,
                       fmt::format("text over the limit of {} bytes", limits_.max_text_bytes),
                       {}});
    }
    if (const std::size_t nul = unread().find('\0'); nul != std::string_view::npos) {
      return end_with(
          {ErrorCode::kBadInput, fmt::format("binary data (NUL at offset {})", nul), {}});
    }
    if (std::string bad = find_bad_encoding(unread()); !bad.empty()) {
      return end_with({ErrorCode::kBadEncoding, std::move(bad), {}});
    }
    if (is_blank(unread())) return end_with({ErrorCode::kBadInput, "empty", {}});
    mode_ = Mode::kEnded;
    std::string text(unread());
    std::string().swap(buffer_);
    begin_ = end_ = 0;
    return finish_report({}, std::move(text), name_, limits_);
  }

  std::optional<Result<Report>> read_line() {
    for (;;) {
      ++line_;
      const auto line = find_line();
      if (!line) {
        Error error = line.error();
        if (error.place.empty()) {
          error.place = origin();
          mode_ = Mode::kEnded;
        }
        any_record_ = true;
        return Result<Report>(std::move(error));
      }
      if (!*line) {
        mode_ = Mode::kEnded;
        if (any_record_) return std::nullopt;
        return Result<Report>(Error{ErrorCode::kBadInput, "empty", name_});
      }
      if (skip_blanks(**line) == (*line)->size()) continue;
      any_record_ = true;
      if (std::string bad = find_bad_encoding(**line); !bad.empty()) {
        return Result<Report>(Error{ErrorCode::kBadEncoding, std::move(bad), origin()});
      }
      return parser_.parse(**line, origin(), limits_);
    }
  }

  // The next line without its line feed, valid until the next call; nothing at the end. A line over
  // the limit is skipped and is an error with a place; an error without one is the stream's.
  Result<std::optional<std::string_view>> find_line() {
    std::size_t scanned = 0;
    for (;;) {
      const std::string_view bytes = unread();
      const std::size_t feed = bytes.find('\n', scanned);
      const std::size_t size = std::min(feed, bytes.size());
      if (size > limits_.max_line_bytes()) {
        if (auto error = skip_line()) return std::move(*error);
        return Error{ErrorCode::kTooLarge,
                     fmt::format("line over the limit of {} bytes", limits_.max_line_bytes()),
                     origin()};
      }
      if (feed != std::string_view::npos || ended_) {
        if (bytes.empty()) return std::optional<std::string_view>();
        begin_ += std::min(size + 1, bytes.size());
        return std::optional<std::string_view>(bytes.substr(0, size));
      }
      scanned = bytes.size();
      if (auto error = fill()) return std::move(*error);
    }
  }

  // Drops bytes up to the next line feed, and that too.
  std::optional<Error> skip_line() {
    for (;;) {
      const std::size_t feed = unread().find('\n');
      if (feed != std::string_view::npos) {
        begin_ += feed + 1;
        return std::nullopt;
      }
      begin_ = end_;
      if (ended_) return std::nullopt;
      if (auto error = fill()) return error;
    }
  }

  Utf8Stream stream_;
  std::string name_;
  ReadLimits limits_;
  JsonLineParser parser_;
  Mode mode_ = Mode::kUnknown;
  std::string buffer_;  // unread bytes are [begin_, end_); json_padding() bytes follow end_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
  bool any_record_ = false;
  std::size_t line_ = 0;
};

ReportReader::ReportReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ReportReader::ReportReader(ReportReader&&) noexcept = default;
ReportReader& ReportReader::operator=(ReportReader&&) noexcept = default;
ReportReader::~ReportReader() = default;

Result<ReportReader> ReportReader::open(const std::string& path, ReadLimits limits) {
  auto bytes = open_byte_stream(path);
  if (!bytes) {
    Error error = bytes.error();
    error.place = path;
    return error;
  }
  return ReportReader(std::make_unique<State>(std::move(*bytes), path, limits));
}

ReportReader ReportReader::from_bytes(std::string bytes, std::string name, ReadLimits limits) {
  return ReportReader(
      std::make_unique<State>(memory_stream(std::move(bytes)), std::move(name), limits));
}

std::optional<Result<Report>> ReportReader::next() {
  return state_->next();
}

}  // namespace chancery
