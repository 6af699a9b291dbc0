// record_layer.hpp: the diplomatic record: visits, meetings, instruments, regimes, commitments,
// positions, offices, posts and plans that a report tells of. Added by events/.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "document/entry_kind.hpp"
#include "document/event_layer.hpp"
#include "document/refusal.hpp"

namespace chancery {

// A number that stands inside an entry of another kind: the target or base of a commitment.
struct StatedValue {
  std::optional<double> value;
  std::string unit;
  std::string how;                  // stated, derived (computed from base and factor)
  std::optional<EntryDate> period;  // what it holds for
};

// The fields of each kind beside the common ones and the parties (design, "The entry"). An empty
// text, a missing number and an empty list mean that the words do not say.
struct VisitFields {
  static constexpr EntryKind kKind = EntryKind::kVisit;
  std::string visit_type;  // working, official, state, private
  std::string purpose;     // as said
};

struct MeetingFields {
  static constexpr EntryKind kKind = EntryKind::kMeeting;
  std::string series;             // "strategic dialogue"
  std::optional<double> ordinal;  // of the series: 6 for "the sixth meeting"
  std::string level;              // heads of state, heads of government, foreign ministers, ...
  std::string format;             // phone, video, sidelines
  std::vector<std::string> topics;
};

struct InstrumentFields {
  static constexpr EntryKind kKind = EntryKind::kInstrument;
  std::string type;   // "memorandum of cooperation"
  std::string title;  // of a named one
  std::string subject;
  std::optional<double> count;      // of several told together
  std::optional<EntryDate> period;  // term of validity
  std::optional<double> votes_for, votes_against, votes_abstained;
  std::string instrument_status;  // is_instrument_status()
};

struct RegimeFields {
  static constexpr EntryKind kKind = EntryKind::kRegime;
  std::string type;   // sanctions, tariff, export ban, border closure, ...
  std::string scope;  // goods or persons, as said
  std::string rate;   // "25%"
  std::string exceptions;
  std::optional<EntryDate> from, until;
  std::string condition;
  std::string regime_status;  // is_regime_status()
};

struct CommitmentFields {
  static constexpr EntryKind kKind = EntryKind::kCommitment;
  std::string what;      // as said
  std::string polarity;  // positive, negative (a promise not to)
  std::string strength;  // pledge, aim, priority
  std::string measure;
  std::string direction;  // increase, decrease
  std::optional<double> factor;
  std::optional<StatedValue> target, base;
  std::optional<EntryDate> horizon;
  std::string condition;
};

struct PositionFields {
  static constexpr EntryKind kKind = EntryKind::kPosition;
  std::string
      stance;  // supports, opposes, rejects, recognises, does not recognise, claims, neutral
  std::vector<std::string> matter;
};

struct OfficeFields {
  static constexpr EntryKind kKind = EntryKind::kOffice;
  std::string office;  // role name, or the words
  std::string change;  // appointed, elected, took_office, nominated, resigned, dismissed, recalled,
                       // accredited, died
};

struct PostFields {
  static constexpr EntryKind kKind = EntryKind::kPost;
  std::string type;         // embassy, consulate general, consulate, mission
  std::string post_status;  // is_post_status()
};

struct PlanFields {
  static constexpr EntryKind kKind = EntryKind::kPlan;
  std::string what;
  std::optional<EntryDate> horizon;
};

// proposed, negotiated, agreed, initialled, to_be_signed, signed, exchanged, adopted, approved,
// ratified, in_force, extended, amended, suspended, denounced, expired, rejected.
bool is_instrument_status(std::string_view text);
// threatened, announced, ordered, in_force, extended, eased, suspended, lifted, averted.
bool is_regime_status(std::string_view text);
// agreed, to_open, open, upgraded, downgraded, closed.
bool is_post_status(std::string_view text);

using RecordFields =
    std::variant<VisitFields, MeetingFields, InstrumentFields, RegimeFields, CommitmentFields,
                 PositionFields, OfficeFields, PostFields, PlanFields>;

// Somebody in a record, in the slot of the kind: visitor, host, participants, parties, ...
struct RecordParty {
  std::string slot;
  EventParty party;
};

// One fact of the record.
struct RecordItem {
  std::vector<Span> spans;  // the words that tell it, in text order, disjoint
  ActStatus status = ActStatus::kDone;
  bool background = false;
  std::vector<RecordParty> parties;
  std::optional<TimeId> time;
  std::optional<EntryDate> date;  // where it is not that of `time`
  Span place_words;               // whose place is that of the record
  std::optional<std::uint32_t> utterance;
  TokenId trigger = kNoToken;  // the word that it was read from: acts on it code the same fact
  std::string rule;
  RecordFields fields;
};

// What looked like a record of that kind.
struct RecordRefusal {
  EntryKind kind = EntryKind::kInstrument;
  Refusal refusal;
};

struct RecordLayer {
  std::vector<RecordItem> records;  // in order of their first span
  std::vector<RecordRefusal> refusals;
};

// The kind that the alternative of the fields stands for.
EntryKind kind_of(const RecordFields& fields);

}  // namespace chancery
