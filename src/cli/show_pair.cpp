#include "cli/show_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/rows.hpp"
#include "cli/table.hpp"
#include "cli/words_of.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kShown = 8;

// A part of the page: entries of some kinds, the latest kept.
struct Section {
  const char* title;
  const char* list;  // where all of them are: "show LIST --pair A B"
  std::vector<EntryKind> kinds;
  std::deque<EntryRow> rows;
  std::size_t total = 0;
};

bool is_to_come(const Entry& entry) {
  return entry.status == Status::kPlanned || entry.status == Status::kProposed ||
         entry.status == Status::kPostponed;
}

bool is_contact(const Entry& entry) {
  return entry.kind == EntryKind::kVisit || entry.kind == EntryKind::kMeeting;
}

class PairPage {
 public:
  PairPage(Ledger& ledger, const ShowOptions& options, Console& console)
      : ledger_(ledger), options_(options), console_(console) {}

  int run() {
    if (options_.arguments.size() != 2) {
      console_.warn("show pair needs two states or organisations: chancery show pair KAZ CHN");
      return kExitUsage;
    }
    if (options_.format == Format::kCsv) {
      console_.warn("show pair is a page: --format table or json; lists have CSV");
      return kExitUsage;
    }
    if (const int code = gather(); code != kExitDone) return code;
    return options_.format == Format::kJson ? json() : page();
  }

 private:
  std::size_t most() const { return options_.limit == 0 ? kShown : options_.limit; }

  int gather() {
    EntryFilter filter;
    filter.pair = std::pair(options_.arguments[0], options_.arguments[1]);
    filter.from = options_.from;
    filter.to = options_.to;
    filter.min_confidence = options_.min_confidence;
    filter.statuses = options_.statuses;
    filter.novelty = options_.novelty;
    const auto read = for_each_entry(ledger_, filter, [&](const EntryRow& row) {
      ++entries_;
      if (is_contact(row.entry) && row.entry.status == Status::kDone) contact_ = row;
      for (Section& section : sections_) {
        const bool coming = section.kinds.empty();
        const bool takes = coming ? is_to_come(row.entry) && row.entry.kind != EntryKind::kEvent
                                  : std::find(section.kinds.begin(), section.kinds.end(),
                                              row.entry.kind) != section.kinds.end();
        if (!takes) continue;
        ++section.total;
        section.rows.push_back(row);
        if (section.rows.size() > most()) section.rows.pop_front();
      }
      return Next::kGoOn;
    });
    if (!read) {
      console_.warn(read.error());
      return exit_code_of(read.error());
    }
    if (entries_ > 0) return kExitDone;
    console_.warn(
        fmt::format("nothing found on {} and {}", options_.arguments[0], options_.arguments[1]));
    return kExitFailed;
  }

  int page() {
    const std::string& a = options_.arguments[0];
    const std::string& b = options_.arguments[1];
    title(fmt::format("{} and {}: {} {}", a, b, entries_, entries_ == 1 ? "entry" : "entries"));
    if (contact_) {
      print("");
      title("Last contact");
      TextTable table = columns();
      add(table, *contact_);
      print(table);
    }
    for (const Section& section : sections_) {
      if (section.rows.empty()) continue;
      print("");
      title(section.title);
      TextTable table = columns();
      for (const EntryRow& row : section.rows) add(table, row);
      print(table);
      if (section.total > section.rows.size()) {
        print(console_.paint(fmt::format("{} earlier: chancery show {} --pair {} {}",
                                         section.total - section.rows.size(), section.list, a, b),
                             Ink::kDim));
      }
    }
    return kExitDone;
  }

  int json() {
    Json out{{"pair", options_.arguments}, {"entries", entries_}};
    out["last_contact"] = contact_ ? row_json(*contact_) : Json(nullptr);
    for (const Section& section : sections_) {
      Json rows = Json::array();
      for (const EntryRow& row : section.rows) rows.push_back(row_json(row));
      std::string name = section.title;
      std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      });
      out[name] = Json{{"total", section.total}, {"latest", std::move(rows)}};
    }
    console_.out(out.dump(1) + "\n");
    return kExitDone;
  }

  static TextTable columns() {
    return TextTable({{"DATE", 10, false, false},
                      {"WHAT", 24, false, true},
                      {"STATUS", 18, false, false},
                      {"ENTRY", kIdShown, false, false}});
  }

  static void add(TextTable& table, const EntryRow& row) {
    std::string what = entry_words(row.entry);
    if (is_contact(row.entry) || row.entry.kind == EntryKind::kPlan)
      what = std::string(to_string(row.entry.kind)) + ": " + what;
    table.add({day_words(row.day), what, status_words(row.entry), row.entry.id.substr(0, kIdShown)},
              evidence_line(row));
  }

  void print(const std::string& text) { console_.out(text + "\n"); }
  void title(const std::string& text) { print(console_.paint(text, Ink::kBold)); }
  void print(const TextTable& table) {
    for (const TextTable::Line& line : table.lines(console_.width())) {
      if (line.part == TextTable::Line::Part::kHeader) continue;
      const Ink ink = line.part == TextTable::Line::Part::kNote ? Ink::kDim : Ink::kPlain;
      print(console_.paint(line.text, ink));
    }
  }

  Ledger& ledger_;
  const ShowOptions& options_;
  Console& console_;
  std::size_t entries_ = 0;
  std::optional<EntryRow> contact_;
  std::vector<Section> sections_ = {
      {"To come", "timeline --status planned", {}, {}, 0},
      {"Instruments", "instruments", {EntryKind::kInstrument}, {}, 0},
      {"Regimes", "regimes", {EntryKind::kRegime}, {}, 0},
      {"Commitments", "commitments", {EntryKind::kCommitment}, {}, 0},
      {"Figures", "figures", {EntryKind::kFigure}, {}, 0},
      {"Positions", "positions", {EntryKind::kPosition}, {}, 0},
      {"Offices and posts",
       "timeline --kind office --kind post",
       {EntryKind::kOffice, EntryKind::kPost},
       {},
       0},
      {"Visits and meetings",
       "timeline --kind visit --kind meeting",
       {EntryKind::kVisit, EntryKind::kMeeting},
       {},
       0},
      {"Statements", "statements", {EntryKind::kStatement}, {}, 0},
  };
};

}  // namespace

int run_show_pair(Ledger& ledger, const ShowOptions& options, Console& console) {
  return PairPage(ledger, options, console).run();
}

}  // namespace chancery
