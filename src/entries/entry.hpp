// entry.hpp: one line of the ledger, as a value (design, "The entry"; docs/ledger.md has an example
// of each kind).
//
// Spans are byte offsets here; ledger, JSON and exports hold code points.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/span.hpp"
#include "document/entry_kind.hpp"
#include "document/record_layer.hpp"

namespace chancery {

// How the words tell it (design, "The entry"): one list for acts, records and entries.
using Status = ActStatus;
std::optional<Status> parse_status(std::string_view text);

enum class Novelty : std::uint8_t { kNew, kBackground };
const char* to_string(Novelty novelty);
std::optional<Novelty> parse_novelty(std::string_view text);

struct EntryPlace {
  std::string name;
  std::string state;  // ISO 3166 alpha-3, may be empty
  std::optional<double> latitude, longitude;
  std::vector<std::string> claimed_by;  // of a disputed place
};

// An actor in one role of one entry.
struct EntryActor {
  std::string
      slot;        // the field it fills: subject, from, to, speaker, addressee, visitor, host, ...
  std::string id;  // "KAZ", "igo:EU", "person:KAZ-murat-nurtleu", "group:central-asia"
  std::string name;
  std::string type;  // state, organisation, person, group, other
  std::string state;
  std::string sector;
  std::string office;
  std::string person;  // id of the person who acts for a state
  std::string body;    // "Ministry of Foreign Affairs"
  std::string role;    // party, mediator, host, observer, ...; empty where the kind has no roles
  std::optional<Span> span;  // the words that name it; none where it is inferred
  std::string how;           // named, looked_up, coreferent, metonym, inferred
  std::vector<std::string> members;
};

// Who asserts, confirms, denies or disputes the entry; empty list when the report itself says it.
struct Claim {
  std::string stance;            // asserts, confirms, denies, disputes
  std::string claimant;          // actor id
  std::string statement;         // id of the statement entry, may be empty
  std::vector<std::string> via;  // outlets it came through
};

struct Link {
  std::string rel;  // codes, part_of, restates, share_of, in_response_to, under, implements,
                    // amends, follows, fulfils, caused
  std::string id;
};

// The fields of each kind beside the common ones and the actors (design, "The entry"). An empty
// text, a missing number and an empty list mean that the words do not say. entries/fields.hpp lists
// the members for all that walk over them; document/record_layer.hpp has the other kinds.
struct FigureFields {
  static constexpr EntryKind kKind = EntryKind::kFigure;
  std::string measure;
  std::optional<double> value, low, high;
  std::string unit;
  bool approximate = false;
  std::optional<EntryDate> period;
  std::string trend;                 // record high, record low, up, down, unchanged; or empty
  std::optional<double> comparison;  // change in percent that goes with the figure
  std::string stage;  // discussed, pledged, approved, signed, disbursed, delivered; or empty
};

struct StatementFields {
  static constexpr EntryKind kKind = EntryKind::kStatement;
  std::string mode;  // direct, indirect
  std::string verb;  // base form
  std::string text;  // the words said, joined by one space where the utterance has several spans
};

// People hurt or taken in an event, with the bounds that the words give.
struct SizeField {
  std::string what;  // dead, injured, arrested, abducted, released, expelled
  std::optional<double> value, low, high;
};

struct EventFields {
  static constexpr EntryKind kKind = EntryKind::kEvent;
  std::string plover;  // "AGREE"
  std::string mode;    // of PLOVER, may be empty
  std::string cameo;   // code of the act
  int quad = 1;        // 1 to 4: verbal and material cooperation, verbal and material conflict
  double score = 0;    // PLOVER's, -10 to 10, by type and mode
  std::vector<SizeField> sizes;
  bool conditional = false;  // told with a condition: "unless", "if"
};

using EntryFields = std::variant<FigureFields, StatementFields, EventFields, VisitFields,
                                 MeetingFields, InstrumentFields, RegimeFields, CommitmentFields,
                                 PositionFields, OfficeFields, PostFields, PlanFields>;

struct Entry {
  std::string id;      // 24 hex digits: see make_entry_id()
  std::string record;  // empty until entries of several reports are joined
  EntryKind kind = EntryKind::kFigure;
  std::vector<Span> spans;  // at least one, disjoint, in text order: the evidence
  std::optional<EntryDate> date;
  std::optional<EntryPlace> place;
  Status status = Status::kDone;
  Novelty novelty = Novelty::kNew;
  std::vector<Claim> claims;
  std::vector<Link> links;
  std::vector<EntryActor> actors;  // all slots, in the order of the design's table
  double confidence = 0;           // 0 .. 1, the share of right entries of this rule, measured
  std::string rule;                // what produced it
  EntryFields fields;
};

// Something that looked like an entry and was not coded.
struct Uncoded {
  EntryKind kind = EntryKind::kFigure;
  Span span;
  std::string reason;  // stable phrase, listed in docs/ledger.md
};

// A hash of the report's id, the kind, the first span in code points and the key fields, so that an
// unchanged entry keeps its id across program versions.
std::string make_entry_id(std::string_view report_id, EntryKind kind, std::uint32_t first_begin,
                          std::uint32_t first_end, std::string_view key_fields);

}  // namespace chancery
