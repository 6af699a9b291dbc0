#include "document/tree.hpp"

#include <algorithm>

namespace chancery {
namespace {

// Steps up a tree: no clause is deeper in a sentence that people write, and hostile trees stay
// cheap.
constexpr int kDepth = 24;

bool is_subject(Relation relation) {
  return relation == Relation::kNsubj || relation == Relation::kNsubjOuter;
}

}  // namespace

Tree::Tree(const Document& document, TokenRange sentence)
    : syntax_(&document.syntax), sentence_(sentence) {
  if (syntax_->head.size() < sentence.end || sentence.empty()) return;
  const std::uint32_t size = sentence.size();
  first_child_.assign(size + 1, 0);
  for (TokenId token = sentence.begin; token < sentence.end; ++token) {
    const TokenId above = syntax_->head[token];
    if (sentence.contains(above)) ++first_child_[above - sentence.begin + 1];
  }
  for (std::uint32_t i = 0; i < size; ++i) first_child_[i + 1] += first_child_[i];
  children_.resize(first_child_[size]);
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (TokenId token = sentence.begin; token < sentence.end; ++token) {
    const TokenId above = syntax_->head[token];
    if (sentence.contains(above)) children_[next[above - sentence.begin]++] = token;
  }
}

std::span<const TokenId> Tree::children(TokenId token) const {
  if (empty() || !sentence_.contains(token)) return {};
  const std::uint32_t at = token - sentence_.begin;
  return std::span(children_).subspan(first_child_[at], first_child_[at + 1] - first_child_[at]);
}

TokenId Tree::child(TokenId token, Relation relation) const {
  for (const TokenId child : children(token)) {
    if (syntax_->relation[child] == relation) return child;
  }
  return kNoToken;
}

TokenId Tree::top(TokenRange range) const {
  for (TokenId token = range.begin; token < range.end; ++token) {
    const TokenId above = head(token);
    if (!range.contains(above) && relation(token) != Relation::kPunct &&
        relation(token) != Relation::kAdvmod && relation(token) != Relation::kCase &&
        relation(token) != Relation::kDet) {
      return token;
    }
  }
  for (TokenId token = range.begin; token < range.end; ++token) {
    if (!range.contains(head(token))) return token;
  }
  return range.begin;
}

bool Tree::dominates(TokenId above, TokenId token) const {
  for (int steps = 0; steps < kDepth && token != kNoToken; ++steps) {
    if (token == above) return true;
    token = head(token);
  }
  return false;
}

bool Tree::is_predicate(TokenId token) const {
  const Upos tag = upos(token);
  const Relation to_head = relation(token);
  if (tag == Upos::kVerb) {
    return to_head != Relation::kAmod && to_head != Relation::kCompound &&
           to_head != Relation::kCase;
  }
  if (tag == Upos::kAux && to_head != Relation::kAux && to_head != Relation::kAuxPass &&
      to_head != Relation::kCop) {
    return true;
  }
  for (const TokenId child : children(token)) {
    const Relation relation = syntax_->relation[child];
    if (relation == Relation::kCop || relation == Relation::kNsubj ||
        relation == Relation::kNsubjPass) {
      return true;
    }
  }
  return false;
}

TokenId Tree::predicate_of(TokenId token) const {
  for (int steps = 0; steps < kDepth && token != kNoToken; ++steps) {
    if (is_predicate(token)) return token;
    token = head(token);
  }
  return kNoToken;
}

TokenId Tree::subject_of(TokenId predicate, bool& passive) const {
  passive = false;
  for (int steps = 0; steps < 4 && predicate != kNoToken; ++steps) {
    for (const TokenId child : children(predicate)) {
      if (is_subject(relation(child))) return child;
      if (relation(child) == Relation::kNsubjPass) {
        passive = true;
        return child;
      }
    }
    const Relation to_head = relation(predicate);
    if (to_head != Relation::kConj && to_head != Relation::kXcomp && to_head != Relation::kAdvcl) {
      return kNoToken;
    }
    predicate = head(predicate);
  }
  return kNoToken;
}

}  // namespace chancery
