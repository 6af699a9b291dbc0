#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/rows.hpp"
#include "cli/show_pair.hpp"
#include "cli/table.hpp"
#include "cli/words_of.hpp"
#include "entries/entry_json.hpp"
#include "ledger/query.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kIdShown = 10;

class View {
 public:
  View(Ledger& ledger, const ShowOptions& options, Console& console)
      : ledger_(ledger), options_(options), console_(console) {}

  int run() {
    if (options_.what == "coverage") return coverage();
    if (options_.what == "pair") return run_show_pair(ledger_, options_, console_);
    EntryFilter filter;
    filter.states = options_.states;
    if (options_.pair.size() == 2) filter.pair = std::pair(options_.pair[0], options_.pair[1]);
    filter.from = options_.from;
    filter.to = options_.to;
    filter.min_confidence = options_.min_confidence;
    filter.limit = options_.limit;
    filter.measure = options_.measure;
    filter.kinds = options_.kinds;
    if (const auto kind = listed_kind()) filter.kinds = {*kind};
    filter.statuses = options_.statuses;
    filter.novelty = options_.novelty;
    if (options_.what == "report") {
      if (options_.arguments.size() != 1) {
        console_.warn("show report needs the report's id (chancery show timeline names them)");
        return kExitUsage;
      }
      const auto id = report_of(options_.arguments[0]);
      if (!id) return id.error_code;
      filter.report_id = id.id;
      if (options_.format == Format::kTable && !print_head(filter.report_id)) return kExitFailed;
    }
    switch (options_.format) {
      case Format::kTable:
        return table(filter);
      case Format::kJson:
        return json(filter);
      case Format::kCsv:
        return csv(filter);
    }
    return kExitFailed;
  }

 private:
  struct ReportId {
    std::string id;
    int error_code = kExitDone;
    explicit operator bool() const { return error_code == kExitDone; }
  };

  // The kind that a list is of: "visits"; none where it holds all.
  std::optional<EntryKind> listed_kind() const {
    return options_.what.empty()
               ? std::nullopt
               : parse_entry_kind(options_.what.substr(0, options_.what.size() - 1));
  }

  int fail(const Error& error) {
    console_.warn(error);
    return exit_code_of(error);
  }

  ReportId report_of(const std::string& prefix) {
    std::vector<std::string> found;
    const auto read = for_each_report_head(ledger_, [&](const ReportHead& head) {
      if (head.id == prefix) {
        found = {head.id};
        return Next::kStop;
      }
      if (head.id.rfind(prefix, 0) == 0 || head.id.rfind("sha256:" + prefix, 0) == 0)
        found.push_back(head.id);
      return Next::kGoOn;
    });
    if (!read) return {"", fail(read.error())};
    if (found.size() == 1) return {found[0], kExitDone};
    console_.warn(found.empty() ? fmt::format("no report '{}' in {}", prefix, options_.ledger)
                                : fmt::format("{} reports begin with '{}'", found.size(), prefix));
    return {"", kExitFailed};
  }

  bool print_head(const std::string& id) {
    const auto report = find_report(ledger_, id);
    if (!report || !*report) return false;
    const Report& head = (*report)->report;
    console_.out(
        console_.paint(to_one_line(head.title.empty() ? head.id : head.title), Ink::kBold) + "\n");
    std::string line = day_words(head.date);
    if (!head.source.empty()) line += ", " + to_one_line(head.source);
    line += fmt::format(", {} words, report {}", (*report)->words, head.id);
    for (const std::string& part : wrap(line, console_.width()))
      console_.out(console_.paint(part, Ink::kDim) + "\n");
    if (!head.url.empty()) console_.out(console_.paint(to_one_line(head.url), Ink::kDim) + "\n");
    console_.out("\n");
    return true;
  }

  bool print(const TextTable& table) {
    for (const TextTable::Line& line : table.lines(console_.width())) {
      const Ink ink = line.part == TextTable::Line::Part::kHeader ? Ink::kBold
                      : line.part == TextTable::Line::Part::kNote ? Ink::kDim
                                                                  : Ink::kPlain;
      if (!console_.out(console_.paint(line.text, ink) + "\n")) return false;
    }
    return true;
  }

  // Says what to do where there is nothing to see.
  int nothing() {
    const auto counts = count(ledger_);
    if (counts && counts->reports == 0) {
      console_.warn(fmt::format("{} holds no report yet: chancery read FILES --ledger {}",
                                options_.ledger, options_.ledger));
    } else {
      console_.warn("nothing found");
    }
    return kExitFailed;
  }

