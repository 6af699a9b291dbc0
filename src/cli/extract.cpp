#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "entries/entry_json.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

std::string to_line(const Reading& reading, bool with_uncoded) {
  const Report& report = reading.document.report();
  const CodePointIndex index(report.text);
  Json entries = Json::array();
  for (const Entry& entry : reading.entries) entries.push_back(to_json(entry, report.text, index));
  Json line{{"report", to_json(report)}, {"entries", std::move(entries)}};
  if (with_uncoded) {
    Json uncoded = Json::array();
    for (const Uncoded& item : reading.uncoded)
      uncoded.push_back(to_json(item, report.text, index));
    line["uncoded"] = std::move(uncoded);
  }
  return line.dump() + "\n";
}

void print_timings(const Timings& timings, Console& console) {
  double total = 0;
  for (const double seconds : timings.seconds) total += seconds;
  if (timings.words == 0) return;
  const auto words = static_cast<double>(timings.words);
  for (std::size_t i = 0; i < timings.seconds.size(); ++i) {
    console.warn(fmt::format("{:<8} {:>8.3f} s {:>8.3f} us a word",
                             i < stages().size() ? stages()[i].name : "entries", timings.seconds[i],
                             timings.seconds[i] / words * 1e6));
  }
  console.warn(fmt::format("{:<8} {:>8.3f} s {:>8.3f} us a word, {} words, {:.0f} words a second",
                           "all", total, total / words * 1e6, timings.words, words / total));
}

}  // namespace

int run_extract(const ExtractOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  Inputs inputs(options.files);
  bool failed = false;
  std::uint64_t reports = 0;
  const auto sink = [&](const Result<Reading>& reading) {
    if (!reading) {
      console.warn(reading.error());
      failed = true;
      return true;
    }
    ++reports;
    return console.out(to_line(*reading, options.uncoded));
  };
  if (options.timings) {
    Timings timings;
    while (auto record = inputs.next()) {
      if (!sink(*record ? Result<Reading>(engine->read(std::move(**record), timings))
                        : Result<Reading>(record->error())))
        break;
    }
    print_timings(timings, console);
  } else {
    ParallelOptions parallel;
    parallel.threads = thread_count(common);
    read_all(
        *engine, [&] { return inputs.next(); }, sink, parallel);
  }
  if (reports == 0 && !failed) {
    console.warn("no report in the input");
    return kExitFailed;
  }
  return failed ? kExitFailed : kExitDone;
}

}  // namespace chancery
