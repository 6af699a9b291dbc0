// How many words a second the stages read, beside ICU's word breaks over the same text as a
// baseline.
//
// The input is the archive that bench/make_archive writes, named by CHANCERY_BENCH_ARCHIVE; before
// the clock starts the result is compared with a second reading.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "pipeline/engine.hpp"
#include "report/reader.hpp"

namespace chancery {
namespace {

std::vector<Report> load_archive() {
  const char* path = std::getenv("CHANCERY_BENCH_ARCHIVE");
  if (path == nullptr) {
    fmt::print(stderr, "CHANCERY_BENCH_ARCHIVE names no archive; bench/measure sets it\n");
    std::exit(2);
  }
  auto reader = ReportReader::open(path);
  if (!reader) {
    fmt::print(stderr, "{}\n", reader.error().to_line());
    std::exit(2);
  }
  std::vector<Report> reports;
  while (auto record = reader->next()) {
    if (*record) reports.push_back(std::move(**record));
  }
  return reports;
}

const std::vector<Report>& archive() {
  static const std::vector<Report> reports = load_archive();
  return reports;
}

const Engine& engine() {
  static const Engine instance = [] {
    auto loaded = Engine::load({});
    if (!loaded) {
      fmt::print(stderr, "{}\n", loaded.error().to_line());
      std::exit(2);
    }
    return std::move(*loaded);
  }();
  return instance;
}

void raw_text_to_entries(benchmark::State& state) {
  std::uint64_t words = 0;
  std::uint64_t entries = 0;
  std::uint64_t expected = 0;
  for (const Report& report : archive()) expected += engine().read(report).entries.size();
  for (auto _ : state) {
    entries = 0;
    for (const Report& report : archive()) {
      const Reading reading = engine().read(report);
      words += reading.words();
      entries += reading.entries.size();
    }
    if (entries != expected) state.SkipWithError("two readings differ");
  }
  state.counters["words"] =
      benchmark::Counter(static_cast<double>(words), benchmark::Counter::kIsRate);
}
BENCHMARK(raw_text_to_entries)->Unit(benchmark::kMillisecond);

void baseline_icu_word_breaks(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getEnglish(), status));
  std::uint64_t words = 0;
  for (auto _ : state) {
    for (const Report& report : archive()) {
      UText text = UTEXT_INITIALIZER;
      utext_openUTF8(&text, report.text.data(), static_cast<std::int64_t>(report.text.size()),
                     &status);
      breaks->setText(&text, status);
      while (breaks->next() != icu::BreakIterator::DONE)
        words += breaks->getRuleStatus() >= UBRK_WORD_NUMBER;
      utext_close(&text);
    }
  }
  state.counters["words"] =
      benchmark::Counter(static_cast<double>(words), benchmark::Counter::kIsRate);
}
BENCHMARK(baseline_icu_word_breaks)->Unit(benchmark::kMillisecond);

void load_all_tables(benchmark::State& state) {
  for (auto _ : state) {
    auto loaded = Engine::load({});
    benchmark::DoNotOptimize(loaded);
  }
}
BENCHMARK(load_all_tables)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chancery

BENCHMARK_MAIN();
