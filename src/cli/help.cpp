#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/table.hpp"

namespace chancery {
namespace {

struct Examples {
  const char* command;
  const char* text;
};

constexpr Examples kExamples[] = {
    {"",
     "  chancery read reports/ --ledger my.db          read a folder of reports into a ledger\n"
     "  chancery show timeline --ledger my.db          what it holds, by date\n"
     "  chancery explain ENTRY --ledger my.db          the words that an entry rests on\n"
     "  chancery extract report.txt                    one report, no ledger, as JSON\n"},
    {"read",
     "  chancery read reports/ --ledger my.db\n"
     "  chancery read archive.jsonl.zst more/ --ledger my.db --threads 4\n"
     "  zcat news.jsonl.gz | chancery read - --ledger my.db\n"},
    {"extract",
     "  chancery extract report.txt\n"
     "  chancery extract reports/ > entries.jsonl\n"
     "  cat report.txt | chancery extract -\n"},
    {"parse",
     "  chancery parse report.txt\n"
     "  chancery parse reports/ > reports.conllu\n"
     "  chancery parse --from conllu words.conllu    the words as they are given\n"},
    {"show",
     "  chancery show pair KAZ CHN --ledger my.db\n"
     "  chancery show timeline --ledger my.db --pair KAZ CHN\n"
     "  chancery show instruments --ledger my.db --state KEN --status planned\n"
     "  chancery show figures --ledger my.db --state KEN --from 2023-01-01\n"
     "  chancery show events --ledger my.db --pair CHN KAZ\n"
     "  chancery show statements --ledger my.db --limit 20\n"
     "  chancery show report REPORT --ledger my.db\n"
     "  chancery show coverage --ledger my.db\n"
     "  chancery show figures --ledger my.db --format csv > figures.csv\n"},
    {"export",
     "  chancery export csv --kind instrument --ledger my.db > instruments.csv\n"
     "  chancery export plover --ledger my.db > events.jsonl\n"
     "  chancery export polecat --ledger my.db --output events.txt\n"
     "  chancery export jsonl --ledger my.db > ledger.jsonl\n"
     "  chancery export jsonl --ledger my.db --include-text --output ledger.jsonl\n"},
    {"explain",
     "  chancery explain report.txt                every sentence, with what was coded in it\n"
     "  chancery explain 3f2a91c0 --ledger my.db   one entry, by its id or the start of it\n"
     "  chancery explain REPORT --ledger my.db     one report of the ledger\n"},
    {"verify", "  chancery verify --ledger my.db\n"},
    {"remove", "  chancery remove REPORT --ledger my.db\n"},
    {"lexicon",
     "  chancery lexicon who KAZ foreign_minister 2025-04-26\n"
     "  chancery lexicon who igo:NATO secretary_general\n"
     "  chancery lexicon what Akorda\n"
     "  chancery lexicon check\n"},
    {"evaluate",
     "  chancery evaluate entries examples/\n"
     "  chancery evaluate entries report.gold.json --errors\n"
     "  chancery evaluate actors evaluate/phenomena/ --errors\n"
     "  chancery evaluate places examples/\n"
     "  chancery evaluate times gum-dev.conllu --errors\n"
     "  chancery evaluate chains gum-dev.conllu\n"
     "  chancery evaluate plover gsr-dev.jsonl --errors\n"
     "  chancery evaluate pairs evaluate/pairs/status.tsv --errors\n"
     "  chancery evaluate conllu treebank.conllu\n"
     "  chancery evaluate names names.iob2\n"
     "  chancery evaluate recognizers NumberModel.dev.json --errors\n"},
};

std::string option_name(const CLI::Option& option) {
  std::string name = option.get_positional() ? option.get_name(true) : option.get_name(false, true);
  std::replace(name.begin(), name.end(), ',', ' ');
  const std::string type = option.get_type_name();
  if (!option.get_positional() && option.get_type_size() != 0 && !type.empty()) name += " " + type;
  return name;
}

std::string rows(const std::vector<std::pair<std::string, std::string>>& entries) {
  constexpr std::size_t kLeft = 26;
  constexpr std::size_t kWidth = 80;
  std::string out;
  for (const auto& [name, text] : entries) {
    std::string left = "  " + name;
    if (left.size() + 2 > kLeft) {
      out += left + "\n";
      left.clear();
    }
    for (const std::string& line : wrap(text, kWidth - kLeft)) {
      out += fmt::format("{:<{}}{}\n", left, kLeft, line);
      left.clear();
    }
  }
  return out;
}

std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

const char* examples_of(const std::string& command) {
  for (const Examples& examples : kExamples) {
    if (command == examples.command) return examples.text;
  }
  return "";
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
  const bool root = app->get_parent() == nullptr;
  std::string out =
      app->get_description() + "\n\nExamples:\n" + examples_of(root ? "" : app->get_name());
  std::string usage = "\nUsage: chancery " + (root ? std::string("COMMAND") : app->get_name());
  std::vector<std::pair<std::string, std::string>> arguments;
  std::vector<std::pair<std::string, std::string>> options;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? arguments : options)
        .emplace_back(option_name(*option), option->get_description());
    if (option->get_positional()) usage += " " + option->get_name(true);
  }
  out += usage + " [OPTIONS]\n";
  if (root) {
    std::vector<std::pair<std::string, std::string>> commands;
    for (const CLI::App* command : app->get_subcommands({}))
      commands.emplace_back(command->get_name(), command->get_description());
    out += "\nCommands (chancery COMMAND --help says more):\n" + rows(commands);
  }
  if (!arguments.empty()) out += "\nArguments:\n" + rows(arguments);
  if (!options.empty()) out += "\nOptions:\n" + rows(options);
  if (root) {
    out +=
        "\nExit codes: 0 done; 1 nothing found, a check failed, or some input was unreadable;\n"
        "2 wrong usage; 4 ledger damaged, locked or not writable.\n";
  }
  return out;
}

std::string nearest_command(const CLI::App& app, const std::string& word) {
  std::string best;
  std::size_t best_distance = 3;
  for (const CLI::App* command : app.get_subcommands({})) {
    const std::size_t d = distance(word, command->get_name());
    if (d < best_distance) {
      best = command->get_name();
      best_distance = d;
    }
  }
  return best;
}

}  // namespace chancery
