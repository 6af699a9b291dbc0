// reader.hpp: the inputs that the arguments name, and the reports in them.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "document/report.hpp"

namespace chancery {

struct InputList {
  std::vector<std::string> paths;
  std::vector<Error> errors;  // in the order of the arguments
};

// The inputs that the arguments name, in their order. A file stays as it is, whatever its suffix,
// and "-" stays. A folder is replaced by the files below it with the suffix .txt, .text, .jsonl or
// .ndjson, each also with .gz or .zst (letter case does not matter), sorted bytewise by path; links
// to folders below it are not followed. What is missing, a folder that cannot be read and a folder
// without reports are errors (kUnreadable); the rest goes on.
InputList list_inputs(const std::vector<std::string>& arguments);

struct ReadLimits {
  std::uint32_t max_text_bytes = kMaxTextBytes;  // of one report, as UTF-8
  // The longest JSON line: a text of the longest size, with every letter that is not ASCII escaped.
  std::uint64_t max_line_bytes() const { return std::uint64_t{max_text_bytes} * 3 + 65536; }
};

// Reads the reports of one input, one after the other, in memory that the limits bound. Plain text
// is one report an input. JSON Lines (the suffix .jsonl or .ndjson, or a first line that begins an
// object) is one report a line: text, and where given id, date, title, source, url; other fields
// are ignored. gzip and zstd are known by their first bytes, as are UTF-8 and UTF-16; every other
// encoding and format is refused by name.
class ReportReader {
 public:
  // "-" is standard input. Fails with kUnreadable when the input cannot be opened; nothing is read
  // yet.
  static Result<ReportReader> open(const std::string& path, ReadLimits limits = {});
  // Over bytes in memory; `name` stands for the path in origins and errors, and its suffix counts.
  static ReportReader from_bytes(std::string bytes, std::string name, ReadLimits limits = {});

  ReportReader(ReportReader&&) noexcept;
  ReportReader& operator=(ReportReader&&) noexcept;
  ~ReportReader();

  // The next report; an Error for one record that cannot be read, after which reading goes on
  // (kBadInput, kBadEncoding, kTooLarge), or for the input itself, after which nothing comes;
  // nothing at the end.
  std::optional<Result<Report>> next();

 private:
  class State;
  explicit ReportReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chancery
