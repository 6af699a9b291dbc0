#include "cli/rows.hpp"

#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "entries/entry_json.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

Json entry_json_without_text(Entry entry) {
  entry.spans.clear();
  for (EntryActor& actor : entry.actors) actor.span.reset();
  return to_json(entry, std::string_view(), CodePointIndex(std::string_view()));
}

// The entry as extract gives it. The row holds the words and their places, so the report's text
// is not loaded.
Json json_entry(const EntryRow& row) {
  Json json = entry_json_without_text(row.entry);
  Json spans = Json::array();
  Json evidence = Json::array();
  for (const Words& words : row.evidence) {
    spans.push_back(Json{{"begin", words.code_points.begin}, {"end", words.code_points.end}});
    evidence.push_back(words.text);
  }
  json["spans"] = std::move(spans);
  json["evidence"] = std::move(evidence);
  std::size_t next = 0;
  for (const Slot& slot : slots_of(row.entry.kind)) {
    next = 0;
    for (std::size_t i = 0; i < row.entry.actors.size(); ++i) {
      if (row.entry.actors[i].slot != slot.name) continue;
      Json& actor = slot.many ? json[slot.name][next++] : json[slot.name];
      if (row.actor_words[i]) {
        actor["text"] = row.actor_words[i]->text;
        actor["span"] = Json{{"begin", row.actor_words[i]->code_points.begin},
                             {"end", row.actor_words[i]->code_points.end}};
      }
      if (!slot.many) break;
    }
  }
  return json;
}

}  // namespace

std::string day_words(const std::optional<Day>& day) {
  return day ? to_iso(*day) : std::string("undated");
}

// The words that the entry rests on, in quotation marks.
std::string evidence_line(const EntryRow& row) {
  std::string out;
  for (const Words& words : row.evidence) out += (out.empty() ? "" : " ... ") + words.text;
  return "\"" + to_one_line(out) + "\"";
}

Json row_json(const EntryRow& row) {
  Json out{{"id", row.entry.id}, {"report", row.report_id}, {"report_date", nullptr}};
  if (row.report_date) out["report_date"] = to_iso(*row.report_date);
  out["source"] = row.source.empty() ? Json(nullptr) : Json(row.source);
  Json entry = json_entry(row);
  for (const auto& [name, value] : entry.items()) out[name] = value;
  return out;
}

}  // namespace chancery
