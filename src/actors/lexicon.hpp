// lexicon.hpp: the loaded tables, private to this room. Others include actors.hpp.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/actors.hpp"
#include "actors/references.hpp"
#include "base/phrases.hpp"

namespace chancery {

using PartyId = std::uint32_t;
using PersonId = std::uint32_t;
using RoleId = std::uint16_t;
using BodyId = std::uint16_t;

// A state, an organisation or an armed group.
struct Party {
  std::string id;         // "KAZ", "igo:NATO", "group:hamas"
  std::string_view code;  // as the tables write it
  std::string_view name;
  ActorType type = ActorType::kState;
  std::string state;        // Actor::state
  std::string_view sector;  // Actor::sector, for groups
  std::uint32_t officials_begin = 0;
  std::uint32_t officials_end = 0;  // half-open range of ActorTables::officials
};

enum class SenseKind : std::uint8_t {
  kName,
  kAdjective,
  kPeople,
  kCapital,
  kMetonym,      // a seat that stands for those in it: "the Kremlin"
  kInstitution,  // a body of a state by its own name: "the Bundestag"
  kPerson,
  kNothing
};

enum Caution : std::uint8_t {
  kNeedsReport = 1,   // the report must name the party otherwise
  kIsPersonName = 2,  // not beside another capitalised word
  kNeedsTitle = 4,    // a family name that is also a word
  kIsUpperWord = 8,   // a word in a sentence of capitals
  kIsUsState = 16,
};

// One meaning of a phrase. The senses of a phrase are a chain through `next`.
struct Sense {
  std::uint32_t target = 0;  // PartyId or PersonId
  std::uint32_t next = 0xFFFFFFFF;
  std::int32_t from = std::numeric_limits<std::int32_t>::min();  // days since 1970-01-01
  std::int32_t to = std::numeric_limits<std::int32_t>::max();    // the day after the last one
  // Bit i: word i (31 for all later ones) must begin with a capital; must be written in capitals.
  std::uint32_t capital = 0;
  std::uint32_t upper = 0;
  BodyId body = 0;
  SenseKind kind = SenseKind::kName;
};

struct NameSenses {
  std::uint32_t first = 0xFFFFFFFF;  // into ActorTables::senses
  std::uint32_t last = 0xFFFFFFFF;
  std::uint8_t cautions = 0;
  // Of kNeedsReport: whom the report must name; none: the party itself, or its state.
  std::uint32_t needs = 0xFFFFFFFF;
};

// What one row of offices.tsv says of its phrase.
struct OfficeSense {
  RoleId role = 0;
  std::vector<std::string_view> titles;  // folded; empty: any
  std::vector<PartyId> only;             // empty: every state
  std::vector<PartyId> never;
  bool organisations = false;
  bool several = false;
};
struct OfficePhrase {
  std::uint32_t begin = 0;  // half-open range of ActorTables::office_senses
  std::uint32_t end = 0;
  bool plural = false;  // "foreign ministers"
};

struct Body {
  std::string_view name;
  std::string_view sector;
};
struct BodyPhrase {
  BodyId body = 0;
  bool alone = false;
  bool plural = false;  // "foreign ministries"
};

struct Person {
  std::uint32_t begin = 0;  // half-open range of ActorTables::officials
  std::uint32_t end = 0;
  PartyId party = 0;
  std::uint32_t name_entry = 0xFFFFFFFF;    // of the full name
  std::uint32_t family_entry = 0xFFFFFFFF;  // of the family name
};

// What a single word does beside a name; one bit each.
enum Cue : std::uint32_t {
  kStartsName = 1u << 0,
  kStartsOffice = 1u << 1,
  kStartsBody = 1u << 2,
  kStartsFamily = 1u << 3,
  kStarts = kStartsName | kStartsOffice | kStartsBody | kStartsFamily,
  kKnown = 1u << 4,  // a capital does not make it part of a name that we do not know
  kCuePlace = 1u << 5,
  kCueInside = 1u << 6,
  kCueAgent = 1u << 7,
  kCueFunction = 1u << 8,
  kCueVenue = 1u << 9,
  kCueHonorific = 1u << 10,
  kCueFormer = 1u << 11,
  kCueModifier = 1u << 12,
  kCueUsState = 1u << 13,
  kCueQuantifier = 1u << 14,
  kCueLanguage = 1u << 15,
  kCuePlaceNoun = 1u << 16,
  kCueVerb = 1u << 17,
  kCueCurrency = 1u << 18,
  kCueScale = 1u << 19,
  kCueOrigin = 1u << 20,
  kCueOrganisation = 1u << 21,
  kCueFaction = 1u << 22,
  kCueReach = 1u << 23,
  kCueThing = 1u << 25,
  kCueJob = 1u << 26,
  kCueStateBody = 1u << 27,
  kCueDealing = 1u << 28,
  kCueDay = 1u << 29,
  kCueFeature = 1u << 30,
  kCueStateKind = 1u << 31,
  kCueGiven = 1u << 24,  // the first name of somebody in the tables, or a row of cues.tsv
};

// What ties a person to a state (ties.tsv); one bit each.
enum Tie : std::uint16_t {
  kTieAide = 1u << 0,
  kTieBody = 1u << 1,
  kTieBoss = 1u << 2,
  kTieEnvoy = 1u << 3,
  kTieLead = 1u << 4,
  kTieMission = 1u << 5,
  kTiePost = 1u << 6,
  kTieTeam = 1u << 7,
  kTieTitle = 1u << 8,
  kTieRank = 1u << 9,
};

struct ActorTables {
  std::vector<Table> bytes;      // what all views point into
  std::deque<std::string> made;  // strings that no table holds as such

