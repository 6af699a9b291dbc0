// clauses.hpp: predicates and their arguments in the trees of a report. Private to this room.
#pragma once
#include <vector>

#include "document/document.hpp"
#include "events/lexicon.hpp"

namespace chancery {

// Children, lemmas and arguments over the trees of one document. Building it and any walk up or
// down a tree is bounded, so that time is linear in the text whatever the trees.
class ClauseTree {
 public:
  ClauseTree(const Document& document, const EventTables& tables);

  WordId lemma(TokenId token) const { return lemma_[token]; }
  TokenId head(TokenId token) const { return head_[token]; }
  Relation relation(TokenId token) const { return relation_[token]; }
  Upos upos(TokenId token) const { return syntax_.upos[token]; }
  Xpos xpos(TokenId token) const { return syntax_.xpos[token]; }
  // Bits of WordKind.
  std::uint8_t kinds(TokenId token) const { return kinds_[token]; }
  TokenId first_child(TokenId token) const { return first_child_[token]; }
  TokenId next_sibling(TokenId token) const { return next_sibling_[token]; }

  // The first child with that relation, or kNoToken.
  TokenId child(TokenId token, Relation relation) const;
  bool has_child(TokenId token, Relation relation) const {
    return child(token, relation) != kNoToken;
  }
  // Whether a child is one of the lemmas.
  TokenId child_lemma(TokenId token, WordId lemma) const;
  // The preposition (or other case mark) of a noun phrase, kNoWord for none.
  WordId preposition(TokenId token) const;

  bool is_passive(TokenId verb) const;
  // The noun phrase that stands as subject, by control and coordination where the clause has none.
  TokenId surface_subject(TokenId predicate) const;
  // Heads of the noun phrases at that slot, at most a few.
  void arguments(TokenId predicate, ArgumentSlot slot, std::vector<TokenId>& out) const;
  // Whether the lemma stands before the predicate as an adjective or noun.
  bool modified_by(TokenId predicate, const std::vector<WordId>& lemmas) const;
  bool holds(TokenId predicate, const Condition& condition) const;
  // For "who", "which": the noun that it stands for; otherwise the token itself.
  TokenId antecedent(TokenId token) const;
  bool is_finite(TokenId token) const;
  // A noun phrase after the preposition, between the predicate and the next clause, where the tree
  // hangs it elsewhere; kNoToken for none.
  TokenId near_prepositional(TokenId predicate, WordId preposition) const;
  // First and last token of what hangs on the token, up to a bound.
  TokenRange subtree(TokenId token) const;

 private:
  void mark_kinds();
  TokenId adjacent_subject(TokenId verb) const;
  void repair(TokenRange sentence);
  void repair_infinitives(TokenRange sentence);
  void repair_perfect(TokenRange sentence);
  void repair_joined_subjects(TokenRange sentence, TokenId& root);
  static constexpr std::uint32_t kMaxChildren = 64;
  static constexpr int kMaxClimb = 8;
  static constexpr TokenId kMaxPhrase = 12;
  static constexpr TokenId kMaxReach = 40;
  TokenId phrase_head(TokenId begin, TokenId end) const;
  TokenId near_subject(TokenId verb) const;
  TokenId near_object(TokenId verb) const;
  TokenId surface_subject(TokenId predicate, int climb) const;
  void add_prepositional(TokenId predicate, WordId preposition, std::vector<TokenId>& out) const;

  const Document& document_;
  const SyntaxLayer& syntax_;
  const EventTables& tables_;
  std::vector<TokenId> head_;  // of the parser, with repairs
  std::vector<Relation> relation_;
  std::vector<TokenId> first_child_;
  std::vector<TokenId> next_sibling_;
  std::vector<WordId> lemma_;
  std::vector<TokenId> left_, right_;  // of the subtree
  std::vector<std::uint8_t> kinds_;    // of WordKind
  std::vector<MentionId> ends_name_;   // by token: the mention that ends with it, no reference
};

}  // namespace chancery
