#include "evaluate/plover_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "evaluate_tables.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kLastRuling = 42;
constexpr int kFirstOwnRuling = 24;
constexpr std::string_view kNoState = "ORG";

// Names of types that were merged away.
std::optional<EventType> type_of_label(std::string_view label) {
  if (label == "DEMAND") return EventType::kRequest;
  if (label == "DISAPPROVE" || label == "INVESTIGATE") return EventType::kAccuse;
  if (label == "FIGHT") return EventType::kAssault;
  return event_type_of(label);
}

std::string code_of(const Json& actor) {
  std::string code = actor.value("code", "");
  if (code == "JAP") return "JPN";
  if (code == "ITL") return "ITA";
  if (code == "IGO" || code == "NGO" || code == "IMG" || code == "ISM" || code == "MNC" ||
      code == "UNO" || code == "EUR")
    return std::string(kNoState);
  return code;
}

void add_parties(const Json& list, std::vector<std::string>& codes,
                 std::vector<std::string>& sectors) {
  if (!list.is_array()) return;
  for (const Json& actor : list) {
    if (!actor.is_object()) continue;
    const std::string code = code_of(actor);
    if (code.empty() || std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
    codes.push_back(code);
    const std::string sector = actor.value("sector", "");
    if (sector.size() >= 3 && sector != "***") sectors.push_back(code + ":" + sector.substr(0, 3));
  }
}

struct Code {
  std::string state;  // alpha-3, empty for none
  bool organisation = false;
  std::string sector;
};

Code code_of(const Document& document, const EventParty& party) {
  Code code;
  code.sector = party.sector;
  std::string id = party.id;
  std::string state = party.state;
  if (party.actor != kNoId) {
    const Actor& actor = document.actors.actors[party.actor];
    id = actor.id;
    if (!actor.state.empty()) state = actor.state;
    if (code.sector.empty()) code.sector = actor.sector;
    if (code.sector.empty() && actor.type == ActorType::kPerson && !actor.office.empty())
      code.sector = "GOV";
    if (actor.type == ActorType::kState) state = actor.id;
  }
  if (state.size() == 3) code.state = state;
  code.organisation = id.rfind("igo:", 0) == 0 || id.rfind("org:", 0) == 0 ||
                      state.rfind("igo:", 0) == 0 ||
                      (id.rfind("group:", 0) == 0 && code.state.empty());
  return code;
}

bool same(const std::string& gold, const Code& given) {
  return gold == kNoState ? given.organisation : gold == given.state;
}

// Each gold code is among the parties given, and each of those is a gold code.
bool same_set(const std::vector<std::string>& gold, const std::vector<Code>& given) {
  const auto found = [&](const std::string& code) {
    return std::any_of(given.begin(), given.end(), [&](const Code& c) { return same(code, c); });
  };
  const auto wanted = [&](const Code& c) {
    return std::any_of(gold.begin(), gold.end(),
                       [&](const std::string& code) { return same(code, c); });
  };
  return std::all_of(gold.begin(), gold.end(), found) &&
         std::all_of(given.begin(), given.end(), wanted);
}

std::vector<Code> codes_of(const Document& document, const std::vector<EventParty>& parties) {
  std::vector<Code> codes;
  for (const EventParty& party : parties) codes.push_back(code_of(document, party));
  return codes;
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<Code> joined(std::vector<Code> a, const std::vector<Code>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

bool same_parties(const PloverRecord& gold, EventType type, bool by_rulings,
                  const std::vector<Code>& actors, const std::vector<Code>& recipients) {
  // Where the record has no recipient all are one set; by ruling 39 those who talk are all actors.
  const bool one_set = gold.recipients.empty() || gold.actors.empty() ||
                       (by_rulings && type == EventType::kConsult && recipients.empty());
  if (one_set) return same_set(joined(gold.actors, gold.recipients), joined(actors, recipients));
  return same_set(gold.actors, actors) && same_set(gold.recipients, recipients);
}

// How many of the record's parties the act has.
int likeness(const PloverRecord& gold, const std::vector<Code>& actors,
             const std::vector<Code>& recipients) {
  int points = 0;
  const auto has = [](const std::vector<Code>& codes, const std::string& code) {
    return std::any_of(codes.begin(), codes.end(), [&](const Code& c) { return same(code, c); });
  };
  for (const std::string& code : gold.actors)
    points += has(actors, code) ? 2 : has(recipients, code) ? 1 : 0;
  for (const std::string& code : gold.recipients)
    points += has(recipients, code) ? 2 : has(actors, code) ? 1 : 0;
  return points;
}

std::string parties_text(const std::vector<Code>& codes) {
  std::string out;
  for (const Code& code : codes) {
    out += (out.empty() ? "" : "+") + (!code.state.empty() ? code.state
                                       : code.organisation ? std::string(kNoState)
                                                           : "?");
  }
  return out.empty() ? "-" : out;
}

std::string parties_text(const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : "+") + code;
  return out.empty() ? "-" : out;
}

std::string act_text(const Document& document, const EventAct& act) {
  return fmt::format("{} {}>{} {}{}{}", to_string(act.type),
                     parties_text(codes_of(document, act.actors)),
                     parties_text(codes_of(document, act.recipients)), act.rule,
                     *act.open == '\0' ? "" : " open: ", act.open);
}

}  // namespace

Result<std::map<std::string, PloverRelabel>> load_plover_relabels(const TableSource& source) {
  auto table = load_table(source, "evaluate/plover_relabels.tsv",
                          evaluate_tables::plover_relabels(), {"id", "old", "new", "ruling"});
  if (!table) return table.error();
  std::map<std::string, PloverRelabel> relabels;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    PloverRelabel made;
    const auto from = type_of_label(table->at(row, 1));
    const auto to = event_type_of(table->at(row, 2));
    if (!from) return table->error_at(row, 1, "no such type");
    if (!to) return table->error_at(row, 2, "no such type");
    const std::string_view ruling = table->at(row, 3);
    const auto end = std::from_chars(ruling.data(), ruling.data() + ruling.size(), made.ruling);
    if (end.ec != std::errc() || end.ptr != ruling.data() + ruling.size() || made.ruling < 1 ||
        made.ruling > kLastRuling)
      return table->error_at(row, 3, "expected the number of a ruling, 1 to 42");
    made.from = *from;
    made.to = *to;
    if (!relabels.emplace(std::string(table->at(row, 0)), made).second)
      return table->error_at(row, 0, "twice");
  }
  return relabels;
}

