#include <fmt/format.h>

#include <cstdio>

#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "pipeline/parser.hpp"

namespace chancery {
namespace {

constexpr std::uint64_t kMaxConlluBytes = std::uint64_t{1} << 30;

Result<std::string> load_bytes(const std::string& path) {
  if (path != "-") return load_file(path, kMaxConlluBytes);
  return load_file("/dev/stdin", kMaxConlluBytes);
}

// Words given: one file after the other, each whole.
int parse_given_words(const Parser& parser, const std::vector<std::string>& files,
                      Console& console) {
  bool failed = false;
  for (const std::string& file : files) {
    const auto bytes = load_bytes(file);
    auto sentences = bytes ? parse_conllu(*bytes, file, ConlluCheck::kForms)
                           : Result<std::vector<ConlluSentence>>(bytes.error());
    if (!sentences) {
      console.warn(sentences.error());
      failed = true;
      continue;
    }
    parser.parse_words(*sentences);
    if (!console.out(to_conllu(*sentences))) break;
  }
  return failed ? kExitFailed : kExitDone;
}

}  // namespace

int run_parse(const ParseOptions& options, const CommonOptions& common, Console& console) {
  TableSource source;
  source.folder = common.lexicon;
  const auto parser = Parser::load(source);
  if (!parser) {
    console.warn(parser.error());
    return exit_code_of(parser.error());
  }
  if (options.from_conllu) return parse_given_words(*parser, options.files, console);

  Inputs inputs(options.files);
  bool failed = false;
  std::uint64_t reports = 0;
  ParallelOptions parallel;
  parallel.threads = thread_count(common);
  read_all(
      [&](Report report) {
        return Reading{parser->parse(std::move(report)), {}, {}};
      },
      [&] { return inputs.next(); },
      [&](const Result<Reading>& reading) {
        if (!reading) {
          console.warn(reading.error());
          failed = true;
          return true;
        }
        ++reports;
        return console.out(to_conllu(parser->to_sentences(reading->document)));
      },
      parallel);
  if (reports == 0 && !failed) {
    console.warn("no report in the input");
    return kExitFailed;
  }
  return failed ? kExitFailed : kExitDone;
}

}  // namespace chancery
