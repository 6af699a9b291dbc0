// The program: parses the command line and hands over to one command.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "pipeline/engine.hpp"

namespace chancery {
namespace {

constexpr const char* kAbout =
    "Chancery reads dated news reports on relations between states and keeps the ledger of\n"
    "what they report, each entry with the exact words that it rests on.";

struct Options {
  CommonOptions common;
  ReadOptions read;
  ExtractOptions extract;
  ParseOptions parse;
  std::string parse_from;
  ShowOptions show;
  std::vector<std::string> kinds, statuses;
  std::string novelty, export_kind;
  ExportOptions export_;
  ExplainOptions explain;
  LexiconOptions lexicon;
  std::string on;
  EvaluateOptions evaluate;
  std::string ledger;
  std::string report;
  std::string from, to;
};

const CLI::Validator& day_check() {
  static const CLI::Validator check(
      [](std::string& text) {
        return parse_iso_day(text) ? std::string()
                                   : "expected a day as YYYY-MM-DD, found '" + text + "'";
      },
      "YYYY-MM-DD");
  return check;
}

// A name that `parse` knows.
template <typename Enum>
CLI::Validator name_check(std::optional<Enum> (*parse)(std::string_view), const char* what) {
  return {[parse, what](std::string& text) {
            return parse(text) ? std::string() : "no " + std::string(what) + " '" + text + "'";
          },
          ""};
}

void add_ledger(CLI::App& command, std::string& ledger) {
  command.add_option("--ledger,-l", ledger, "the ledger, one file")->required()->type_name("FILE");
}

void add_format(CLI::App& command, Format& format,
                std::vector<std::pair<std::string, Format>> names) {
  std::string list;
  for (const auto& [name, value] : names) list += (list.empty() ? "" : "|") + name;
  command.add_option("--format", format, "how the answer is written")
      ->transform(CLI::CheckedTransformer(names, CLI::ignore_case).description(""))
      ->type_name(list)
      ->option_text(list);
}

void build(CLI::App& app, Options& options) {
  app.name("chancery");
  app.description(kAbout);
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_version_flag("--version", std::string("chancery ") + program_version(), "the version");
  app.set_help_flag("--help,-h", "this page");
  app.require_subcommand(1);
  app.fallthrough();
  const std::vector<std::pair<std::string, ColorMode>> colors = {
      {"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}};
  const auto common = [&](CLI::App& command) {
    command
        .add_option("--color", options.common.color,
                    "colours: auto, always or never; NO_COLOR is heeded")
        ->transform(CLI::CheckedTransformer(colors, CLI::ignore_case).description(""))
        ->type_name("WHEN");
    command.add_flag("--quiet,-q", options.common.quiet, "no progress and no closing line");
  };
  const auto reading = [&](CLI::App& command) {
    command
        .add_option("--lexicon", options.common.lexicon,
                    "folder of your own tables, laid over the program's")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory.description(""));
    command
        .add_option("--threads,-j", options.common.threads,
                    "how many reports are read at once (default: one a core)")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""));
  };

  CLI::App& read =
      *app.add_subcommand("read", "read reports into a ledger; running it again adds nothing");
  read.add_option("FILES", options.read.files,
                  "reports: .txt or .jsonl, also .gz or .zst; folders; - for standard input")
      ->required();
  add_ledger(read, options.ledger);
  read.add_flag("--revise", options.read.revise,
                "a report of a known id with another text replaces the old one");
  reading(read);
  common(read);

  CLI::App& extract = *app.add_subcommand(
      "extract", "read reports and print them with their entries, one JSON object a line");
  extract.add_option("FILES", options.extract.files, "as for read")->required();
  extract.add_flag("--uncoded", options.extract.uncoded,
                   "also what was seen and not coded, with the reason");
  extract.add_flag("--timings", options.extract.timings, "the time by stage, on standard error");
  reading(extract);
  common(extract);

  CLI::App& parse = *app.add_subcommand(
      "parse", "print words, tags, lemmas, trees and names as CoNLL-U (no ledger)");
  parse.add_option("FILES", options.parse.files, "as for read")->required();
  parse
      .add_option("--from", options.parse_from,
                  "conllu: the files hold words and sentences, which are kept")
      ->check(CLI::IsMember({"conllu"}).description(""))
      ->type_name("FORMAT");
  reading(parse);
  common(parse);

