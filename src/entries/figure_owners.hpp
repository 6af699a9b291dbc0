// figure_owners.hpp: private to entries/: whose a figure is, by the tree of its sentence.
//
//   "Russia promised him a loan of $1.5bn"    from Russia, to the state of the man
//   "trade between the two countries"         both
//   "Three U.S. destroyers"                   the United States
// Nothing is found where the sentence has no tree; then the order of words decides elsewhere.
#pragma once
#include <optional>
#include <vector>

#include "document/tree.hpp"
#include "entries/entries.hpp"

namespace chancery {

// One party of a figure with the words that name it; kNoId where it is inferred.
struct FigureParty {
  ActorId actor = kNoId;
  MentionId mention = kNoId;
};

struct FigureOwners {
  std::vector<FigureParty> subject;
  std::optional<FigureParty> from;
  std::optional<FigureParty> to;
  bool empty() const { return subject.empty() && !from && !to; }
};

// The states and unions that a mention stands for: of a person or body its state, of several at
// once each member that the report knows as an actor.
std::vector<ActorId> parties_of(const Document& document, const EntryLexicon& lexicon,
                                MentionId mention);

FigureOwners find_owners(const Document& document, const EntryLexicon& lexicon, const Tree& tree,
                         const Figure& figure);

// Whether a directed measure is a flow of trade, which belongs to both ends.
bool is_trade_flow(const Figure& figure);

}  // namespace chancery
