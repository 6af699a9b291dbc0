#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "cli/table.hpp"
#include "pipeline/lexicons.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

std::string day_or_empty(const std::optional<Day>& day) {
  return day ? to_iso(*day) : std::string();
}

void print(const TextTable& table, Console& console) {
  for (const TextTable::Line& line : table.lines(console.width())) {
    if (!console.out(line.text + "\n")) return;
  }
}

// The names of the tables that were read, one a line of `seen` before the blank.
std::set<std::string> names_in(const std::string& seen) {
  std::set<std::string> names;
  for (std::size_t begin = 0; begin < seen.size();) {
    const std::size_t end = std::min(seen.find('\n', begin), seen.size());
    const std::string line = seen.substr(begin, end - begin);
    if (const std::size_t blank = line.find(' '); blank != std::string::npos)
      names.insert(line.substr(0, blank));
    begin = end + 1;
  }
  return names;
}

int check(const TableSource& source, const Engine& engine, Console& console) {
  const std::set<std::string> read = names_in(*source.seen);
  std::size_t own = 0;
  bool failed = false;
  if (!source.folder.empty()) {
    std::vector<std::string> files;
    std::error_code ec;
    for (std::filesystem::recursive_directory_iterator it(source.folder, ec), end; it != end;
         it.increment(ec)) {
      if (ec) break;
      if (it->is_regular_file(ec) && it->path().extension() == ".tsv")
        files.push_back(it->path().lexically_relative(source.folder).generic_string());
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      if (read.count(file) > 0) {
        ++own;
        console.out(fmt::format("{}\n", file));
      } else {
        console.warn(Error{ErrorCode::kBadTable, "no table of the program has that name",
                           (source.folder / file).string()});
        failed = true;
      }
    }
  }
  console.out(fmt::format("{} tables, {} of them yours; every row that was read is good\n",
                          read.size(), own));
  console.out(fmt::format("checksum of the lexicon: {}\n", engine.lexicon_checksum()));
  return failed ? kExitFailed : kExitDone;
}

int who(const LexiconOptions& options, const Lexicons& lexicons, Console& console) {
  if (options.words.size() < 2 || options.words.size() > 3) {
    console.warn(
        "lexicon who takes a state, an office and perhaps a day: KAZ foreign_minister "
        "2025-04-26");
    return kExitUsage;
  }
  std::optional<Day> day;
  if (options.words.size() == 3) {
    day = parse_iso_day(options.words[2]);
    if (!day) {
      console.warn(fmt::format("expected a day as YYYY-MM-DD, found '{}'", options.words[2]));
      return kExitUsage;
    }
  }
  const auto found = day ? lexicons.actors.holders(options.words[0], options.words[1], *day)
                         : lexicons.actors.all_holders(options.words[0], options.words[1]);
  if (options.format == Format::kJson) {
    Json out = Json::array();
    for (const Official* official : found) {
      out.push_back({{"id", lexicons.actors.person_id(*official)},
                     {"name", official->name},
                     {"office", official->office},
                     {"title", official->title},
                     {"from", to_iso(official->from)},
                     {"to", official->to ? Json(to_iso(*official->to)) : Json(nullptr)}});
    }
    console.out(out.dump(2) + "\n");
  } else {
    TextTable table({{"person", 20}, {"from", 10}, {"to", 10}, {"title", 10, false, true}});
    for (const Official* official : found) {
      table.add({std::string(official->name), to_iso(official->from), day_or_empty(official->to),
                 std::string(official->title)},
                lexicons.actors.person_id(*official));
    }
    if (!table.empty()) print(table, console);
  }
  if (found.empty()) {
    console.warn(fmt::format("the tables know nobody who was {} of {}{}", options.words[1],
                             options.words[0], day ? " on " + to_iso(*day) : std::string()));
    return kExitFailed;
  }
  return kExitDone;
}

int what(const LexiconOptions& options, const Lexicons& lexicons, Console& console) {
  const std::string words = fmt::format("{}", fmt::join(options.words, " "));
  if (words.empty()) {
    console.warn("lexicon what takes words: Akorda");
    return kExitUsage;
  }
  std::vector<Meaning> meanings =
      lexicons.actors.meanings_of(words, lexicons.splitter, lexicons.vocabulary);
  std::vector<Meaning> places =
      lexicons.places.meanings_of(words, lexicons.splitter, lexicons.vocabulary);
  meanings.insert(meanings.end(), places.begin(), places.end());
  if (options.on) {
    meanings.erase(std::remove_if(meanings.begin(), meanings.end(),
                                  [&](const Meaning& meaning) {
                                    return (meaning.from && *options.on < *meaning.from) ||
                                           (meaning.to && *options.on >= *meaning.to);
                                  }),
                   meanings.end());
  }
  if (options.format == Format::kJson) {
    Json out = Json::array();
    for (const Meaning& meaning : meanings) {
      const auto day = [](const std::optional<Day>& one) {
        return one ? Json(to_iso(*one)) : Json(nullptr);
      };
      out.push_back({{"kind", meaning.kind},
                     {"id", meaning.id},
                     {"name", meaning.name},
                     {"note", meaning.note},
                     {"from", day(meaning.from)},
                     {"to", day(meaning.to)}});
    }
    console.out(out.dump(2) + "\n");
  } else if (!meanings.empty()) {
    TextTable table(
        {{"kind", 11}, {"id", 12}, {"name", 10, false, true}, {"from", 10}, {"to", 10}});
    for (const Meaning& meaning : meanings) {
      table.add({meaning.kind, meaning.id, meaning.name, day_or_empty(meaning.from),
                 day_or_empty(meaning.to)},
                meaning.note);
    }
    print(table, console);
  }
  if (meanings.empty()) {
    console.warn(fmt::format("no table has '{}'", words));
    return kExitFailed;
  }
  return kExitDone;
}

}  // namespace

int run_lexicon(const LexiconOptions& options, const CommonOptions& common, Console& console) {
  TableSource source;
  source.folder = common.lexicon;
  const auto engine = Engine::load(source);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  if (options.what == "check") return check(source, *engine, console);
  if (options.what == "who") return who(options, engine->lexicons(), console);
  return what(options, engine->lexicons(), console);
}

}  // namespace chancery