  CLI::App& show = *app.add_subcommand("show", "look into a ledger");
  show.add_option(
          "WHAT", options.show.what,
          "timeline, a kind in the plural (visits, instruments, ...), pair, report or coverage")
      ->required()
      ->check(CLI::IsMember({"timeline", "events", "visits", "meetings", "instruments", "regimes",
                             "figures", "commitments", "positions", "statements", "offices",
                             "posts", "plans", "pair", "report", "coverage"})
                  .description(""));
  show.add_option("ARGUMENT", options.show.arguments,
                  "of pair: two states; of report: its id or the start of it")
      ->expected(0, 2);
  add_ledger(show, options.ledger);
  show.add_option("--state", options.show.states,
                  "entries in which this state takes part (ISO 3166, several: any)")
      ->type_name("ISO3");
  show.add_option("--pair", options.show.pair, "entries in which both take part")
      ->expected(2)
      ->type_name("A B");
  show.add_option("--kind", options.kinds, "entries of this kind (several: any)")
      ->check(name_check(parse_entry_kind, "kind"))
      ->type_name("KIND");
  show.add_option("--status", options.statuses, "entries of this status (several: any)")
      ->check(name_check(parse_status, "status"))
      ->type_name("STATUS");
  show.add_option("--novelty", options.novelty, "new or background")
      ->check(name_check(parse_novelty, "novelty"))
      ->type_name("NOVELTY");
  show.add_option("--measure", options.show.measure, "figures of this measure")->type_name("TEXT");
  show.add_option("--from", options.from, "on or after this day")
      ->check(day_check())
      ->type_name("DAY");
  show.add_option("--to", options.to, "on or before this day")
      ->check(day_check())
      ->type_name("DAY");
  show.add_option("--min-confidence", options.show.min_confidence, "0 to 1")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("P");
  show.add_option("--limit", options.show.limit, "at most so many")->type_name("N");
  add_format(show, options.show.format,
             {{"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}});
  common(show);

  CLI::App& explain = *app.add_subcommand(
      "explain", "why: the words and rules behind an entry, a report or a file");
  explain
      .add_option("WHAT", options.explain.what,
                  "an entry or report of the ledger (or the start of its id), or a file")
      ->required();
  explain
      .add_option("--ledger,-l", options.explain.ledger, "the ledger; without it WHAT is a file")
      ->type_name("FILE");
  reading(explain);
  common(explain);

  CLI::App& exporting = *app.add_subcommand("export", "hand the ledger on to other programs");
  exporting
      .add_option(
          "FORMAT", options.export_.format,
          "csv, tsv: the entries of one kind; plover, polecat, icews: events in the formats of the "
          "field; jsonl: every table, one JSON object a line")
      ->required()
      ->check(CLI::IsMember({"csv", "tsv", "plover", "polecat", "icews", "jsonl"}).description(""));
  exporting.add_option("--kind", options.export_kind, "of csv and tsv: which kind of entry")
      ->check(name_check(parse_entry_kind, "kind"))
      ->type_name("KIND");
  add_ledger(exporting, options.ledger);
  exporting
      .add_option("--output,-o", options.export_.output, "a file, written whole or not at all")
      ->type_name("FILE");
  exporting.add_flag("--include-text", options.export_.include_text,
                     "with the texts of the reports (mind their licences)");
  common(exporting);

  CLI::App& verify =
      *app.add_subcommand("verify", "prove that every entry's words are where it says");
  add_ledger(verify, options.ledger);
  common(verify);

  CLI::App& remove =
      *app.add_subcommand("remove", "take one report out of a ledger, with its entries");
  remove.add_option("REPORT", options.report, "its id")->required();
  add_ledger(remove, options.ledger);
  common(remove);

  CLI::App& lexicon = *app.add_subcommand(
      "lexicon", "ask and check the tables: who held an office, what a wording can mean");
  lexicon
      .add_option("QUESTION", options.lexicon.what,
                  "check: every row of every table; who: holders of an office; what: all that "
                  "words can stand for")
      ->required()
      ->check(CLI::IsMember({"check", "who", "what"}).description(""));
  lexicon.add_option("WORDS", options.lexicon.words,
                     "who: STATE OFFICE [DAY], as in KAZ foreign_minister 2025-04-26; what: the "
                     "words");
  lexicon.add_option("--on", options.on, "what: only what holds on that day")
      ->check(day_check())
      ->type_name("DAY");
  add_format(lexicon, options.lexicon.format, {{"table", Format::kTable}, {"json", Format::kJson}});
  reading(lexicon);
  common(lexicon);

  CLI::App& evaluate = *app.add_subcommand("evaluate", "score the program against gold files");
  evaluate
      .add_option(
          "TASK", options.evaluate.task,
          "entries, actors, places, times, chains, plover, pairs, conllu, names or recognizers")
      ->required()
      ->check(CLI::IsMember({"entries", "actors", "places", "times", "chains", "plover", "pairs",
                             "conllu", "names", "recognizers"})
                  .description(""));
  evaluate
      .add_option(
          "FILES", options.evaluate.files,
          "entries: gold files, or folders with *.gold.json; actors, places: "
          "*.mentions.tsv, *.cases.tsv, or folders with them; times, chains: CoNLL-U of GUM; "
          "plover: gold records, JSON Lines; pairs: evaluate/pairs/*.tsv; "
          "conllu: treebanks; "
          "names: CoNLL-U of GUM, or columns with IOB labels; "
          "recognizers: specifications of Recognizers-Text")
      ->required();
  evaluate.add_flag("--errors", options.evaluate.errors,
                    "one line for each thing missing or wrong");
  evaluate
      .add_option("--shared", options.evaluate.shared,
                  "actors, places: the folder whose data/ holds the treebanks (default: the "
                  "folder 'shared' beside the project)")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory.description(""));
  add_format(evaluate, options.evaluate.format,
             {{"table", Format::kTable}, {"json", Format::kJson}});
  reading(evaluate);
  common(evaluate);
}

int dispatch(const CLI::App& app, Options& options, Console& console) {
  options.read.ledger = options.show.ledger = options.export_.ledger = options.ledger;
  for (const std::string& kind : options.kinds)
    options.show.kinds.push_back(*parse_entry_kind(kind));
  for (const std::string& status : options.statuses)
    options.show.statuses.push_back(*parse_status(status));
  options.export_.kind = parse_entry_kind(options.export_kind);
  options.show.novelty = parse_novelty(options.novelty);
  if (!options.from.empty()) options.show.from = parse_iso_day(options.from);
  if (!options.to.empty()) options.show.to = parse_iso_day(options.to);
  if (app.got_subcommand("read")) return run_read(options.read, options.common, console);
  if (app.got_subcommand("extract")) return run_extract(options.extract, options.common, console);
  options.parse.from_conllu = options.parse_from == "conllu";
  if (app.got_subcommand("parse")) return run_parse(options.parse, options.common, console);
  if (app.got_subcommand("show")) return run_show(options.show, options.common, console);
  if (app.got_subcommand("explain")) return run_explain(options.explain, options.common, console);
  if (app.got_subcommand("export")) return run_export(options.export_, options.common, console);
  if (app.got_subcommand("verify")) return run_verify(options.ledger, console);
  if (app.got_subcommand("remove")) return run_remove(options.report, options.ledger, console);
  if (app.got_subcommand("lexicon")) {
    if (!options.on.empty()) options.lexicon.on = parse_iso_day(options.on);
    return run_lexicon(options.lexicon, options.common, console);
  }
  return run_evaluate(options.evaluate, options.common, console);
}

int run(int argc, char** argv) {
  CLI::App app;
  Options options;
  build(app, options);
  if (argc <= 1) {
    Console console(ColorMode::kAuto, false);
    console.out(app.help());
    console.flush();
    return kExitUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    Console console(ColorMode::kAuto, false);
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      // Help, of the command that was named, or the version.
      const auto named = app.get_subcommands();
      const bool version = error.get_name() == "CallForVersion";
      console.out(version         ? std::string(error.what()) + "\n"
                  : named.empty() ? app.help()
                                  : named.front()->help());
      console.flush();
      return kExitDone;
    }
    std::string message = error.what();
    const std::string word = argv[1];
    if (app.get_subcommands().empty() && !word.empty() && word[0] != '-') {
      message = fmt::format("no command '{}'", word);
      if (const std::string nearest = nearest_command(app, word); !nearest.empty()) {
        message += fmt::format(", did you mean '{}'?", nearest);
      }
    }
    const auto named = app.get_subcommands();
    console.warn(message + fmt::format(" (see chancery {}--help)",
                                       named.empty() ? "" : named.front()->get_name() + " "));
    return kExitUsage;
  }
  Console console(options.common.color, options.common.quiet);
  const int code = dispatch(app, options, console);
  console.end_progress();
  if (!console.flush() && console.output_failed()) return kExitFailed;
  return code;
}

}  // namespace
}  // namespace chancery

int main(int argc, char** argv) {
  try {
    return chancery::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("chancery: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "chancery: defect of the program: %s\n", error.what());
  }
  return chancery::kExitFailed;
}
