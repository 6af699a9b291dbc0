// lexicon.hpp: the loaded tables, private to this room. Others include places.hpp.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/phrases.hpp"
#include "places/places.hpp"

namespace chancery {

using RecordId = std::uint32_t;
using StateIndex = std::uint16_t;
inline constexpr StateIndex kNoState = 0;

// One place of the tables.
struct PlaceRecord {
  std::string_view name;    // usual English name
  std::string_view region;  // code of the first-level region; empty where unknown
  std::string_view owner;   // the state column: "KEN", "", "RUS+UKR"
  float latitude = 0;
  float longitude = 0;
  std::uint32_t population = 0;
  StateIndex state = kNoState;  // kNoState: none or several
  PlaceType type = PlaceType::kCity;
  bool located = false;
  bool seat = false;    // of a first-level region
  bool famous = false;  // entered by hand: news names it
  bool island = false;
};

enum class CityRule : std::uint8_t { kNone, kNever, kNamed, kBeside };

// The meanings of one phrase are a chain of links.
struct PlacePhrase {
  std::uint32_t first = 0xFFFFFFFF;    // into PlaceTables::links
  std::uint32_t capital = 0xFFFFFFFF;  // bit i: word i must begin with a capital (31: all later)
  CityRule rule = CityRule::kNone;     // holds for cities only
};
struct PlaceLink {
  RecordId record = 0;
  std::uint32_t next = 0xFFFFFFFF;
};

// What a word tells; one bit each (words.tsv).
enum PlaceUse : std::uint32_t {
  kUseInside = 1u << 0,
  kUseTo = 1u << 1,
  kUseFrom = 1u << 2,
  kUseOn = 1u << 3,
  kUseMotion = 1u << 4,
  kUseMoved = 1u << 5,
  kUseExtends = 1u << 6,
  kUseSide = 1u << 7,
  kUseParticle = 1u << 8,
  kUseThe = 1u << 9,
  kUseCity = 1u << 10,
  kUseCapital = 1u << 11,
  kUseRegion = 1u << 12,
  kUseIsland = 1u << 13,
  kUseWater = 1u << 14,
  kUseCountry = 1u << 15,
  kUseContinent = 1u << 16,
  kUseOf = 1u << 17,
  kUseAnd = 1u << 18,
  kUseComma = 1u << 19,
  kUsePossessive = 1u << 20,
  kUseIts = 1u << 21,
  kUseAround = 1u << 22,
  kUseNoun =
      kUseCity | kUseCapital | kUseRegion | kUseIsland | kUseWater | kUseCountry | kUseContinent,
};

struct PlaceTables {
  std::vector<Table> bytes;  // what all views point into

  std::vector<PlaceRecord> records;
  std::vector<PlacePhrase> phrases;
  std::vector<PlaceLink> links;
  PhraseTrie trie;  // value: index into phrases

  std::vector<std::string_view> states;  // by StateIndex; 0 is none
  std::unordered_map<std::string_view, StateIndex> state_of;
  std::vector<RecordId> state_record;    // by StateIndex; kNoId where none
  std::vector<RecordId> capital_record;  // by StateIndex; kNoId where none

  std::vector<std::uint32_t> word_uses;  // by WordId
  std::unordered_map<std::string_view, std::uint32_t> lemma_uses;

  std::uint32_t uses(WordId word) const { return word < word_uses.size() ? word_uses[word] : 0; }
  std::uint32_t uses(std::string_view lemma) const {
    const auto found = lemma_uses.find(lemma);
    return found == lemma_uses.end() ? 0 : found->second;
  }
};

}  // namespace chancery
