// actor_layer.hpp: who is named where. Added by actors/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/span.hpp"
#include "document/text_layer.hpp"

namespace chancery {

using ActorId = std::uint32_t;  // index into ActorLayer::actors
using MentionId = std::uint32_t;
inline constexpr std::uint32_t kNoId = 0xFFFFFFFF;

enum class ActorType : std::uint8_t { kState, kOrganisation, kPerson, kGroup, kOther };
const char* to_string(ActorType type);

// How an actor is known from its words (design, "The entry").
enum class How : std::uint8_t {
  kNamed,       // its full name, or a name of the state
  kLookedUp,    // family name or office only, completed from the tables by date
  kCoreferent,  // "he", "the minister"
  kMetonym,     // "Astana said"
  kInferred,    // from elsewhere in the report
};
const char* to_string(How how);

// One actor of this report; equal actors are one record.
struct Actor {
  std::string id;    // "KAZ", "igo:EU", "person:KAZ-murat-nurtleu"
  std::string name;  // usual English name
  ActorType type = ActorType::kState;
  std::string state;   // ISO 3166 alpha-3 or igo: id of whom a person or body belongs to; for a
                       // state its own id
  std::string sector;  // PLOVER sector of a person or body: GOV, MIL, LEG, ...; empty where unknown
  std::string office;  // role name of the officials' table ("foreign_minister"), held on the
                       // report's date; may be empty
  std::string body;    // of a state: "Ministry of Foreign Affairs"; empty for the state itself
  // Of several at once ("both countries", "the Turkish and Greek foreign ministers"): their ids,
  // sorted; `id` is them joined by "+". Empty for one actor.
  std::vector<std::string> members;
  friend bool operator==(const Actor&, const Actor&) = default;
};

enum class MentionKind : std::uint8_t {
  kName,       // a name of the state or organisation: "Kazakhstan", "the EU"
  kAdjective,  // "Kazakh"
  kPeople,     // "Kazakhs"
  kCapital,    // "Astana": a place, or by its use the government
  kMetonym,    // "the Kremlin"
  kPerson,     // a person, by full or family name, with or without title and office
  kOffice,     // an office without a name: "the Chinese Foreign Minister"
  kBody,       // a ministry, embassy or other body of a state: "the Kazakh Foreign Ministry"
  kPronoun,    // "he", "its"; "we" inside a quotation
  kNominal,  // a noun phrase that stands for somebody: "the country", "both sides", "Baltic states"
};
const char* to_string(MentionKind kind);
// Whether the words name nobody by themselves and only refer.
constexpr bool is_reference(MentionKind kind) {
  return kind == MentionKind::kPronoun || kind == MentionKind::kNominal;
}

struct Mention {
  Span span;
  TokenRange tokens;
  MentionKind kind = MentionKind::kName;
  ActorId actor =
      kNoId;  // kNoId: a person or office that stays open (unknown, or several candidates)
  How how = How::kNamed;
  bool as_place = false;  // used as a place ("in Astana", "talks in Geneva"), no party
  bool nested = false;  // lies inside a longer mention ("Kazakh" in "the Kazakh foreign minister")
};

// One wording of what the report speaks of, with a name or without. Wordings of one thing have one
// chain.
struct Reference {
  TokenRange tokens;
  TokenId head = kNoToken;
  std::uint32_t chain = 0;
  ActorId actor = kNoId;  // kNoId: somebody whom no mention names ("a woman ... she")
};

struct ActorLayer {
  std::vector<Actor> actors;
  std::vector<Mention>
      mentions;  // in order of begin; of two with one begin the longer first; nested ones follow
  // States (never persons or organisations) that the report names as such, by number of mentions,
  // then first mention; places of venue and datelines do not count.
  std::vector<ActorId> states;
  // People, states, organisations, groups and places, by sentence; for the measure of coreference.
  std::vector<Reference> references;
};

}  // namespace chancery
