// tree.hpp: the tree of one sentence, asked from above and from below.
//
// A view of the syntax layer; empty where that layer has not been added, so that rules can fall
// back on the order of words.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "document/document.hpp"

namespace chancery {

class Tree {
 public:
  Tree(const Document& document, TokenRange sentence);

  bool empty() const { return first_child_.empty(); }
  TokenRange sentence() const { return sentence_; }

  // kNoToken at the root.
  TokenId head(TokenId token) const { return syntax_->head[token]; }
  Relation relation(TokenId token) const { return syntax_->relation[token]; }
  Upos upos(TokenId token) const { return syntax_->upos[token]; }
  Xpos xpos(TokenId token) const { return syntax_->xpos[token]; }
  std::string_view lemma(TokenId token) const { return syntax_->lemma(token); }
  // In text order.
  std::span<const TokenId> children(TokenId token) const;
  // The first child with the relation; kNoToken where there is none.
  TokenId child(TokenId token, Relation relation) const;
  // The token of the range that hangs outside it: the top of a phrase. The first where several do.
  TokenId top(TokenRange range) const;
  // True where `above` is `token` or stands above it.
  bool dominates(TokenId above, TokenId token) const;

  // A word that a clause hangs on: a verb, or what a copula or a subject makes a predicate.
  bool is_predicate(TokenId token) const;
  // The predicate of the clause that `token` stands in: `token` itself, or the nearest above it;
  // kNoToken where none is.
  TokenId predicate_of(TokenId token) const;
  // The subject of a predicate: its own, or that of the predicate which it is coordinated with or
  // opened by ("He wants to pay"); kNoToken where none is. `passive` says which kind it is.
  TokenId subject_of(TokenId predicate, bool& passive) const;
  // The case marker of a phrase: "to" of "to Kenya"; the first one; kNoToken where none is.
  TokenId marker_of(TokenId token) const { return child(token, Relation::kCase); }

 private:
  const SyntaxLayer* syntax_;
  TokenRange sentence_;
  std::vector<std::uint32_t> first_child_;  // by token of the sentence, and one more
  std::vector<TokenId> children_;
};

}  // namespace chancery