Result<std::vector<PloverRecord>> parse_plover_records(
    std::string_view bytes, std::string_view name,
    const std::map<std::string, PloverRelabel>& relabels) {
  std::vector<PloverRecord> records;
  std::size_t line_number = 0;
  for (const std::string_view line : split_all(bytes, '\n')) {
    ++line_number;
    if (trim(line).empty()) continue;
    const auto bad = [&](std::string message) {
      return Error{ErrorCode::kBadInput, std::move(message),
                   fmt::format("{}:{}", name, line_number)};
    };
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("text") || !json["text"].is_string())
      return bad("not a record: no JSON object with a text");
    PloverRecord record;
    record.id = json.value("id", "");
    record.text = json["text"].get<std::string>();
    // Brackets around the whole sentence are no words of it.
    if (record.text.size() > 1 && record.text.front() == '{' && record.text.back() == '}')
      record.text = record.text.substr(1, record.text.size() - 2);
    const auto type = type_of_label(json.value("event", ""));
    if (!type) return bad("no such type: " + json.value("event", ""));
    record.type = record.ruled = *type;
    if (const auto relabel = relabels.find(record.id); relabel != relabels.end()) {
      // The id of one record stands for two sentences: the label tells them apart.
      if (relabel->second.from == record.type) {
        record.ruled = relabel->second.to;
        record.ruling = relabel->second.ruling;
      }
    }
    for (const char* field : {"source", "actor"}) {
      if (json.contains(field)) add_parties(json[field], record.actors, record.sectors);
    }
    for (const char* field : {"target", "recipient"}) {
      if (json.contains(field)) add_parties(json[field], record.recipients, record.sectors);
    }
    records.push_back(std::move(record));
  }
  if (records.empty()) return Error{ErrorCode::kBadInput, "no record there", std::string(name)};
  return records;
}

