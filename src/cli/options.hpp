// options.hpp: what the command line asks for, one struct a command.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "cli/console.hpp"
#include "entries/entry.hpp"

namespace chancery {

enum class Format : std::uint8_t { kTable, kJson, kCsv };

struct CommonOptions {
  ColorMode color = ColorMode::kAuto;
  bool quiet = false;
  std::string lexicon;   // folder of the user's own tables; empty: the program's
  unsigned threads = 0;  // 0: one a core
};

struct ReadOptions {
  std::vector<std::string> files;
  std::string ledger;
  bool revise = false;
};

struct ExtractOptions {
  std::vector<std::string> files;
  bool uncoded = false;
  bool timings = false;
};

struct ParseOptions {
  std::vector<std::string> files;
  bool from_conllu = false;
};

struct ShowOptions {
  std::string what;                    // timeline, a kind in the plural, pair, report, coverage
  std::vector<std::string> arguments;  // of report: its id; of pair: both states
  std::string ledger;
  std::vector<std::string> states;
  std::vector<std::string> pair;
  std::vector<EntryKind> kinds;
  std::vector<Status> statuses;
  std::optional<Novelty> novelty;
  std::string measure;
  std::optional<Day> from, to;
  double min_confidence = 0;
  std::size_t limit = 0;  // 0: all
  Format format = Format::kTable;
};

struct ExportOptions {
  std::string format;             // jsonl, csv, tsv, plover, polecat, icews
  std::optional<EntryKind> kind;  // of csv and tsv
  std::string ledger;
  std::string output;  // empty: standard output
  bool include_text = false;
};

struct ExplainOptions {
  std::string what;    // a file, "-", or an id of the ledger
  std::string ledger;  // empty: `what` is a file
};

struct LexiconOptions {
  std::string what;                // check, who, what
  std::vector<std::string> words;  // who: a state, an office and perhaps a day; what: words
  std::optional<Day> on;
  Format format = Format::kTable;
};

struct EvaluateOptions {
  std::string task;  // entries, actors, places, times, chains, plover, pairs, conllu, names,
                     // recognizers
  std::vector<std::string> files;
  std::string shared;  // folder of the data outside the project; empty: found beside the files
  bool errors = false;
  Format format = Format::kTable;
};

}  // namespace chancery