  int table(const EntryFilter& filter) {
    // Rows are gathered in pages, so that a long list starts at once and memory stays bounded.
    constexpr std::size_t kPage = 2000;
    std::size_t rows = 0;
    bool first = true;
    TextTable page = columns();
    std::size_t in_page = 0;
    bool gone = false;
    const auto put_page = [&] {
      for (const TextTable::Line& line : page.lines(console_.width())) {
        const bool header = line.part == TextTable::Line::Part::kHeader;
        if (header && !first) continue;
        const Ink ink = header                                      ? Ink::kBold
                        : line.part == TextTable::Line::Part::kNote ? Ink::kDim
                                                                    : Ink::kPlain;
        if (!console_.out(console_.paint(line.text, ink) + "\n")) gone = true;
      }
      first = false;
      page = columns();
      in_page = 0;
    };
    const auto read = for_each_entry(ledger_, filter, [&](const EntryRow& row) {
      add_row(page, row);
      ++rows;
      if (++in_page == kPage) put_page();
      return gone ? Next::kStop : Next::kGoOn;
    });
    if (!read) return fail(read.error());
    if (rows == 0) return nothing();
    if (in_page > 0) put_page();
    return kExitDone;
  }

  TextTable columns() const {
    if (options_.what == "figures") {
      return TextTable({{"WHOSE", 7, false, true},
                        {"MEASURE", 10, false, true},
                        {"FIGURE", 12, false, true},
                        {"PERIOD", 6, false, true},
                        {"TOLD", 10, false, false},
                        {"ENTRY", kIdShown, false, false}});
    }
    if (options_.what == "statements") {
      return TextTable({{"TOLD", 10, false, false},
                        {"SPEAKER", 16, false, true},
                        {"VERB", 8, false, false},
                        {"MODE", 8, false, false},
                        {"ENTRY", kIdShown, false, false}});
    }
    if (listed_kind()) {
      return TextTable({{"DATE", 10, false, false},
                        {"WHAT", 24, false, true},
                        {"STATUS", 18, false, false},
                        {"ENTRY", kIdShown, false, false}});
    }
    return TextTable({{"TOLD", 10, false, false},
                      {"KIND", 10, false, false},
                      {"WHAT", 20, false, true},
                      {"ENTRY", kIdShown, false, false}});
  }

  void add_row(TextTable& page, const EntryRow& row) const {
    const Entry& entry = row.entry;
    const std::string told = day_words(row.day);
    const std::string id = entry.id.substr(0, kIdShown);
    const std::string note = evidence_line(row);
    if (options_.what == "figures") {
      const auto& figure = std::get<FigureFields>(entry.fields);
      std::string amount = amount_words(figure);
      if (!figure.trend.empty()) amount += ", " + figure.trend;
      if (entry.status != Status::kDone) amount += std::string(", ") + to_string(entry.status);
      page.add({owner_words(entry), figure.measure, amount,
                figure.period ? to_edtf(figure.period->interval) : std::string(), told, id},
               note);
    } else if (options_.what == "statements") {
      const auto& statement = std::get<StatementFields>(entry.fields);
      page.add({told, speaker_words(entry), statement.verb, statement.mode, id}, note);
    } else if (listed_kind()) {
      page.add({told, entry_words(entry), status_words(entry), id}, note);
    } else {
      std::string what = entry_words(entry);
      if (const std::string status = status_words(entry); !status.empty()) what += ", " + status;
      page.add({told, to_string(entry.kind), what, id}, note);
    }
  }

  int json(const EntryFilter& filter) {
    std::size_t rows = 0;
    console_.out("[");
    const auto read = for_each_entry(ledger_, filter, [&](const EntryRow& row) {
      return console_.out((rows++ == 0 ? "\n" : ",\n") + row_json(row).dump()) ? Next::kGoOn
                                                                               : Next::kStop;
    });
    console_.out("\n]\n");
    if (!read) return fail(read.error());
    return rows == 0 ? nothing() : kExitDone;
  }

  int csv(const EntryFilter& filter) {
    std::size_t rows = 0;
    console_.out(
        "entry,report,report_date,source,kind,told,status,novelty,subject,from,to,speaker,speaker_"
        "state,speaker_office,"
        "mode,verb,measure,value,low,high,unit,approximate,period,trend,plover,cameo,actor,"
        "recipient,confidence,rule,evidence\n");
    const auto read = for_each_entry(ledger_, filter, [&](const EntryRow& row) {
      ++rows;
      return console_.out(csv_line(row)) ? Next::kGoOn : Next::kStop;
    });
    if (!read) return fail(read.error());
    return rows == 0 ? nothing() : kExitDone;
  }

