#include "evaluate/pairs_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/tsv.hpp"
#include "evaluate/matching.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kStatuses[] = {"proposed",  "requested", "threatened",
                                          "planned",   "ongoing",   "done",
                                          "cancelled", "postponed", "refused"};

std::vector<std::string> sorted_list(std::string_view text) {
  std::vector<std::string> list;
  for (const std::string_view part : split_list(text, '+')) list.emplace_back(part);
  std::sort(list.begin(), list.end());
  return list;
}

std::optional<WantedEvent> parse_event(std::string_view text) {
  const auto words = split_list(trim(text), ' ');
  if (words.size() < 2) return std::nullopt;
  WantedEvent event;
  const auto type = event_type_of(words[0]);
  if (!type) return std::nullopt;
  event.type = *type;
  const std::size_t arrow = words[1].find('>');
  event.actors = sorted_list(words[1].substr(0, arrow));
  if (arrow != std::string_view::npos) event.recipients = sorted_list(words[1].substr(arrow + 1));
  if (event.actors.empty()) return std::nullopt;
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "background" || words[i] == "new") {
      event.background = words[i] == "background";
    } else if (std::find(std::begin(kStatuses), std::end(kStatuses), words[i]) !=
               std::end(kStatuses)) {
      event.status = std::string(words[i]);
    } else {
      return std::nullopt;
    }
  }
  return event;
}

// The states of the parties, and the ids of those who have none.
std::vector<std::string> names_of(const Document& document,
                                  const std::vector<EventParty>& parties) {
  std::vector<std::string> names;
  for (const EventParty& party : parties) {
    std::string name = party.state.empty() ? party.id : party.state;
    if (party.actor != kNoId) {
      const Actor& actor = document.actors.actors[party.actor];
      name = !actor.state.empty() ? actor.state : !party.state.empty() ? party.state : actor.id;
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_event(const WantedEvent& wanted, const EventAct& act, const Document& document) {
  return act.type == wanted.type && names_of(document, act.actors) == wanted.actors &&
         names_of(document, act.recipients) == wanted.recipients &&
         (!wanted.status || *wanted.status == to_string(act.status)) &&
         (!wanted.background || *wanted.background == act.background);
}

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "+") + name;
  return out;
}

}  // namespace

std::string events_text(const Document& document) {
  std::string out;
  for (const EventAct& act : document.events.events) {
    out += fmt::format("{}{} {}", out.empty() ? "" : " ; ", to_string(act.type),
                       join(names_of(document, act.actors)));
    if (!act.recipients.empty()) out += ">" + join(names_of(document, act.recipients));
    out += fmt::format(" {}{} ({})", to_string(act.status), act.background ? " background" : "",
                       act.rule);
  }
  if (!out.empty()) return out;
  for (const EventAct& act : document.events.open) {
    out += fmt::format("{}no {} ({}: {})", out.empty() ? "" : " ; ", to_string(act.type), act.rule,
                       act.open);
  }
  return out.empty() ? "nothing read" : out;
}

std::optional<std::vector<std::vector<WantedEvent>>> parse_readings(std::string_view field) {
  std::vector<std::vector<WantedEvent>> readings;
  for (const std::string_view reading : split_list(field, '|')) {
    readings.emplace_back();
    if (trim(reading) == "none") continue;
    for (const std::string_view event : split_list(reading, ';')) {
      const auto wanted = parse_event(event);
      if (!wanted) return std::nullopt;
      readings.back().push_back(*wanted);
    }
  }
  if (readings.empty()) return std::nullopt;
  return readings;
}

Result<std::vector<PairSentence>> parse_pairs(std::string bytes, std::string name) {
  auto table = parse_table(name, std::move(bytes), {"pair", "date", "text", "events"});
  if (!table) return table.error();
  std::vector<PairSentence> sentences;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    PairSentence made;
    made.pair = std::string(table->at(row, 0));
    if (made.pair.empty()) return table->error_at(row, 0, "expected a number");
    if (row % 2 == 1 && sentences.back().pair != made.pair)
      return table->error_at(row, 0, "not the number of the row before: a pair is two rows");
    if (!table->at(row, 1).empty()) {
      made.date = parse_iso_day(table->at(row, 1));
      if (!made.date) return table->error_at(row, 1, "expected YYYY-MM-DD");
    }
    made.text = std::string(table->at(row, 2));
    auto readings = parse_readings(table->at(row, 3));
    if (!readings)
      return table->error_at(row, 3, "expected none or TYPE ACTOR+ACTOR>RECIPIENT status");
    made.readings = std::move(*readings);
    sentences.push_back(std::move(made));
  }
  if (sentences.size() % 2 == 1) return table->error_at(table->rows() - 1, 0, "a pair is two rows");
  return sentences;
}

bool agrees(const PairSentence& sentence, const Document& document) {
  const auto& events = document.events.events;
  return std::any_of(sentence.readings.begin(), sentence.readings.end(), [&](const auto& reading) {
    if (reading.size() != events.size()) return false;
    std::vector<std::vector<int>> allowed(reading.size());
    for (std::size_t w = 0; w < reading.size(); ++w) {
      for (std::size_t e = 0; e < events.size(); ++e) {
        if (is_event(reading[w], events[e], document)) allowed[w].push_back(static_cast<int>(e));
      }
    }
    const auto partner = match_one_to_one(reading.size(), events.size(), allowed);
    return std::find(partner.begin(), partner.end(), -1) == partner.end();
  });
}

void score_pair(const PairSentence& first, const Document& first_read, const PairSentence& second,
                const Document& second_read, const std::string& file, PairsScore& score) {
  PairsScore::Count& count = score.files[file];
  ++count.pairs;
  bool right = true;
  for (const auto& [sentence, read] :
       {std::pair(&first, &first_read), std::pair(&second, &second_read)}) {
    if (agrees(*sentence, *read)) continue;
    right = false;
    score.errors.push_back(fmt::format("{}:{}: {} -- given {}", file, sentence->pair,
                                       sentence->text, events_text(*read)));
  }
  count.right += right;
}

std::string to_text(const PairsScore& score, bool with_errors) {
  std::string out;
  PairsScore::Count all;
  for (const auto& [file, count] : score.files) {
    out += fmt::format("{:<24} {:>4} of {:>4} pairs {:.3f}\n", file, count.right, count.pairs,
                       count.pairs == 0 ? 0.0 : static_cast<double>(count.right) / count.pairs);
    all.pairs += count.pairs;
    all.right += count.right;
  }
  out += fmt::format("{:<24} {:>4} of {:>4} pairs {:.3f}\n", "all", all.right, all.pairs,
                     all.pairs == 0 ? 0.0 : static_cast<double>(all.right) / all.pairs);
  if (with_errors) {
    for (const std::string& error : score.errors) out += error + "\n";
  }
  return out;
}

Json to_json(const PairsScore& score) {
  Json files = Json::object();
  for (const auto& [file, count] : score.files)
    files[file] = Json{{"pairs", count.pairs}, {"right", count.right}};
  return Json{{"files", files}, {"errors", score.errors}};
}

}  // namespace chancery
