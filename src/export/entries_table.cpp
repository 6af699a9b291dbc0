#include "export/entries_table.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/number.hpp"
#include "entries/entry_json.hpp"
#include "entries/fields.hpp"
#include "ledger/query.hpp"

namespace chancery {
namespace {

std::string number(const std::optional<double>& value) {
  return value ? to_plain(*value) : std::string();
}

std::string day(const std::optional<Day>& value) {
  return value ? to_iso(*value) : std::string();
}

std::string joined(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, "; "));
}

// The columns and cells of a kind's fields, by one walk each.
class FieldNames {
 public:
  explicit FieldNames(std::vector<std::string>& out) : out_(out) {}
  void operator()(const char* name, const std::optional<EntryDate>&) {
    out_.emplace_back(name);
    out_.push_back(std::string(name) + "_basis");
  }
  void operator()(const char* name, const std::optional<StatedValue>&) {
    for (const char* part : {"_value", "_unit", "_how", "_period"})
      out_.push_back(name + std::string(part));
  }
  template <typename Member>
  void operator()(const char* name, const Member&) {
    out_.emplace_back(name);
  }

 private:
  std::vector<std::string>& out_;
};

class FieldCells {
 public:
  explicit FieldCells(std::vector<std::string>& out) : out_(out) {}
  void operator()(const char*, const std::string& text) { out_.push_back(text); }
  void operator()(const char*, bool value) { out_.emplace_back(value ? "1" : "0"); }
  void operator()(const char*, int value) { out_.push_back(std::to_string(value)); }
  void operator()(const char*, double value) { out_.push_back(to_plain(value)); }
  void operator()(const char*, const std::optional<double>& value) {
    out_.push_back(number(value));
  }
  void operator()(const char*, const std::vector<std::string>& list) {
    out_.push_back(joined(list));
  }
  void operator()(const char*, const std::optional<EntryDate>& date) {
    out_.push_back(date ? to_edtf(date->interval) : std::string());
    out_.push_back(date ? date->basis : std::string());
  }
  void operator()(const char*, const std::optional<StatedValue>& stated) {
    out_.push_back(stated ? number(stated->value) : std::string());
    out_.push_back(stated ? stated->unit : std::string());
    out_.push_back(stated ? stated->how : std::string());
    out_.push_back(stated && stated->period ? to_edtf(stated->period->interval) : std::string());
  }

 private:
  std::vector<std::string>& out_;
};

std::string row_of(const std::vector<std::string>& cells, TableForm form) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += form == TableForm::kCsv ? ',' : '\t';
    const std::string& cell = cells[i];
    if (form == TableForm::kTsv) {
      for (const char c : cell) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    } else if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
    } else {
      line += '"';
      for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
      line += '"';
    }
  }
  return line + "\n";
}

std::vector<std::string> header_of(EntryKind kind) {
  std::vector<std::string> names = {"entry",   "report",    "report_date", "source", "date_from",
                                    "date_to", "date_edtf", "date_basis",  "status", "novelty"};
  // A slot that has the name of a field of the kind ("from" of a regime) does not occur: the two
  // are disjoint by the ledger's schema.
  for (const Slot& slot : slots_of(kind)) names.emplace_back(slot.name);
  with_fields_of(kind, [&](const auto& fields) { each_field(fields, FieldNames(names)); });
  for (const char* name : {"place", "place_state", "latitude", "longitude", "claimed_by_speaker",
                           "links", "confidence", "rule", "program", "lexicon", "evidence"})
    names.emplace_back(name);
  return names;
}

std::vector<std::string> cells_of(const EntryRow& row) {
  const Entry& entry = row.entry;
  const EntryDate undated;
  const EntryDate& date = entry.date ? *entry.date : undated;
  std::vector<std::string> cells = {entry.id,
                                    row.report_id,
                                    day(row.report_date),
                                    row.source,
                                    day(date.interval.from),
                                    day(date.interval.to),
                                    entry.date ? to_edtf(date.interval) : std::string(),
                                    date.basis,
                                    to_string(entry.status),
                                    to_string(entry.novelty)};
  for (const Slot& slot : slots_of(entry.kind)) {
    std::vector<std::string> ids;
    for (const EntryActor& actor : entry.actors) {
      if (actor.slot == slot.name) ids.push_back(actor.id.empty() ? actor.name : actor.id);
    }
    cells.push_back(joined(ids));
  }
  std::visit([&](const auto& fields) { each_field(fields, FieldCells(cells)); }, entry.fields);
  const EntryPlace nowhere;
  const EntryPlace& place = entry.place ? *entry.place : nowhere;
  std::vector<std::string> claimants, links, words;
  for (const Claim& claim : entry.claims) claimants.push_back(claim.claimant);
  for (const Link& link : entry.links) links.push_back(link.rel + ":" + link.id);
  for (const Words& part : row.evidence) words.push_back(part.text);
  for (std::string cell :
       {place.name, place.state, number(place.latitude), number(place.longitude), joined(claimants),
        joined(links), fmt::format("{:.3f}", entry.confidence), entry.rule, row.provenance.program,
        row.provenance.lexicon, fmt::format("{}", fmt::join(words, " ... "))})
    cells.push_back(std::move(cell));
  return cells;
}

}  // namespace

Result<std::uint64_t> write_entries(Ledger& ledger, EntryKind kind, TableForm form,
                                    const std::function<bool(std::string_view)>& sink) {
  std::uint64_t rows = 0;
  if (!sink(row_of(header_of(kind), form))) return rows;
  EntryFilter filter;
  filter.kinds = {kind};
  const auto read = for_each_entry(ledger, filter, [&](const EntryRow& row) {
    if (!sink(row_of(cells_of(row), form))) return Next::kStop;
    ++rows;
    return Next::kGoOn;
  });
  if (!read) return read.error();
  return rows;
}

}  // namespace chancery
