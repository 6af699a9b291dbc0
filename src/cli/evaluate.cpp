#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "evaluate/chains_task.hpp"
#include "evaluate/conllu_task.hpp"
#include "evaluate/entries_task.hpp"
#include "evaluate/mention_files.hpp"
#include "evaluate/mentions_task.hpp"
#include "evaluate/names_task.hpp"
#include "evaluate/pairs_task.hpp"
#include "evaluate/plover_task.hpp"
#include "evaluate/recognizers_task.hpp"
#include "evaluate/times_task.hpp"
#include "pipeline/parser.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMaxGoldBytes = std::uint64_t{1} << 30;

int evaluate_entries(const EvaluateOptions& options, const CommonOptions& common,
                     Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  const auto files = list_gold_files(options.files);
  if (!files) {
    console.warn(files.error());
    return exit_code_of(files.error());
  }
  EntriesScore score;
  bool failed = false;
  for (const std::string& file : *files) {
    if (const auto scored = score_gold_file(*engine, file, score); !scored) {
      console.warn(scored.error());
      failed = true;
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

int evaluate_mentions(const EvaluateOptions& options, const CommonOptions& common,
                      Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  const auto files = list_mention_files(options.files);
  if (!files) {
    console.warn(files.error());
    return exit_code_of(files.error());
  }
  SharedTexts shared(options.shared.empty() ? find_shared(files->front())
                                            : std::filesystem::path(options.shared));
  const auto score_text = options.task == "actors" ? score_actors : score_places;
  MentionsScore score;
  bool failed = false;
  for (const std::string& path : *files) {
    const auto file = load_mention_file(path, shared);
    if (!file) {
      console.warn(file.error());
      failed = true;
      continue;
    }
    if (!file->skipped.empty()) score.skipped.push_back(path + ": " + file->skipped);
    for (const GoldText& gold : file->texts) {
      Report report;
      report.id = gold.place;
      report.text = gold.text;
      report.date = gold.date;
      const Reading reading = engine->read(std::move(report));
      score_text(gold, reading.document, file->name, score);
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

int evaluate_chains(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  ChainsScore score;
  bool failed = false;
  for (const std::string& path : options.files) {
    const auto bytes = load_file(path, kMaxGoldBytes);
    const auto documents =
        !bytes ? Result<std::vector<ChainDocument>>(bytes.error()) : parse_chains(*bytes, path);
    if (!documents) {
      console.warn(documents.error());
      failed = true;
      continue;
    }
    for (const ChainDocument& gold : *documents) {
      Report report;
      report.id = gold.id;
      report.text = gold.text;
      report.date = gold.date;
      const Reading reading = engine->read(std::move(report));
      score_chains(gold, reading.document, score);
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

int evaluate_recognizers(const EvaluateOptions& options, const CommonOptions& common,
                         Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  std::vector<RecognizerScore> scores;
  bool failed = false;
  for (const std::string& path : options.files) {
    const auto bytes = load_file(path, kMaxGoldBytes);
    auto score =
        !bytes ? Result<RecognizerScore>(bytes.error()) : score_recognizers(*engine, *bytes, path);
    if (!score) {
      console.warn(score.error());
      failed = true;
      continue;
    }
    scores.push_back(std::move(*score));
  }
  if (options.format == Format::kJson) {
    Json all = Json::array();
    for (const RecognizerScore& score : scores) all.push_back(to_json(score));
    console.out(all.dump(1) + "\n");
  } else {
    console.out(to_text(scores, options.errors));
  }
  return failed ? kExitFailed : kExitDone;
}

int evaluate_times(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  TimesScore score;
  bool failed = false;
  for (const std::string& path : options.files) {
    const auto bytes = load_file(path, kMaxGoldBytes);
    const auto documents =
        !bytes ? Result<std::vector<DatedDocument>>(bytes.error()) : parse_dates(*bytes, path);
    if (!documents) {
      console.warn(documents.error());
      failed = true;
      continue;
    }
    for (const DatedDocument& gold : *documents) {
      if (gold.dates.empty()) continue;
      Report report;
      report.id = gold.id;
      report.text = gold.text;
      report.date = gold.date;
      const Reading reading = engine->read(std::move(report));
      score_dates(gold, reading.document, score);
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

int evaluate_plover(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  TableSource source;
  source.folder = common.lexicon;
  const auto relabels = load_plover_relabels(source);
  auto engine = load_engine(common);
  for (const Error* error :
       {relabels ? nullptr : &relabels.error(), engine ? nullptr : &engine.error()}) {
    if (error == nullptr) continue;
    console.warn(*error);
    return exit_code_of(*error);
  }
  PloverScore score;
  bool failed = false;
  for (const std::string& path : options.files) {
    const auto bytes = load_file(path, kMaxGoldBytes);
    const auto records = !bytes ? Result<std::vector<PloverRecord>>(bytes.error())
                                : parse_plover_records(*bytes, path, *relabels);
    if (!records) {
      console.warn(records.error());
      failed = true;
      continue;
    }
    for (const PloverRecord& gold : *records) {
      Report report;
      report.id = gold.id;
      report.text = gold.text;
      const Reading reading = engine->read(std::move(report));
      score_plover(gold, reading.document, score);
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

int evaluate_pairs(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  PairsScore score;
  bool failed = false;
  for (const std::string& path : options.files) {
    auto bytes = load_file(path, kMaxGoldBytes);
    const auto sentences = !bytes ? Result<std::vector<PairSentence>>(bytes.error())
                                  : parse_pairs(std::move(*bytes), path);
    if (!sentences) {
      console.warn(sentences.error());
      failed = true;
      continue;
    }
    const auto read = [&](const PairSentence& sentence) {
      Report report;
      report.id = sentence.pair;
      report.text = sentence.text;
      report.date = sentence.date;
      return engine->read(std::move(report));
    };
    const std::string name = std::filesystem::path(path).filename().string();
    for (std::size_t i = 0; i + 1 < sentences->size(); i += 2) {
      const Reading first = read((*sentences)[i]);
      const Reading second = read((*sentences)[i + 1]);
      score_pair((*sentences)[i], first.document, (*sentences)[i + 1], second.document, name,
                 score);
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

// One gold file: what to print for it.
struct Scored {
  std::string text;
  Json json;
};

Result<Scored> score_treebank(const Parser& parser, const std::string& bytes,
                              const std::string& file) {
  const auto gold = parse_conllu(bytes, file, ConlluCheck::kTrees);
  if (!gold) return gold.error();
  std::vector<ConlluSentence> parsed = *gold;
  parser.parse_words(parsed);
  const auto words = score_conllu(*gold, parsed);
  if (!words) return words.error();
  const auto raw = score_raw_text(*gold, [&](const std::string& text) {
    Report report;
    report.text = text;
    return parser.to_sentences(parser.parse(std::move(report)));
  });
  if (!raw) return raw.error();
  return Scored{
      file + ", gold words\n" + to_text(*words) + "\n" + file + ", raw text\n" + to_text(*raw),
      Json{{"file", file}, {"gold_words", to_json(*words)}, {"raw_text", to_json(*raw)}}};
}

Result<Scored> score_name_file(const Parser& parser, const std::string& bytes,
                               const std::string& file, bool with_errors) {
  const auto gold = parse_names(bytes, file);
  if (!gold) return gold.error();
  NamesScore score;
  score_names(
      *gold, [&](std::span<const std::string> words) { return parser.find_names(words); }, score);
  return Scored{file + "\n" + to_text(score, with_errors),
                Json{{"file", file}, {"names", to_json(score)}}};
}

int evaluate_syntax(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  TableSource source;
  source.folder = common.lexicon;
  const auto parser = Parser::load(source);
  if (!parser) {
    console.warn(parser.error());
    return exit_code_of(parser.error());
  }
  bool failed = false;
  bool first = true;
  Json all = Json::array();
  for (const std::string& file : options.files) {
    const auto bytes = load_file(file, kMaxGoldBytes);
    const auto scored = !bytes ? Result<Scored>(bytes.error())
                        : options.task == "conllu"
                            ? score_treebank(*parser, *bytes, file)
                            : score_name_file(*parser, *bytes, file, options.errors);
    if (!scored) {
      console.warn(scored.error());
      failed = true;
      continue;
    }
    if (options.format == Format::kJson) {
      all.push_back(scored->json);
      continue;
    }
    console.out((first ? "" : "\n") + scored->text);
    first = false;
  }
  if (options.format == Format::kJson) console.out(all.dump(1) + "\n");
  return failed ? kExitFailed : kExitDone;
}

}  // namespace

int run_evaluate(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  if (options.task == "entries") return evaluate_entries(options, common, console);
  if (options.task == "actors" || options.task == "places")
    return evaluate_mentions(options, common, console);
  if (options.task == "chains") return evaluate_chains(options, common, console);
  if (options.task == "times") return evaluate_times(options, common, console);
  if (options.task == "recognizers") return evaluate_recognizers(options, common, console);
  if (options.task == "pairs") return evaluate_pairs(options, common, console);
  if (options.task == "plover") return evaluate_plover(options, common, console);
  return evaluate_syntax(options, common, console);
}

}  // namespace chancery
