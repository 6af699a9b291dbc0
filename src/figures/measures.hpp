// measures.hpp: what a quantity measures. Private to this folder.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "figures/clauses.hpp"
#include "figures/quantities.hpp"

namespace chancery::figures {

// What a figure measures.
struct Measured {
  std::string measure;
  TokenRange tokens;
  bool directed = false;
  std::string growth = {};  // the measure of a percentage that says how it grew; empty: the same
};

// The measure of quantity `number`, or nothing where the words do not say: rather none than a wrong
// one.
std::optional<Measured> find_measure(const Document& document, const Lexicon& lexicon,
                                     const Tree& tree, const Clauses& clauses,
                                     const std::vector<Quantity>& quantities, std::size_t number);

}  // namespace chancery::figures
