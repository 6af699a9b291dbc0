// clauses.hpp: the parts of a sentence, and the words for measures and trends in them. Private to
// this folder.
#pragma once
#include <vector>

#include "figures/quantities.hpp"
#include "figures/sentence.hpp"

namespace chancery::figures {

// A phrase of the measures or trends table in the sentence.
struct Hit {
  TokenId begin = 0;
  TokenId end = 0;
  std::uint32_t id = 0;
  bool head = true;  // of a measure: stands as a noun phrase's last noun
};

class Clauses : private Sentence {
 public:
  Clauses(const Document& document, const Lexicon& lexicon, const Tree& tree);

  TokenId clause_of(TokenId token) const { return clause_begin_[token - begin_]; }
  const Hit* trend_at(TokenId token) const;
  const Hit* measure_at(TokenId token) const;
  // The number of hits that end at or before `token`.
  static std::size_t hits_before(const std::vector<Hit>& hits, TokenId token) {
    return static_cast<std::size_t>(
        std::partition_point(hits.begin(), hits.end(),
                             [&](const Hit& hit) { return hit.end <= token; }) -
        hits.begin());
  }
  bool any_trend_in(TokenId begin, TokenId end) const;
  bool fits(const Hit& hit, QuantityKind kind) const;
  // "2 percent of GDP": GDP is what the share is of, not what is measured.
  bool is_whole(const Hit& hit) const;
  const Hit* trend_noun_after(const Quantity& quantity) const;
  const Hit* comparative_after(const Quantity& quantity) const;

  const std::vector<Hit>& measures() const { return measures_; }
  const std::vector<Hit>& trends() const { return trends_; }

 private:
  bool ends_clause(TokenId token) const;
  // A measure word counts where it closes its noun phrase: not in "trade minister", "aid agency",
  // "World Trade ...".
  bool is_head(const Hit& hit) const;

  std::vector<TokenId> clause_begin_;  // by token of the sentence
  std::vector<Hit> measures_;          // disjoint, in text order
  std::vector<Hit> trends_;
};

}  // namespace chancery::figures
