#include "evaluate/pairs_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

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

std::vector<std::string> sides_of(std::string_view text, std::vector<std::string>& right) {
  const std::size_t arrow = text.find('>');
  if (arrow != std::string_view::npos) right = sorted_list(text.substr(arrow + 1));
  return sorted_list(text.substr(0, arrow));
}

// "visit KEN>UGA planned", "no visit".
std::optional<WantedEvent> parse_record(const std::vector<std::string_view>& words) {
  WantedEvent record;
  record.absent = words[0] == "no";
  record.kind = parse_entry_kind(words[record.absent ? 1 : 0]);
  if (!record.kind || *record.kind == EntryKind::kEvent) return std::nullopt;
  if (record.absent) return words.size() == 2 ? std::optional(record) : std::nullopt;
  record.actors = sides_of(words[1], record.recipients);
  for (std::size_t i = 2; i < words.size(); ++i) record.words.emplace_back(words[i]);
  return record;
}

std::optional<WantedEvent> parse_event(std::string_view text) {
  const auto words = split_list(trim(text), ' ');
  if (words.size() < 2) return std::nullopt;
  if (words[0] == "no" || parse_entry_kind(words[0])) return parse_record(words);
  WantedEvent event;
  const auto type = event_type_of(words[0]);
  if (!type) return std::nullopt;
  event.type = *type;
  event.actors = sides_of(words[1], event.recipients);
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

// The slot of those whom a record is told of first, and of those on the other side.
std::pair<std::string_view, std::string_view> slots_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::kVisit:
      return {"visitor", "host"};
    case EntryKind::kMeeting:
      return {"participants", ""};
    case EntryKind::kInstrument:
    case EntryKind::kPlan:
      return {"parties", ""};
    case EntryKind::kRegime:
      return {"imposer", "target"};
    case EntryKind::kCommitment:
      return {"holders", "beneficiary"};
    case EntryKind::kPosition:
      return {"holder", "object"};
    case EntryKind::kOffice:
      return {"state", ""};
    case EntryKind::kPost:
      return {"sending", "receiving"};
    default:
      return {"", ""};
  }
}

std::vector<std::string> names_in(const Document& document, const RecordItem& record,
                                  std::string_view slot) {
  std::vector<EventParty> parties;
  for (const RecordParty& party : record.parties) {
    if (party.slot == slot) parties.push_back(party.party);
  }
  return names_of(document, parties);
}

// What the words of a wanted record may be.
std::vector<std::string> words_of(const RecordItem& record) {
  std::vector<std::string> words = {to_string(record.status),
                                    record.background ? "background" : "new"};
  const auto add = [&](std::string word) {
    std::replace(word.begin(), word.end(), ' ', '_');
    if (!word.empty()) words.push_back(std::move(word));
  };
  std::visit(
      [&](const auto& fields) {
        using Fields = std::decay_t<decltype(fields)>;
        if constexpr (std::is_same_v<Fields, VisitFields>) {
          add(fields.visit_type);
        } else if constexpr (std::is_same_v<Fields, MeetingFields>) {
          add(fields.format);
          add(fields.level);
        } else if constexpr (std::is_same_v<Fields, InstrumentFields>) {
          add(fields.type);
          add(fields.instrument_status);
        } else if constexpr (std::is_same_v<Fields, RegimeFields>) {
          add(fields.type);
          add(fields.regime_status);
        } else if constexpr (std::is_same_v<Fields, CommitmentFields>) {
          add(fields.polarity);
          add(fields.strength);
        } else if constexpr (std::is_same_v<Fields, PositionFields>) {
          add(fields.stance);
        } else if constexpr (std::is_same_v<Fields, OfficeFields>) {
          add(fields.office);
          add(fields.change);
        } else if constexpr (std::is_same_v<Fields, PostFields>) {
          add(fields.type);
          add(fields.post_status);
        }
      },
      record.fields);
  return words;
}

bool is_record(const WantedEvent& wanted, const RecordItem& record, const Document& document) {
  if (kind_of(record.fields) != *wanted.kind) return false;
  const auto [left, right] = slots_of(*wanted.kind);
  if (names_in(document, record, left) != wanted.actors) return false;
  if (!right.empty() && !wanted.recipients.empty() &&
      names_in(document, record, right) != wanted.recipients)
    return false;
  const std::vector<std::string> words = words_of(record);
  return std::all_of(wanted.words.begin(), wanted.words.end(), [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

bool has_records(const std::vector<WantedEvent>& reading) {
  return std::any_of(reading.begin(), reading.end(),
                     [](const WantedEvent& wanted) { return wanted.kind.has_value(); });
}

// Whether the records of the kinds that the reading names are those that it wants.
bool agrees_on_records(const std::vector<WantedEvent>& reading, const Document& document) {
  std::vector<const RecordItem*> given;
  for (const RecordItem& record : document.records.records) {
    if (std::any_of(reading.begin(), reading.end(), [&](const WantedEvent& wanted) {
          return wanted.kind == kind_of(record.fields);
        }))
      given.push_back(&record);
  }
  std::vector<const WantedEvent*> wanted;
  for (const WantedEvent& one : reading) {
    if (one.kind && !one.absent) wanted.push_back(&one);
  }
  if (given.size() != wanted.size()) return false;
  std::vector<std::vector<int>> allowed(wanted.size());
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    for (std::size_t g = 0; g < given.size(); ++g) {
      if (is_record(*wanted[w], *given[g], document)) allowed[w].push_back(static_cast<int>(g));
    }
  }
  const auto partner = match_one_to_one(wanted.size(), given.size(), allowed);
  return std::find(partner.begin(), partner.end(), -1) == partner.end();
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

std::string records_text(const Document& document) {
  std::string out;
  for (const RecordItem& record : document.records.records) {
    const auto [left, right] = slots_of(kind_of(record.fields));
    out += fmt::format("{}{} {}", out.empty() ? "" : " ; ", to_string(kind_of(record.fields)),
                       join(names_in(document, record, left)));
    if (const auto names = names_in(document, record, right); !right.empty() && !names.empty())
      out += ">" + join(names);
    for (const std::string& word : words_of(record)) out += " " + word;
  }
  return out.empty() ? "no record" : out;
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
      return table->error_at(row, 3,
                             "expected none, TYPE ACTOR+ACTOR>RECIPIENT status, or kind "
                             "ACTOR+ACTOR>OTHER words");
    made.readings = std::move(*readings);
    sentences.push_back(std::move(made));
  }
  if (sentences.size() % 2 == 1) return table->error_at(table->rows() - 1, 0, "a pair is two rows");
  return sentences;
}

bool agrees(const PairSentence& sentence, const Document& document) {
  const auto& events = document.events.events;
  return std::any_of(sentence.readings.begin(), sentence.readings.end(), [&](const auto& reading) {
    if (has_records(reading)) return agrees_on_records(reading, document);
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
    const bool records = std::any_of(sentence->readings.begin(), sentence->readings.end(),
                                     [](const auto& reading) { return has_records(reading); });
    score.errors.push_back(fmt::format("{}:{}: {} -- given {}", file, sentence->pair,
                                       sentence->text,
                                       records ? records_text(*read) : events_text(*read)));
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
