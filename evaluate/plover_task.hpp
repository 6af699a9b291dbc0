// plover_task.hpp: scores events against gold records of PLOVER (JSON Lines, one sentence each).
//
// Two figures. Type, with the actors given: of the acts read in the sentence, the one whose parties
// are most like those of the record, whether it makes an event or not, must have its type. From the
// text alone: an event must have its type, actors and recipients. Both as the records are labelled
// and as they are relabelled by the rulings of our coding reference (plover_relabels.tsv).
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"

namespace chancery {

// A record. Codes are ISO 3166 alpha-3, or "ORG" for whoever is of no state (the records' IGO, NGO,
// IMG); each once, in the record's order.
struct PloverRecord {
  std::string id;
  std::string text;
  EventType type = EventType::kAgree;   // of the record, old names under their present ones
  EventType ruled = EventType::kAgree;  // by the rulings
  int ruling = 0;                       // that changed the type; 0 for none
  std::vector<std::string> actors;
  std::vector<std::string> recipients;
  std::vector<std::string> sectors;  // of the parties that have one: "GOV"
};

struct PloverRelabel {
  EventType from = EventType::kAgree;
  EventType to = EventType::kAgree;
  int ruling = 0;
};

// Rows of evaluate/plover_relabels.tsv by record id. Fails on a row with no such type or ruling.
Result<std::map<std::string, PloverRelabel>> load_plover_relabels(const TableSource& source);

// The records of a file. Fails with kBadInput on a line that is no record, a type that is none, and
// a relabelled record whose old label is another.
Result<std::vector<PloverRecord>> parse_plover_records(
    std::string_view bytes, std::string_view name,
    const std::map<std::string, PloverRelabel>& relabels);

struct TypeCount {
  std::uint32_t gold = 0;
  std::uint32_t given = 0;
  std::uint32_t right = 0;
};

// One of the two readings of the labels.
struct PloverFigures {
  std::array<TypeCount, kEventTypeCount> given_actors{};  // type only
  std::array<TypeCount, kEventTypeCount> from_text{};     // type, actors and recipients
  std::uint32_t answered = 0;                             // records with an event at all
  std::uint32_t whole = 0;                                // right from the text alone
  std::uint32_t type_only = 0;                            // right with the actors given
};

struct PloverScore {
  std::uint32_t records = 0;
  std::uint32_t relabelled = 0;
  std::uint32_t relabelled_by_rulings = 0;  // 24 to 42, the project's own
  std::uint32_t events = 0;                 // in all sentences
  std::uint32_t sectors_right = 0;          // of parties matched that the record gives a sector
  std::uint32_t sectors = 0;
  PloverFigures labelled, ruled;
  std::vector<std::string> errors;
};

// Adds a record, which `document` has read.
void score_plover(const PloverRecord& gold, const Document& document, PloverScore& score);

std::string to_text(const PloverScore& score, bool with_errors);
nlohmann::ordered_json to_json(const PloverScore& score);

}  // namespace chancery
