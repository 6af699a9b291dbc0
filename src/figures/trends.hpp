// trends.hpp: how a quantity moves, by how much, and whether it is only a target. Private to this
// folder.
#pragma once
#include <optional>
#include <vector>

#include "figures/clauses.hpp"
#include "figures/measures.hpp"
#include "figures/quantities.hpp"

namespace chancery::figures {

// Sets trend, trend_span, comparison and promised of the figure made of quantity `number`. A target
// has no trend.
void read_movement(const Document& document, const Lexicon& lexicon, const Tree& tree,
                   const Clauses& clauses, const std::vector<Quantity>& quantities,
                   std::size_t number, const std::optional<Measured>& measure, Figure& figure);

}  // namespace chancery::figures
