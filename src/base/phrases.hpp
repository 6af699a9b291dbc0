// phrases.hpp: a set of phrases over word numbers, matched longest first.
//
// A flat trie: one look-up by first word in an array, then one hash look-up a word. Right in any
// script, since it compares whole words; linear in the text.
#pragma once
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/interner.hpp"

namespace chancery {

class PhraseTrie {
 public:
  static constexpr std::uint32_t kNoValue = 0xFFFFFFFF;

  // Adds a phrase of at least one word. A phrase holds one value; returns the one that stands (the
  // first one given).
  std::uint32_t add(std::span<const WordId> words, std::uint32_t value) {
    std::uint32_t node = child_or_new(0, words.front());
    for (const WordId word : words.subspan(1)) node = child_or_new(node, word);
    if (values_[node] == kNoValue) values_[node] = value;
    return values_[node];
  }

  struct Match {
    std::uint32_t words = 0;  // 0: no phrase begins here
    std::uint32_t value = kNoValue;
  };
  // The longest phrase at the start of `words`.
  Match find(std::span<const WordId> words) const {
    Match best;
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      node = child(node, words[i]);
      if (node == 0) break;
      if (values_[node] != kNoValue) best = {static_cast<std::uint32_t>(i + 1), values_[node]};
    }
    return best;
  }

 private:
  static std::uint64_t key(std::uint32_t node, WordId word) {
    return (std::uint64_t{node} << 32) | word;
  }
  std::uint32_t child(std::uint32_t node, WordId word) const {
    if (word == kNoWord) return 0;
    if (node == 0) return word < first_.size() ? first_[word] : 0;
    const auto found = next_.find(key(node, word));
    return found == next_.end() ? 0 : found->second;
  }
  std::uint32_t child_or_new(std::uint32_t node, WordId word) {
    if (const std::uint32_t there = child(node, word); there != 0) return there;
    const std::uint32_t made = static_cast<std::uint32_t>(values_.size());
    values_.push_back(kNoValue);
    if (node == 0) {
      if (word >= first_.size()) first_.resize(word + 1, 0);
      first_[word] = made;
    } else {
      next_.emplace(key(node, word), made);
    }
    return made;
  }

  std::vector<std::uint32_t> first_;  // by word: node, 0 for none
  std::unordered_map<std::uint64_t, std::uint32_t> next_;
  std::vector<std::uint32_t> values_ = {kNoValue};  // by node; node 0 is the root
};

}  // namespace chancery
