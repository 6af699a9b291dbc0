// tree.hpp: the best tree over scored heads: every word gets a head, one word is the root, no
// cycles.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace chancery::syntax {

// The heads that each word of one sentence may have, with their scores, in compressed rows. Word i
// (from 0) has the candidates first[i] .. first[i + 1]; first has one element more than there are
// words. A head is 0 for the root, or the number of a word, from 1.
struct HeadCandidates {
  std::span<const std::uint32_t> first;
  std::span<const std::int32_t> head;
  std::span<const float> score;

  std::size_t words() const { return first.empty() ? 0 : first.size() - 1; }
};

// Finds the tree of the highest total score among those with exactly one word under the root
// (a maximum spanning arborescence). Holds scratch memory that calls reuse; one thread at a time.
//
// The best heads taken one by one mostly are such a tree, which costs one look at each candidate.
// Otherwise cycles are contracted (Chu-Liu, Edmonds, in Tarjan's form with mergeable heaps), at
// most O(candidates log words) steps.
class TreeDecoder {
 public:
  // Writes the head of each word. Of equal scores the lower head number wins, then the lower word
  // number. Candidates that point outside the sentence or at the word itself are passed over; a NaN
  // is the lowest score. Any input gives a tree with one root; it is the best one wherever the
  // candidates contain one at all, as they do when each word has the root and its neighbours among
  // them. Requires heads.size() == candidates.words().
  void decode(const HeadCandidates& candidates, std::span<std::int32_t> heads);

 private:
  using Node = std::uint32_t;  // words first, then contracted cycles, in the order of contraction
  static constexpr Node kNone = 0xFFFFFFFF;
  enum class RootArcs : std::uint8_t {
    kAsOthers,    // arcs from the root compete by score
    kLastResort,  // taken only where a cycle has no other way in: as few as can be
  };

  struct Arc {
    std::int32_t head = 0;
    Node word = kNone;
    double score = 0;
  };
  // A word in a heap stands for its best candidate that is left; its heap is ordered by key().
  struct HeapWord {
    double offset = 0;   // added to the scores of this word
    double pending = 0;  // still to be added to the offsets of all words below this one
    Node left = kNone;
    Node right = kNone;
    std::uint32_t next = 0;  // in order_
    std::uint32_t end = 0;
  };

  std::size_t words() const { return candidates_.words(); }
  bool usable(Node word, std::uint32_t arc) const;
  double score_of(std::uint32_t arc) const;
  void take_best_heads(std::span<std::int32_t> heads) const;
  bool has_cycle(std::span<const std::int32_t> heads);
  void contract(RootArcs root_arcs);
  void expand(std::span<std::int32_t> heads);

  Node top_of(Node node);
  Arc best_arc_of_word(Node word, RootArcs root_arcs) const;
  Arc best_arc_of_cycle(Node cycle);
  void add_to(Node node, double amount);
  Node contract_cycle(Node last, RootArcs root_arcs);

  void build_heap(Node word, RootArcs root_arcs);
  double key(Node word) const;
  bool before(Node a, Node b) const;
  void push_down(Node word);
  Node merge(Node a, Node b);

  HeadCandidates candidates_;

  // By node.
  std::vector<Node> top_;     // union-find over contractions
  std::vector<Node> parent_;  // the cycle that the node was contracted into
  std::vector<Arc> in_;       // the arc that enters the node; its score is the adjusted one
  std::vector<Arc> root_in_;  // the best arc from the root, where root arcs are a last resort
  std::vector<Node> heap_;    // the root of the heap of arcs that enter the cycle
  std::vector<std::uint32_t> size_;
  std::vector<Node> a_word_;  // some word of the node
  std::vector<std::uint8_t> state_;
  Node nodes_ = 0;

  // By word.
  std::vector<HeapWord> words_;
  std::vector<std::uint32_t> mark_;

  std::vector<std::uint32_t> order_;  // of candidates, best first, of the words in heaps
  std::vector<Node> path_;
};

}  // namespace chancery::syntax
