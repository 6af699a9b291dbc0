#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "export/entries_table.hpp"
#include "export/events.hpp"
#include "export/jsonl.hpp"
#include "ledger/ledger.hpp"

namespace chancery {
namespace {

// Writes beside the target and renames at the end, so that the file is whole or not there.
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path)
      : path_(path), temporary_(path + ".part"), file_(std::fopen(temporary_.c_str(), "wb")) {}
  ~AtomicFile() {
    if (file_ != nullptr) std::fclose(file_);
    if (!done_) std::remove(temporary_.c_str());
  }
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  bool write(std::string_view text) {
    return file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) == text.size();
  }
  bool finish() {
    if (file_ == nullptr) return false;
    bool good = std::fflush(file_) == 0 && ::fsync(::fileno(file_)) == 0;
    good = std::fclose(file_) == 0 && good;
    file_ = nullptr;
    done_ = good && std::rename(temporary_.c_str(), path_.c_str()) == 0;
    return done_;
  }

 private:
  std::string path_, temporary_;
  std::FILE* file_;
  bool done_ = false;
};

}  // namespace

namespace {

Result<WrittenEvents> write_format(Ledger& ledger, const ExportOptions& options,
                                   const std::function<bool(std::string_view)>& sink) {
  const auto plain = [](const Result<std::uint64_t>& rows) -> Result<WrittenEvents> {
    if (!rows) return rows.error();
    return WrittenEvents{*rows, 0};
  };
  if (options.format == "jsonl") return plain(write_jsonl(ledger, {options.include_text}, sink));
  if (options.format == "csv" || options.format == "tsv") {
    return plain(write_entries(ledger, *options.kind,
                               options.format == "csv" ? TableForm::kCsv : TableForm::kTsv, sink));
  }
  const EventFormat format = options.format == "plover"    ? EventFormat::kPlover
                             : options.format == "polecat" ? EventFormat::kPolecat
                                                           : EventFormat::kIcews;
  return write_events(ledger, format, options.include_text, sink);
}

}  // namespace

int run_export(const ExportOptions& options, const CommonOptions& common, Console& console) {
  const bool table = options.format == "csv" || options.format == "tsv";
  if (table != options.kind.has_value()) {
    console.warn(table
                     ? "export " + options.format + " needs --kind: a table holds one kind of entry"
                     : "--kind goes with csv and tsv");
    return kExitUsage;
  }
  auto ledger = Ledger::open(options.ledger, Ledger::Access::kRead);
  if (!ledger) {
    console.warn(ledger.error());
    return exit_code_of(ledger.error());
  }
  std::unique_ptr<AtomicFile> file;
  if (!options.output.empty()) file = std::make_unique<AtomicFile>(options.output);
  const auto sink = [&](std::string_view line) {
    return file ? file->write(line) : console.out(line);
  };
  const auto written = write_format(*ledger, options, sink);
  if (!written) {
    console.warn(written.error());
    return exit_code_of(written.error());
  }
  if (file && !file->finish()) {
    console.warn(fmt::format("{}: cannot be written: {}", options.output, std::strerror(errno)));
    return kExitFailed;
  }
  if (file && !common.quiet)
    console.warn(fmt::format("{} rows to {}", written->rows, options.output));
  if (written->left_out > 0 && !common.quiet) {
    console.warn(
        fmt::format("{} events left out: no date, or no actor or act with a code of the format",
                    written->left_out));
  }
  return kExitDone;
}

}  // namespace chancery
