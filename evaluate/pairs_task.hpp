// pairs_task.hpp: scores pairs of sentences that differ in one thing (evaluate/pairs/).
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "document/document.hpp"

namespace chancery {

// An event that must come out: "CONSULT KEN>UGA done background"; or a record of another kind:
// "visit KEN>UGA planned", "instrument KEN+UGA signed", "no post".
struct WantedEvent {
  std::optional<EntryKind> kind;  // of a record; nothing for an event
  bool absent = false;            // no record of that kind
  // Of a record, whatever they are fields of: status, novelty, and its type, own status, change,
  // format or level with _ for a blank.
  std::vector<std::string> words;
  EventType type = EventType::kAgree;
  std::vector<std::string> actors;      // states or ids, sorted
  std::vector<std::string> recipients;  // likewise
  std::optional<std::string> status;    // not compared where it is not given
  std::optional<bool> background;
};

struct PairSentence {
  std::string pair;  // FILE:NUMBER
  std::optional<Day> date;
  std::string text;
  std::vector<std::vector<WantedEvent>> readings;  // any of them; an empty one: no event
};

// The rows of a file, each pair of two. Fails with kBadTable where a row is not of that form.
Result<std::vector<PairSentence>> parse_pairs(std::string bytes, std::string name);

// The readings of a field "ACCUSE KEN>UGA done ; AID KEN>UGA | none". Nothing where it is not of
// that form.
std::optional<std::vector<std::vector<WantedEvent>>> parse_readings(std::string_view field);
// What came out, in words, for messages.
std::string events_text(const Document& document);
std::string records_text(const Document& document);

struct PairsScore {
  struct Count {
    std::uint32_t pairs = 0;
    std::uint32_t right = 0;
  };
  std::map<std::string, Count> files;
  std::vector<std::string> errors;
};

// Whether exactly the events of one of the readings came out; of a reading with records exactly the
// records of the kinds that it names, whatever else.
bool agrees(const PairSentence& sentence, const Document& document);

// Adds a pair: its two sentences, read.
void score_pair(const PairSentence& first, const Document& first_read, const PairSentence& second,
                const Document& second_read, const std::string& file, PairsScore& score);

std::string to_text(const PairsScore& score, bool with_errors);
nlohmann::ordered_json to_json(const PairsScore& score);

}  // namespace chancery
