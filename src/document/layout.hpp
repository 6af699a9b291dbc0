// layout.hpp: the parts of a text that are no sentences: publication marker, dateline, titles.
//
// Added by report/.
#pragma once
#include <optional>
#include <vector>

#include "base/calendar.hpp"
#include "base/span.hpp"

namespace chancery {

enum class PartKind : std::uint8_t {
  kMarker,    // " date 2025-04-26 " before the first word
  kTitle,     // the title, or a repeat of it
  kDateline,  // "NAIROBI, June 19 (Agency) --"
};
const char* to_string(PartKind kind);

struct Part {
  Span span;
  PartKind kind = PartKind::kMarker;
};

// Where and when the report was filed, as its dateline says. `date` is complete: a dateline without
// a year takes the year that puts it between a year before and a day after the report's date;
// without that date it stays open.
struct Dateline {
  Span span;
  Span place;   // the words of the place ("NAIROBI"), may be empty
  Span agency;  // the words of the agency, may be empty
  std::optional<Day> date;
};

struct LayoutLayer {
  std::vector<Part> parts;  // disjoint, in text order; sentences never overlap them
  std::optional<Day> marker_date;
  std::optional<Dateline> dateline;  // the first one
};

}  // namespace chancery
