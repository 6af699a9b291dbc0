// syntax_bench: how many words a second the parser reads, from raw text to trees and names.
//
// syntax_bench FILE [--processor plain|avx2|avx512] [--threads N] [--runs N]
//
// FILE is plain text, paragraphs parted by blank lines. It is read in reports of about 400 words.
// Each run loads the model anew, so that no word is in the cache at its start. One JSON object on
// standard output: medians over the runs. Before the clock starts, the answers on all processors
// are compared.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "base/file.hpp"
#include "pipeline/parser.hpp"

namespace chancery {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<std::string> cut_reports(const std::string& text) {
  constexpr std::size_t kReportBytes = 2400;
  std::vector<std::string> reports(1);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find("\n\n", at);
    end = end == std::string::npos ? text.size() : end + 2;
    reports.back() += text.substr(at, end - at);
    at = end;
    if (reports.back().size() >= kReportBytes && at < text.size()) reports.emplace_back();
  }
  return reports;
}

struct Arguments {
  std::string file;
  syntax::Processor processor = syntax::best_processor();
  unsigned threads = 1;
  int runs = 5;
};

Parser load_or_die(syntax::Processor processor) {
  auto parser = Parser::load({}, processor);
  if (!parser) {
    fmt::print(stderr, "{}\n", parser.error().to_line());
    std::exit(1);
  }
  return std::move(*parser);
}

Document parse(const Parser& parser, const std::string& text) {
  Report report;
  report.text = text;
  return parser.parse(std::move(report));
}

std::string answer(const Parser& parser, const std::string& text) {
  return to_conllu(parser.to_sentences(parse(parser, text)));
}

void compare_processors(const std::vector<std::string>& reports, syntax::Processor processor) {
  const Parser tested = load_or_die(processor);
  const Parser plain = load_or_die(syntax::Processor::kPlain);
  for (std::size_t i = 0; i < reports.size(); i += 7) {
    if (answer(tested, reports[i]) == answer(plain, reports[i])) continue;
    fmt::print(stderr, "report {}: processors give different answers\n", i);
    std::exit(1);
  }
}

// Words a second over sentences of `length` words, made of the words of the text.
double rate_at_length(const Parser& parser, const std::vector<std::string>& reports,
                      std::size_t length) {
  std::string text;
  std::vector<Span> words;
  for (const std::string& report : reports) {
    const Document document = parse(parser, report);
    for (TokenId token = 0; token < document.text_layer.tokens(); ++token) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += document.token(token);
      words.push_back({begin, static_cast<std::uint32_t>(text.size())});
      text += ' ';
    }
    if (words.size() >= 20000) break;
  }
  std::vector<TokenRange> sentences;
  for (std::size_t at = 0; at + length <= words.size(); at += length)
    sentences.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)});
  if (sentences.empty()) return 0;
  words.resize(sentences.back().end);
  std::vector<double> rates;
  for (int run = 0; run < 3; ++run) {
    const auto start = Clock::now();
    const SyntaxLayer layer = parser.model().read(text, words, sentences);
    rates.push_back(static_cast<double>(layer.upos.size()) / seconds_since(start));
  }
  return median(rates);
}

int run(const Arguments& arguments) {
  const auto text = load_file(arguments.file, std::uint64_t{1} << 30);
  if (!text) {
    fmt::print(stderr, "{}\n", text.error().to_line());
    return 1;
  }
  const std::vector<std::string> reports = cut_reports(*text);
  compare_processors(reports, arguments.processor);

  std::vector<double> loads;
  std::vector<double> rates;
  std::uint64_t words = 0;
  SyntaxCounts counts;
  for (int i = 0; i < arguments.runs; ++i) {
    const auto load_start = Clock::now();
    const Parser parser = load_or_die(arguments.processor);
    loads.push_back(seconds_since(load_start) * 1000);
    const std::uint64_t before = parser.model().counts().words;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t r = next++; r < reports.size(); r = next++) parse(parser, reports[r]);
    };
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (unsigned t = 1; t < arguments.threads; ++t) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
    const double seconds = seconds_since(start);
    counts = parser.model().counts();
    words = counts.words - before;
    rates.push_back(static_cast<double>(words) / seconds);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const Parser parser = load_or_die(arguments.processor);
  std::string lengths;
  for (const std::size_t length : {10, 20, 50, 100, 200}) {
    lengths += fmt::format("{}\"{}\": {:.0f}", lengths.empty() ? "" : ", ", length,
                           rate_at_length(parser, reports, length));
  }
  const double long_rate = rate_at_length(parser, reports, 5000);
  fmt::print(
      "{{\"processor\": \"{}\", \"threads\": {}, \"words\": {}, \"words_a_second\": {:.0f}, "
      "\"load_ms\": {:.1f}, \"frequent\": {:.4f}, \"cached\": {:.4f}, \"peak_mib\": {:.0f}, "
      "\"by_sentence_length\": {{{}}}, \"seconds_for_5000_words\": {:.3f}}}\n",
      syntax::to_string(arguments.processor), arguments.threads, words, median(rates),
      median(loads), static_cast<double>(counts.frequent) / static_cast<double>(counts.words),
      static_cast<double>(counts.cached) / static_cast<double>(counts.words),
      static_cast<double>(usage.ru_maxrss) / 1024, lengths, long_rate > 0 ? 5000 / long_rate : 0.0);
  return 0;
}

}  // namespace
}  // namespace chancery

int main(int argc, char** argv) {
  chancery::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const bool has_value = i + 1 < argc;
    if (name == "--processor" && has_value) {
      const auto processor = chancery::syntax::processor_of(argv[++i]);
      if (!processor || !chancery::syntax::can_run(*processor)) {
        fmt::print(stderr, "this machine has no '{}'\n", argv[i]);
        return 2;
      }
      arguments.processor = *processor;
    } else if (name == "--threads" && has_value) {
      arguments.threads = static_cast<unsigned>(std::max(1L, std::strtol(argv[++i], nullptr, 10)));
    } else if (name == "--runs" && has_value) {
      arguments.runs = static_cast<int>(std::max(1L, std::strtol(argv[++i], nullptr, 10)));
    } else {
      arguments.file = name;
    }
  }
  if (arguments.file.empty()) {
    fmt::print(stderr, "syntax_bench FILE [--processor NAME] [--threads N] [--runs N]\n");
    return 2;
  }
  return chancery::run(arguments);
}