  std::vector<Party> parties;
  std::unordered_map<std::string_view, PartyId> state_of;  // by iso3; EUU is the party of "EU"
  std::unordered_map<std::string_view, PartyId> organisation_of;  // by id

  std::vector<Official>
      officials;  // by country and name, then the heads of organisations; one party in one run
  std::vector<RoleId> role;    // by official: its role
  std::vector<RoleId> office;  // by official: its finer role
  std::vector<Person> persons;
  // By person: the one that it is, where the table has one person under two spellings of one name.
  std::vector<PersonId> twin;

  std::vector<std::string_view> roles;
  std::unordered_map<std::string_view, RoleId> role_id;
  RoleId minister = 0;  // fits every minister
  RoleId chief = 0;     // fits every head of an organisation
  RoleId other = 0;
  RoleId leader = 0;    // fits heads of state and of government
  RoleId official = 0;  // fits everybody

  PhraseTrie names;
  PhraseTrie families;
  PhraseTrie offices;
  PhraseTrie bodies;
  std::vector<NameSenses> name_entries;
  std::vector<NameSenses> family_entries;
  std::vector<Sense> senses;
  std::vector<OfficePhrase> office_phrases;
  std::vector<OfficeSense> office_senses;
  std::vector<Body> body_list;  // 0 is no body
  std::vector<BodyPhrase> body_phrases;
  BodyId government = 0;  // "the Bush administration"

  // Spelling key of the family name (spelling.hpp) and who bears it, sorted.
  struct FamilyKey {
    std::string key;
    PersonId person = 0;
  };
  std::vector<FamilyKey> family_keys;

  std::vector<std::uint32_t> cues;  // by WordId, Cue bits
  std::vector<std::uint16_t> ties;  // by WordId, Tie bits
  ReferenceTables references;
  std::array<WordId, 4> committees = {};  // "committee" and its like
  // Words that the patterns name.
  WordId the = 0, of = 0, for_ = 0, and_ = 0, or_ = 0, comma = 0, dash = 0, possessive = 0,
         apostrophe = 0, based = 0, in = 0, to = 0, near = 0, first = 0, north = 0, south = 0,
         a = 0, an = 0, its = 0, full_stop = 0, between = 0, from = 0, with = 0, by = 0, who = 0,
         her = 0, his = 0, high = 0;

  std::uint32_t cue(WordId word) const { return word < cues.size() ? cues[word] : 0; }
  std::uint16_t tie(WordId word) const {
    return word < ties.size() ? ties[word] : std::uint16_t{0};
  }
};

// "person:KAZ-murat-nurtleu". Requires the first spell of the person.
std::string person_id_of(const Official& first);

}  // namespace chancery
