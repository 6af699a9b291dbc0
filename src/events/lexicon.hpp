// lexicon.hpp: the loaded tables, private to this room. Others include events.hpp.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/interner.hpp"
#include "document/event_layer.hpp"
#include "events/deed_words.hpp"
#include "events/events.hpp"
#include "events/record_words.hpp"

namespace chancery {

// Where a predicate's argument stands.
enum class ArgumentKind : std::uint8_t {
  kSubject,      // s: who does it, the by-phrase of a passive
  kObject,       // o: what it is done to, the subject of a passive
  kIndirect,     // i
  kPossessor,    // poss: of a noun: "its", "Israel's", "Israeli"
  kModifier,     // m: adjectives and nouns before the predicate; in conditions only
  kObjectWords,  // om: the same of the object; in conditions only
  kClause,       // x: a clause that it governs; as an argument that clause's subject
  kInfinitive,   // inf: "to" and a verb that it governs; in conditions only
  kPreposition,  // a preposition: "with"
};

struct ArgumentSlot {
  ArgumentKind kind = ArgumentKind::kSubject;
  WordId preposition = kNoWord;
};

// Alternatives in order; each is a union of slots.
using Frame = std::vector<std::vector<ArgumentSlot>>;

// What earlier stages know of a word, whatever its lemma; one bit each (#money in acts.tsv).
enum WordKind : std::uint8_t {
  kMoneyWord = 1u << 0,   // of an amount of money
  kPlaceWord = 1u << 1,   // of a place or state
  kPersonWord = 1u << 2,  // of a person, an office or a pronoun that stands for one
  kTimeWord = 1u << 4,    // of a time
  kStateWord = 1u << 3,   // of a state, an organisation or a body of one that acts
};

struct Condition {
  ArgumentSlot slot;
  bool negated = false;
  std::vector<WordId> lemmas;  // sorted; empty with no kinds: anything
  std::uint8_t kinds = 0;      // of WordKind, any of them
};

// What an act is at one status.
struct Outcome {
  bool given = false;
  EventType type = EventType::kAgree;
  std::string mode;
  std::string cameo;
};

// What an act does to the act that it governs.
enum class Embedding : std::uint8_t {
  kNone,      // nothing: the two are told apart
  kDo,        // the governed act happens: "held talks", "resumed"
  kPlan,      // it is to come: "agreed to", "will", "plans"
  kAnnounce,  // hostile acts happen, others are to come
  kEnd,       // it ends or is undone: "suspended", "lifted"
  kCancel,    // it was to come and does not: "called off"
  kTake,      // it is the matter of this act and no act of its own: "demanded", "refused"
  kDrop,      // it is not told as happening: "discussed", "feared"
  kReport,    // it is said: a verb of saying
  kHost,      // it happens at the place of the governor, who is no party: "hosted talks between"
};

struct ActClass {
  std::string name;
  Embedding embeds = Embedding::kNone;
  bool both = false;         // parties on both sides are actors: "met", "signed"
  std::uint8_t parties = 1;  // how many it takes
  bool needs_recipient = false;
  bool hostile = false;
  Outcome done, planned, ended, cancelled;
  std::string matter;                    // mode of REQUEST and REJECT with this act as matter
  std::string request, appeal, refusal;  // CAMEO codes with this act as matter
  std::string threat_mode, threat;       // of THREATEN
  Frame actor, recipient;                // of a verb
  Frame noun_actor, noun_recipient;
};

struct ActRow {
  std::uint16_t act = 0;  // index into classes
  bool verb = true;       // else a noun or adjective
  WordId particle = kNoWord;
  std::vector<Condition> conditions;
  Frame actor, recipient;  // empty: those of the class
  std::string mode, cameo;
};

// How much a row asks for: of the rows of one trigger the heaviest that holds is taken.
std::size_t row_weight(const ActRow& row);

// What a noun stands for; one bit each (nouns.tsv).
enum NounUse : std::uint32_t {
  kNounPeople = 1u << 0,     // people or a body that can act; with a sector
  kNounState = 1u << 1,      // an organ of its state: the state acts
  kNounTool = 1u << 2,       // aircraft, troops' tools: its owner acts
  kNounPartitive = 1u << 3,  // "a group of", "thousands of"
  kNounOrganisation = 1u << 4,
  kNounRegion = 1u << 7,  // of many states; its sector is the region's name
  kNounJoint = 1u << 6,   // of several at once: "the sides", "the joint commission"
  kNounThing = 1u << 5,   // whose adjectives name nobody: "the French language"
};

struct NounEntry {
  std::uint32_t uses = 0;
  std::string sector;
};

struct EventTables {
  Interner words;  // every lemma of the tables
  std::vector<ActClass> classes;
  std::vector<ActRow> rows;
  std::vector<std::vector<std::uint32_t>> rows_of;  // by WordId of the trigger, most special first
  std::vector<NounEntry> nouns;                     // by WordId
  DeedWords deed_words;

  const NounEntry* noun(WordId word) const {
    return word < nouns.size() && nouns[word].uses != 0 ? &nouns[word] : nullptr;
  }
  const std::vector<std::uint32_t>* rows_at(WordId word) const {
    return word != kNoWord && word < rows_of.size() && !rows_of[word].empty() ? &rows_of[word]
                                                                              : nullptr;
  }
  struct Small {
    WordId by, will, shall, would, may, might, could, can, should, must, have, need, be, not_,
        never, no, longer, if_, unless, to, that, who, which, whom, of, from, in, between, among,
        with, go, had, do_, neither, nor, without, while_, before, after, ahead, following, during,
        at, and_, when, whether, for_, against, on, into, provided, us, near, nothing, none, since,
        due, where, nobody, each, over, say, set, until, till;
  };
  Small small{};
  RecordVocabulary records;
};

}  // namespace chancery