void score_plover(const PloverRecord& gold, const Document& document, PloverScore& score) {
  ++score.records;
  score.relabelled += gold.type != gold.ruled;
  score.relabelled_by_rulings += gold.type != gold.ruled && gold.ruling >= kFirstOwnRuling;
  const EventLayer& layer = document.events;
  score.events += static_cast<std::uint32_t>(layer.events.size());
  struct Read {
    const EventAct* act;
    std::vector<Code> actors, recipients;
    int points;
  };
  std::vector<Read> events;
  std::vector<Read> acts;
  for (const auto* list : {&layer.events, &layer.open}) {
    for (const EventAct& act : *list) {
      Read read{&act, codes_of(document, act.actors), codes_of(document, act.recipients), 0};
      read.points = likeness(gold, read.actors, read.recipients);
      if (list == &layer.events) events.push_back(read);
      acts.push_back(std::move(read));
    }
  }
  const auto best = [](const std::vector<Read>& reads) {
    const Read* found = nullptr;
    for (const Read& read : reads) {
      const auto rank = [](const Read& r) { return 2 * r.points + (*r.act->open == '\0' ? 3 : 0); };
      if (found == nullptr || rank(read) > rank(*found)) found = &read;
    }
    return found;
  };
  for (const bool by_rulings : {false, true}) {
    PloverFigures& figures = by_rulings ? score.ruled : score.labelled;
    const EventType type = by_rulings ? gold.ruled : gold.type;
    const auto at = [](auto& counts, EventType t) -> TypeCount& {
      return counts[static_cast<std::size_t>(t)];
    };
    ++at(figures.given_actors, type).gold;
    ++at(figures.from_text, type).gold;
    if (const Read* answer = best(acts)) {
      ++at(figures.given_actors, answer->act->type).given;
      if (answer->act->type == type) {
        ++at(figures.given_actors, type).right;
        ++figures.type_only;
      } else if (by_rulings) {
        score.errors.push_back(fmt::format("{}: type {}, given {}: {}", gold.id, to_string(type),
                                           act_text(document, *answer->act), gold.text));
      }
    } else if (by_rulings) {
      score.errors.push_back(
          fmt::format("{}: type {}, nothing read: {}", gold.id, to_string(type), gold.text));
    }
    // From the text alone: the best event of the sentence is the answer.
    const Read* answer = nullptr;
    bool whole = false;
    for (const Read& read : events) {
      if (read.act->type == type &&
          same_parties(gold, type, by_rulings, read.actors, read.recipients)) {
        answer = &read;
        whole = true;
        break;
      }
    }
    if (answer == nullptr) answer = best(events);
    if (answer != nullptr) {
      ++figures.answered;
      ++at(figures.from_text, answer->act->type).given;
    }
    if (whole) {
      ++figures.whole;
      ++at(figures.from_text, type).right;
    } else if (by_rulings) {
      std::string given;
      for (const Read& read : acts) given += " [" + act_text(document, *read.act) + "]";
      score.errors.push_back(fmt::format("{}: text {} {}>{}, given{}: {}", gold.id, to_string(type),
                                         parties_text(gold.actors), parties_text(gold.recipients),
                                         given.empty() ? " nothing" : given, gold.text));
    }
    if (by_rulings && whole) {
      for (const auto* list : {&answer->actors, &answer->recipients}) {
        for (const Code& code : *list) {
          for (const std::string& sector : gold.sectors) {
            const std::string key =
                code.organisation && code.state.empty() ? std::string(kNoState) : code.state;
            if (sector.rfind(key + ":", 0) != 0) continue;
            ++score.sectors;
            score.sectors_right += sector.substr(key.size() + 1) ==
                                   (code.sector.empty() ? "GOV" : code.sector.substr(0, 3));
          }
        }
      }
    }
  }
}

