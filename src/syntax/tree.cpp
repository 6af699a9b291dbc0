#include "syntax/tree.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace chancery::syntax {
namespace {

enum State : std::uint8_t { kFresh, kOnPath, kDone };

}  // namespace

void TreeDecoder::decode(const HeadCandidates& candidates, std::span<std::int32_t> heads) {
  assert(heads.size() == candidates.words());
  candidates_ = candidates;
  take_best_heads(heads);
  const auto count_roots = [&] { return std::count(heads.begin(), heads.end(), 0); };
  auto roots = count_roots();
  // A word that prefers the root keeps it in the best tree without a limit on roots, so two of them
  // settle that the limit is needed.
  if (roots <= 1 && has_cycle(heads)) {
    contract(RootArcs::kAsOthers);
    expand(heads);
    roots = count_roots();
  }
  if (roots > 1) {
    contract(RootArcs::kLastResort);
    expand(heads);
    // Where no tree with one root is among the candidates, the first root takes the others.
    std::int32_t root = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      if (heads[i] != 0) continue;
      if (root == 0) {
        root = static_cast<std::int32_t>(i + 1);
      } else {
        heads[i] = root;
      }
    }
  }
}

bool TreeDecoder::usable(Node word, std::uint32_t arc) const {
  const std::int32_t head = candidates_.head[arc];
  return head >= 0 && head <= static_cast<std::int32_t>(words()) &&
         head != static_cast<std::int32_t>(word) + 1;
}

// Infinite scores would make differences that are no numbers.
double TreeDecoder::score_of(std::uint32_t arc) const {
  constexpr float kLimit = std::numeric_limits<float>::max();
  const float score = candidates_.score[arc];
  return score >= -kLimit ? std::min(score, kLimit) : -kLimit;
}

void TreeDecoder::take_best_heads(std::span<std::int32_t> heads) const {
  for (Node word = 0; word < words(); ++word) {
    heads[word] = best_arc_of_word(word, RootArcs::kAsOthers).head;
  }
}

// Any cycle, or not: follows the heads from each word up to one seen before.
bool TreeDecoder::has_cycle(std::span<const std::int32_t> heads) {
  mark_.assign(heads.size(), 0);
  for (std::uint32_t start = 0; start < heads.size(); ++start) {
    std::int32_t at = static_cast<std::int32_t>(start) + 1;
    while (at != 0 && mark_[static_cast<std::size_t>(at) - 1] == 0) {
      mark_[static_cast<std::size_t>(at) - 1] = start + 1;
      at = heads[static_cast<std::size_t>(at) - 1];
    }
    if (at != 0 && mark_[static_cast<std::size_t>(at) - 1] == start + 1) return true;
  }
  return false;
}

// Grows a path against the arcs from each word until it meets the root or a finished node; a cycle
// on the way becomes one node, whose arcs count by what they gain over the arcs of the cycle.
void TreeDecoder::contract(RootArcs root_arcs) {
  const Node count = static_cast<Node>(words());
  const std::size_t most = 2 * std::size_t{count};
  top_.resize(most);
  parent_.assign(most, kNone);
  in_.assign(most, {});
  root_in_.assign(most, {});
  heap_.assign(most, kNone);
  size_.assign(most, 1);
  a_word_.resize(most);
  state_.assign(most, kFresh);
  words_.assign(count, {});
  order_.clear();
  nodes_ = count;
  for (Node word = 0; word < count; ++word) {
    top_[word] = word;
    a_word_[word] = word;
  }

  for (Node start = 0; start < count; ++start) {
    path_.clear();
    Node node = top_of(start);
    while (state_[node] == kFresh) {
      state_[node] = kOnPath;
      path_.push_back(node);
      Arc arc;
      if (node < count) {
        arc = best_arc_of_word(node, root_arcs);
      } else if (size_[node] < count || root_arcs == RootArcs::kAsOthers) {
        arc = best_arc_of_cycle(node);
      }
      if (arc.word == kNone) arc = root_in_[node];
      // No way in at all.
      if (arc.word == kNone) arc = {0, a_word_[node], 0};
      in_[node] = arc;
      add_to(node, -arc.score);
      if (arc.head == 0) break;
      node = top_of(static_cast<Node>(arc.head) - 1);
      if (state_[node] == kOnPath) node = contract_cycle(node, root_arcs);
    }
    for (const Node done : path_) state_[done] = kDone;
  }
}

// The nodes of the path from its end down to `last` become one, which is returned.
TreeDecoder::Node TreeDecoder::contract_cycle(Node last, RootArcs root_arcs) {
  const Node cycle = nodes_++;
  top_[cycle] = cycle;
  a_word_[cycle] = a_word_[last];
  size_[cycle] = 0;
  for (;;) {
    const Node node = path_.back();
    path_.pop_back();
    state_[node] = kDone;
    if (node < words()) build_heap(node, root_arcs);
    heap_[cycle] = merge(heap_[cycle], heap_[node]);
    const Arc& arc = root_in_[node];
    Arc& best = root_in_[cycle];
    if (arc.word != kNone && (best.word == kNone || arc.score > best.score ||
                              (arc.score == best.score && arc.word < best.word))) {
      best = arc;
    }
    parent_[node] = cycle;
    top_[node] = cycle;
    size_[cycle] += size_[node];
    if (node == last) return cycle;
  }
}

