#include "actors/actors.hpp"

#include "actors/finder.hpp"
#include "actors/lexicon.hpp"
#include "actors/references.hpp"

namespace chancery {

ActorLayer ActorFinder::finish() {
  finish_strangers();
  std::stable_sort(layer_.mentions.begin(), layer_.mentions.end(),
                   [](const Mention& a, const Mention& b) {
                     if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
                     return a.span.end > b.span.end;
                   });
  // By number of mentions, then by first mention.
  struct Total {
    PartyId party;
    std::uint32_t number;
    TokenId first;
  };
  std::sort(counts_.begin(), counts_.end(), [](const Count& a, const Count& b) {
    return a.party != b.party ? a.party < b.party : a.at < b.at;
  });
  std::vector<Total> totals;
  for (const Count& one : counts_) {
    if (totals.empty() || totals.back().party != one.party)
      totals.push_back({one.party, 0, one.at});
    ++totals.back().number;
  }
  std::sort(totals.begin(), totals.end(), [](const Total& a, const Total& b) {
    if (a.number != b.number) return a.number > b.number;
    return a.first != b.first ? a.first < b.first : a.party < b.party;
  });
  for (const Total& total : totals) layer_.states.push_back(party_actor(total.party));
  return std::move(layer_);
}

ActorLayer find_actors(const Document& document, const ActorLexicon& lexicon) {
  ActorLayer layer = ActorFinder(document, lexicon.tables()).run();
  add_references(document, lexicon, layer);
  return layer;
}

}  // namespace chancery