  static std::string csv_line(const EntryRow& row) {
    const Entry& entry = row.entry;
    const auto actors = [&](const char* slot) {
      std::string out;
      for (const EntryActor& actor : entry.actors) {
        if (actor.slot == slot) out += (out.empty() ? "" : " ") + actor.id;
      }
      return out;
    };
    const auto number = [](const std::optional<double>& value) {
      return value ? Json(*value).dump() : std::string();
    };
    std::vector<std::string> cells = {entry.id,
                                      row.report_id,
                                      row.report_date ? to_iso(*row.report_date) : std::string(),
                                      row.source,
                                      to_string(entry.kind),
                                      row.day ? to_iso(*row.day) : std::string(),
                                      to_string(entry.status),
                                      to_string(entry.novelty),
                                      actors("subject"),
                                      actors("from"),
                                      actors("to"),
                                      actors("speaker")};
    const EntryActor* speaker = nullptr;
    for (const EntryActor& actor : entry.actors) {
      if (actor.slot == "speaker") speaker = &actor;
    }
    cells.push_back(speaker ? speaker->state : "");
    cells.push_back(speaker ? speaker->office : "");
    const auto* statement = std::get_if<StatementFields>(&entry.fields);
    const auto* event = std::get_if<EventFields>(&entry.fields);
    cells.push_back(statement ? statement->mode : event ? event->mode : "");
    cells.push_back(statement ? statement->verb : "");
    const auto* figure = std::get_if<FigureFields>(&entry.fields);
    cells.push_back(figure ? figure->measure : "");
    cells.push_back(figure ? number(figure->value) : "");
    cells.push_back(figure ? number(figure->low) : "");
    cells.push_back(figure ? number(figure->high) : "");
    cells.push_back(figure ? figure->unit : "");
    cells.push_back(figure ? (figure->approximate ? "true" : "false") : "");
    cells.push_back(figure && figure->period ? to_edtf(figure->period->interval) : "");
    cells.push_back(figure ? figure->trend : "");
    cells.push_back(event ? event->plover : "");
    cells.push_back(event ? event->cameo : "");
    cells.push_back(actors("actor"));
    cells.push_back(actors("recipient"));
    cells.push_back(fmt::format("{:.3f}", entry.confidence));
    cells.push_back(entry.rule);
    std::string words;
    for (const Words& part : row.evidence) words += (words.empty() ? "" : " ... ") + part.text;
    cells.push_back(words);
    std::string line;
    for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + to_csv_field(cell);
    return line + "\n";
  }

  int coverage() {
    const auto counts = count(ledger_);
    if (!counts) return fail(counts.error());
    if (options_.format == Format::kTable) {
      console_.out(fmt::format("{} reports, {} words, {} entries, {} seen and not coded\n\n",
                               counts->reports, counts->words, counts->entries, counts->uncoded));
      TextTable table({{"KIND", 9, false, false}, {"CODED", 6, true, false}});
      for (const auto& [kind, number] : counts->by_kind)
        table.add({to_string(kind), std::to_string(number)});
      print(table);
      console_.out("\n");
      TextTable reasons({{"LOOKED LIKE", 11, false, false},
                         {"NOT CODED BECAUSE", 20, false, true},
                         {"COUNT", 6, true, false}});
      for (const auto& reason : counts->by_reason) {
        reasons.add({to_string(reason.kind), reason.reason, std::to_string(reason.count)});
      }
      print(reasons);
      return kExitDone;
    }
    Json json{{"reports", counts->reports},
              {"words", counts->words},
              {"entries", Json::object()},
              {"uncoded", Json::array()}};
    for (const auto& [kind, number] : counts->by_kind) json["entries"][to_string(kind)] = number;
    std::string csv = "kind,reason,count\n";
    for (const auto& reason : counts->by_reason) {
      json["uncoded"].push_back(Json{
          {"kind", to_string(reason.kind)}, {"reason", reason.reason}, {"count", reason.count}});
      csv += fmt::format("{},{},{}\n", to_string(reason.kind), to_csv_field(reason.reason),
                         reason.count);
    }
    console_.out(options_.format == Format::kJson ? json.dump(1) + "\n" : csv);
    return kExitDone;
  }

  Ledger& ledger_;
  const ShowOptions& options_;
  Console& console_;
};

}  // namespace

int run_show(const ShowOptions& options, const CommonOptions&, Console& console) {
  auto ledger = Ledger::open(options.ledger, Ledger::Access::kRead);
  if (!ledger) {
    console.warn(ledger.error());
    return exit_code_of(ledger.error());
  }
  return View(*ledger, options, console).run();
}

}  // namespace chancery
