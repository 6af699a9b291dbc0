// references.hpp: what pronouns and noun phrases stand for. Private to this room.
//
// "he", "its", "the country", "both sides", "the Baltic states", and "we" inside a quotation. Every
// noun phrase of the report is looked at, since the nearest "it" may be a thing and the nearest
// "she" somebody without a name; mentions come out for those that stand for an actor.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actors.hpp"
#include "base/phrases.hpp"

namespace chancery {

// What a word does for references; one bit each (reference_words.tsv).
enum ReferenceCue : std::uint32_t {
  kRefHe = 1u << 0,
  kRefShe = 1u << 1,
  kRefIt = 1u << 2,
  kRefThey = 1u << 3,
  kRefWe = 1u << 4,
  kRefI = 1u << 5,
  kRefYou = 1u << 6,
  kRefPossessive = 1u << 7,
  kRefReflexive = 1u << 8,
  kRefDefinite = 1u << 9,
  kRefIndefinite = 1u << 10,
  kRefBoth = 1u << 11,
  kRefFormer = 1u << 12,
  kRefLatter = 1u << 13,
  kRefAway = 1u << 14,
  kRefThose = 1u << 15,
  kRefNot = 1u << 25,
  kRefLet = 1u << 26,
  kRefSaying = 1u << 16,
  kRefExpletive = 1u << 17,
  kRefAsking = 1u << 18,
  kRefMale = 1u << 19,
  kRefFemale = 1u << 20,
  kRefMembers = 1u << 21,
  kRefPlace = 1u << 22,
  kRefAccording = 1u << 23,
  kRefLeaders = 1u << 24,
  kRefRelational = 1u << 27,
  kRefGovernment = 1u << 28,
  kRefPartitive = 1u << 29,
  kRefStyle = 1u << 30,
  kRefMeeting = 1u << 31,
};

// What a noun can stand for; one bit each (reference_nouns.tsv).
enum ReferenceType : std::uint16_t {
  kStandsState = 1u << 0,
  kStandsSide = 1u << 1,
  kStandsOrganisation = 1u << 2,
  kStandsCompany = 1u << 3,
  kStandsGroup = 1u << 4,
  kStandsPerson = 1u << 5,
  kStandsPlace = 1u << 6,
  kStandsThing = 1u << 7,  // anything else
};

enum class Gender : std::uint8_t { kUnknown, kMale, kFemale };

struct ReferenceNoun {
  std::uint16_t types = 0;
  Gender gender = Gender::kUnknown;
  bool singular = false;
  bool plural = false;
  bool in_name = false;  // must be part of the name that it stands for
};

// A region or circle of states (groups.tsv).
struct StateCircle {
  std::vector<std::string> members;  // sorted
  std::int32_t from = 0;             // days since 1970-01-01
  std::int32_t to = 0;
  bool before_noun = false;
};

// Weights of the choice between candidates; the order is that of kWeightNames.
enum class Weight : std::uint8_t {
  kSameSentence,
  kPreviousSentence,
  kSentenceBack,  // for each further one
  kCandidateBetween,
  kSubject,
  kObject,
  kPossessor,
  kOblique,
  kBothSubjects,
  kLocalSubject,
  kFirstInSentence,
  kName,
  kPronoun,
  kRepeated,
  kOften,
  kGenderKnown,
  kGenderGuess,
  kStateForIt,
  kOrganisationForIt,
  kPlaceForIt,
  kThingForIt,
  kObjectIt,
  kPredicateIt,
  kThingPredicateIt,
  kObliqueStateForIt,
  kGroupForThem,
  kPluralForThem,
  kOrganisationForThem,
  kThingForThem,
  kPersonForThem,
  kSameQuote,
  kOtherQuote,
  kNested,
  kAdjective,
  kNeedHe,
  kNeedIt,
  kNeedThem,
  kNeedNoun,
  kNeedChain,
  kNeedChainNoun,
  kMargin,
};
inline constexpr std::size_t kWeightCount = static_cast<std::size_t>(Weight::kMargin) + 1;

struct ReferenceTables {
  std::vector<std::uint32_t> cues;    // by WordId
  std::vector<std::uint8_t> numbers;  // by WordId: 2..6, 0 for none
  std::vector<ReferenceNoun> nouns;   // by WordId
  std::vector<Gender> given_names;    // by WordId
  PhraseTrie circles;                 // phrases of groups.tsv
  std::vector<StateCircle> circle_list;
  std::vector<std::uint32_t>
      circle_phrase;  // by circle: the first one of its phrase, which the trie holds
  std::array<int, kWeightCount> weights{};

  std::uint32_t cue(WordId word) const { return word < cues.size() ? cues[word] : 0; }
  std::uint8_t number(WordId word) const { return word < numbers.size() ? numbers[word] : 0; }
  const ReferenceNoun* noun(WordId word) const {
    return word < nouns.size() && nouns[word].types != 0 ? &nouns[word] : nullptr;
  }
  Gender given_name(WordId word) const {
    return word < given_names.size() ? given_names[word] : Gender::kUnknown;
  }
  int weight(Weight one) const { return weights[static_cast<std::size_t>(one)]; }
};

// Reads reference_words.tsv, reference_nouns.tsv, reference_weights.tsv, given_names.tsv and
// groups.tsv. Fails on the first bad row.
Result<ReferenceTables> load_reference_tables(const TableSource& source,
                                              const WordSplitter& splitter, Vocabulary& vocabulary);

// Adds mentions (and groups as actors) to a layer that has those of names, and the chains of all
// that is mentioned. Needs the syntax layer; adds nothing without it.
void add_references(const Document& document, const ActorLexicon& lexicon, ActorLayer& layer);

}  // namespace chancery
