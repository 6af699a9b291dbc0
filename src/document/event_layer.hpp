// event_layer.hpp: acts between actors, with their status and type. Added by events/.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/span.hpp"
#include "document/actor_layer.hpp"
#include "document/refusal.hpp"
#include "document/text_layer.hpp"
#include "document/time_layer.hpp"

namespace chancery {

// The sixteen event types of PLOVER.
enum class EventType : std::uint8_t {
  kAgree,
  kConsult,
  kSupport,
  kConcede,
  kCooperate,
  kAid,
  kRetreat,
  kRequest,
  kAccuse,
  kReject,
  kThreaten,
  kProtest,
  kSanction,
  kMobilize,
  kCoerce,
  kAssault,
};
inline constexpr std::size_t kEventTypeCount = 16;
const char* to_string(EventType type);  // "AGREE"
std::optional<EventType> event_type_of(std::string_view name);

// Of the act that the words tell of (design, "The entry").
enum class ActStatus : std::uint8_t {
  kProposed,
  kRequested,
  kThreatened,
  kPlanned,
  kOngoing,
  kDone,
  kCancelled,
  kPostponed,
  kRefused,
  kHypothetical,
};
const char* to_string(ActStatus status);

enum class PartyRole : std::uint8_t { kParty, kMediator, kHost };
const char* to_string(PartyRole role);  // "party"

// Somebody in an act.
struct EventParty {
  ActorId actor = kNoId;      // kNoId: known by words only
  MentionId mention = kNoId;  // the mention that names the actor; kNoId where none does
  Span span;                  // the words
  How how = How::kNamed;
  PartyRole role = PartyRole::kParty;
  // Of a party known by words only ("Kenyan farmers"): an id made of them, the words, the state or
  // organisation that they name, and the PLOVER sector.
  std::string id;
  std::string name;
  std::string state;
  std::string sector;
};

// People hurt or taken in an act: a count with its bounds.
struct EventSize {
  std::string what;  // "dead", "injured", "arrested", "abducted", "released", "expelled"
  std::optional<double> value, low, high;
  Span span;
};

// One act by one set of parties.
struct EventAct {
  std::vector<Span> spans;  // the words of the clause that tell it, in text order, disjoint
  TokenId trigger = kNoToken;
  std::vector<TokenId> also;  // triggers of other tellings of it
  EventType type = EventType::kAgree;
  std::string mode;   // PLOVER mode, may be empty
  std::string cameo;  // code of the act's row, "057"
  ActStatus status = ActStatus::kDone;
  bool background = false;       // told as history
  bool under_condition = false;  // "unless", "if": the clause that follows states a condition
  std::vector<EventParty> actors;
  std::vector<EventParty> recipients;
  std::vector<EventParty> others;  // mediators and hosts, who are no parties
  std::vector<EventSize> sizes;
  std::optional<TimeId> time;  // of the telling act
  // Who says so, where the report does not say it itself: an utterance of the speech layer.
  std::optional<std::uint32_t> utterance;
  Span act_span;    // the predicate
  std::string act;  // class of the act (events/classes.tsv): "sign"
  std::string
      rule;  // what read it: the act and how it is told, "meet", "agree.meet", "refuse.meet"
  const char* open =
      "";  // why no entry is made of it; empty for an event. A stable phrase as in Refusal
};

struct EventLayer {
  std::vector<EventAct> events;  // in order of their first span
  std::vector<EventAct> open;    // acts that make no event, each with the reason in `open`
};

}  // namespace chancery