// An arc that enters a cycle at one word takes the place of the arcs inside that end at the same
// word or at the inner cycles around it. Each node is decided once.
void TreeDecoder::expand(std::span<std::int32_t> heads) {
  for (Node node = nodes_; node-- > 0;) {
    if (state_[node] != kDone) continue;
    const Arc arc = in_[node];
    for (Node inside = arc.word; inside != node; inside = parent_[inside]) {
      in_[inside] = arc;
      state_[inside] = kFresh;
    }
  }
  for (std::size_t i = 0; i < heads.size(); ++i) heads[i] = in_[i].head;
}

TreeDecoder::Node TreeDecoder::top_of(Node node) {
  while (top_[node] != node) {
    top_[node] = top_[top_[node]];
    node = top_[node];
  }
  return node;
}

TreeDecoder::Arc TreeDecoder::best_arc_of_word(Node word, RootArcs root_arcs) const {
  Arc best;
  for (std::uint32_t i = candidates_.first[word]; i < candidates_.first[word + 1]; ++i) {
    if (!usable(word, i)) continue;
    const std::int32_t head = candidates_.head[i];
    if (head == 0 && root_arcs == RootArcs::kLastResort) continue;
    const double score = score_of(i);
    if (best.word == kNone || score > best.score || (score == best.score && head < best.head)) {
      best = {head, word, score};
    }
  }
  return best;
}

// Passes over the arcs that come from inside the cycle by now; they never come back.
TreeDecoder::Arc TreeDecoder::best_arc_of_cycle(Node cycle) {
  Node& heap = heap_[cycle];
  while (heap != kNone) {
    HeapWord& word = words_[heap];
    const auto inside = [&](std::uint32_t arc) {
      const std::int32_t head = candidates_.head[arc];
      return head != 0 && top_of(static_cast<Node>(head) - 1) == cycle;
    };
    if (!inside(order_[word.next])) {
      return {candidates_.head[order_[word.next]], heap, key(heap)};
    }
    do ++word.next;
    while (word.next < word.end && inside(order_[word.next]));
    push_down(heap);
    const Node rest = merge(word.left, word.right);
    word.left = kNone;
    word.right = kNone;
    heap = word.next < word.end ? merge(heap, rest) : rest;
  }
  return {};
}

void TreeDecoder::add_to(Node node, double amount) {
  root_in_[node].score += amount;
  if (node < words()) {
    words_[node].offset = amount;
  } else if (heap_[node] != kNone) {
    words_[heap_[node]].offset += amount;
    words_[heap_[node]].pending += amount;
  }
}

void TreeDecoder::build_heap(Node word, RootArcs root_arcs) {
  const std::uint32_t begin = static_cast<std::uint32_t>(order_.size());
  Arc& root = root_in_[word];
  for (std::uint32_t i = candidates_.first[word]; i < candidates_.first[word + 1]; ++i) {
    if (!usable(word, i)) continue;
    if (candidates_.head[i] != 0 || root_arcs == RootArcs::kAsOthers) {
      order_.push_back(i);
      continue;
    }
    const double score = score_of(i) + words_[word].offset;
    if (root.word == kNone || score > root.score) root = {0, word, score};
  }
  std::sort(order_.begin() + begin, order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const double score_a = score_of(a);
    const double score_b = score_of(b);
    if (score_a != score_b) return score_a > score_b;
    return candidates_.head[a] < candidates_.head[b];
  });
  words_[word].next = begin;
  words_[word].end = static_cast<std::uint32_t>(order_.size());
  heap_[word] = begin == order_.size() ? kNone : word;
}

double TreeDecoder::key(Node word) const {
  return score_of(order_[words_[word].next]) + words_[word].offset;
}

bool TreeDecoder::before(Node a, Node b) const {
  const double key_a = key(a);
  const double key_b = key(b);
  if (key_a != key_b) return key_a > key_b;
  const std::int32_t head_a = candidates_.head[order_[words_[a].next]];
  const std::int32_t head_b = candidates_.head[order_[words_[b].next]];
  if (head_a != head_b) return head_a < head_b;
  return a < b;
}

void TreeDecoder::push_down(Node word) {
  HeapWord& top = words_[word];
  if (top.pending == 0) return;
  for (const Node below : {top.left, top.right}) {
    if (below == kNone) continue;
    words_[below].offset += top.pending;
    words_[below].pending += top.pending;
  }
  top.pending = 0;
}

// The merge of skew heaps, from the top down.
TreeDecoder::Node TreeDecoder::merge(Node a, Node b) {
  Node merged = kNone;
  Node* place = &merged;
  while (a != kNone && b != kNone) {
    if (before(b, a)) std::swap(a, b);
    push_down(a);
    *place = a;
    HeapWord& top = words_[a];
    a = top.right;
    top.right = top.left;
    place = &top.left;
  }
  *place = a != kNone ? a : b;
  return merged;
}

}  // namespace chancery::syntax
