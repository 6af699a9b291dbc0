// quantities.hpp: the numbers of a sentence with their units, ranges joined, and why the others are
// no figures. Private to this folder.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "document/figure_layer.hpp"
#include "figures/sentence.hpp"

namespace chancery::figures {

inline constexpr std::size_t kNoQuantity = static_cast<std::size_t>(-1);

// A number with what follows it: a figure in the making, or a refusal.
struct Quantity {
  Numeral numeral;
  TokenId begin = 0;       // with bounding words and money sign
  TokenId end = 0;         // past the unit or counted noun
  TokenId amount_end = 0;  // past the unit itself: "barrels" of "barrels a day"
  const char* reason = nullptr;
  QuantityKind kind = QuantityKind::kCount;
  std::string unit;
  const char* rule = "";
  Decimal value;
  std::optional<Decimal> low, high;
  bool is_range = false;
  bool approximate = false;
  bool earlier_value = false;       // "from 3 to 5 billion", "up from 3": what it was before
  std::string noun;                 // of a count: what is counted, with its modifiers
  TokenRange noun_tokens;           // may be empty
  bool merged = false;              // became part of a range
  std::size_t whole = kNoQuantity;  // what it is a part of: "12 of the 19 ships"
};

// In text order, disjoint. Quantities with a reason are refusals; merged ones are the lower ends of
// ranges. `before` holds the figures of the sentences before, which "of them" goes back to.
std::vector<Quantity> read_quantities(const Document& document, const Lexicon& lexicon,
                                      const Tree& tree, const FigureLayer& before);

// A number that nothing says the unit of.
bool is_bare(const Quantity& quantity);

}  // namespace chancery::figures