namespace {

double share(double right, double total) {
  return total == 0 ? 0 : right / total;
}

double f1(const PloverFigures& figures, std::uint32_t records) {
  return share(2.0 * figures.whole, figures.answered + records);
}

std::uint32_t further(const PloverScore& score) {
  return score.events - score.ruled.answered;
}

Json figures_json(const PloverFigures& figures, std::uint32_t records) {
  Json types = Json::object();
  for (std::size_t t = 0; t < kEventTypeCount; ++t) {
    const auto counts = [](const TypeCount& c) {
      return Json{{"gold", c.gold}, {"given", c.given}, {"right", c.right}};
    };
    types[to_string(static_cast<EventType>(t))] =
        Json{{"given_actors", counts(figures.given_actors[t])},
             {"from_text", counts(figures.from_text[t])}};
  }
  return Json{
      {"type_right", figures.type_only}, {"type_accuracy", share(figures.type_only, records)},
      {"answered", figures.answered},    {"whole_right", figures.whole},
      {"f1", f1(figures, records)},      {"types", types}};
}

}  // namespace

std::string to_text(const PloverScore& score, bool with_errors) {
  std::string out;
  const auto line = [&](const std::string& text) { out += text + "\n"; };
  line(
      fmt::format("{} records, {} relabelled ({} by rulings 24 to 42, the others by rules 1 to 23)",
                  score.records, score.relabelled, score.relabelled_by_rulings));
  for (const bool by_rulings : {false, true}) {
    const PloverFigures& figures = by_rulings ? score.ruled : score.labelled;
    line("");
    line(by_rulings ? "as relabelled" : "as labelled");
    line(fmt::format("actors given, type: {} of {} {:.3f}", figures.type_only, score.records,
                     share(figures.type_only, score.records)));
    line(fmt::format(
        "text alone, actor, type and recipient: {} right, {} answered, precision {:.3f} recall "
        "{:.3f} F1 {:.3f}",
        figures.whole, figures.answered, share(figures.whole, figures.answered),
        share(figures.whole, score.records), f1(figures, score.records)));
    line(fmt::format("{:<10} {:>5} | {:>5} {:>5} {:>9} {:>6} | {:>5} {:>5} {:>9} {:>6}", "type",
                     "gold", "given", "right", "precision", "recall", "given", "right", "precision",
                     "recall"));
    for (std::size_t t = 0; t < kEventTypeCount; ++t) {
      const TypeCount& a = figures.given_actors[t];
      const TypeCount& b = figures.from_text[t];
      line(fmt::format(
          "{:<10} {:>5} | {:>5} {:>5} {:>9.3f} {:>6.3f} | {:>5} {:>5} {:>9.3f} {:>6.3f}",
          to_string(static_cast<EventType>(t)), a.gold, a.given, a.right, share(a.right, a.given),
          share(a.right, a.gold), b.given, b.right, share(b.right, b.given),
          share(b.right, b.gold)));
    }
  }
  line("");
  line(fmt::format("further events: {} in {} sentences, {:.3f} a sentence", further(score),
                   score.records, share(further(score), score.records)));
  line(fmt::format("sectors of matched parties: {} of {}", score.sectors_right, score.sectors));
  if (with_errors) {
    for (const std::string& error : score.errors) line(error);
  }
  return out;
}

Json to_json(const PloverScore& score) {
  return Json{{"records", score.records},
              {"relabelled", score.relabelled},
              {"relabelled_by_rulings", score.relabelled_by_rulings},
              {"as_labelled", figures_json(score.labelled, score.records)},
              {"as_relabelled", figures_json(score.ruled, score.records)},
              {"further_events", further(score)},
              {"sectors", Json{{"right", score.sectors_right}, {"total", score.sectors}}},
              {"errors", score.errors}};
}

}  // namespace chancery
