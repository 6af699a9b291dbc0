// place_layer.hpp: which places are named, as places. Added by places/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/span.hpp"
#include "document/actor_layer.hpp"

namespace chancery {

using PlaceId = std::uint32_t;  // index into PlaceLayer::places

enum class PlaceType : std::uint8_t {
  kState,
  kCapital,
  kCity,    // any other populated place
  kRegion,  // a first-level division, a historical or cross-border region
  kWater,   // sea, strait, river, lake, canal
  kOther,   // island, mountain, border crossing, a name that no table knows
};
const char* to_string(PlaceType type);

// One place of this report; equal places are one record.
struct Place {
  std::string id;    // "KEN/Nairobi", "KEN", "/Red Sea" (docs/mentions.md)
  std::string name;  // usual English name
  PlaceType type = PlaceType::kOther;
  std::string state;                    // ISO 3166 alpha-3; empty where none or several
  std::vector<std::string> claimed_by;  // of a disputed place, sorted
  bool located = false;                 // the two below are known
  double latitude = 0;                  // degrees, WGS 84
  double longitude = 0;
  std::uint32_t population = 0;  // 0: unknown
  friend bool operator==(const Place&, const Place&) = default;
};

struct PlaceMention {
  Span span;
  TokenRange tokens;
  PlaceId place = kNoId;  // kNoId: open, several candidates or none known
  How how = How::kNamed;
  std::vector<PlaceId> candidates;  // others that the name may stand for, the likeliest first
  bool is_where = false;            // "in Geneva", "near the border": something is or happens there
};

struct PlaceLayer {
  std::vector<Place> places;
  std::vector<PlaceMention> mentions;  // in text order, disjoint
  PlaceId dateline = kNoId;            // the place of the dateline
};

}  // namespace chancery
