// pass.hpp: private to syntax/: one batch of sentences through the network.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/syntax_layer.hpp"
#include "syntax/kernels.hpp"
#include "syntax/tree.hpp"
#include "syntax/weights.hpp"

namespace chancery::syntax {

// First-layer rows by word form.
class RowTable {
 public:
  // Of the frequent words; const after that.
  RowTable(const Weights& weights, const Kernels& kernels);
  const float* find(std::string_view form) const;

 private:
  std::vector<std::uint32_t> slots_;
  std::vector<std::string_view> forms_;
  std::vector<float> rows_;
  std::size_t columns_;
};

// Decisions on the words of a batch, in order.
struct Decisions {
  std::vector<Upos> upos;
  std::vector<Xpos> xpos;
  std::vector<std::int32_t> head;  // in the sentence, from 1; 0 the root
  std::vector<Relation> relation;
  std::vector<float> tag_score, head_score, relation_score;
  std::vector<std::uint8_t> name;  // label: 0, or 1 + 2 * type, + 1 inside
  std::vector<float> name_score;
};

// Scratch memory of one thread, with its cache of word rows. Results do not depend on what it has
// seen before.
class Pass {
 public:
  Pass(const Weights& weights, const Kernels& kernels, const RowTable& frequent);

  // `words` are the forms of all words; `starts` where each sentence begins, and the end. No
  // sentence is empty or longer than kMaxSentenceWords.
  void run(std::span<const std::string_view> words, std::span<const std::uint32_t> starts,
           Decisions& decisions);

  std::uint64_t frequent_words = 0;
  std::uint64_t cached_words = 0;

 private:
  static constexpr std::size_t kSlots = 4096;
  static constexpr std::size_t kLongestKey = 31;
  struct Slot {
    std::uint8_t size = 0;  // 0: empty
    char form[kLongestKey];
    std::uint32_t pending;  // row of `fresh_` that is to be copied here, or kNone
  };
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void find_rows(std::span<const std::string_view> words);
  void encode(std::span<const std::uint32_t> starts);
  void decide_tags(Decisions& decisions);
  void decide_names(std::span<const std::uint32_t> starts, Decisions& decisions);
  void decide_heads(std::uint32_t begin, std::uint32_t end, Decisions& decisions);
  void decide_relations(std::span<const std::uint32_t> starts, Decisions& decisions);
  void quantise_rows(const float* rows, std::size_t count, std::size_t width, std::size_t stride);
  float probability(const float* scores, std::size_t count, std::size_t chosen);

  const Weights& weights_;
  const Kernels& kernels_;
  const RowTable& frequent_;
  TreeDecoder decoder_;

  std::vector<Slot> slots_;
  std::vector<float> cache_;  // kSlots rows
  std::vector<float> fresh_;
  std::vector<std::string_view> fresh_words_;
  std::vector<std::uint32_t> fresh_of_;  // by word: row of `fresh_`, or kNone

  std::vector<const float*> rows_;  // by word: products of the next layer
  std::vector<float> input_, products_, output_, before_, cell_, heads_, queries_, scores_, exps_,
      hidden_;
  std::vector<std::int16_t> quanta_, keys_, packed_keys_;
  std::vector<float> row_scale_, key_scale_, zeros_;
  std::vector<std::uint32_t> first_;
  std::vector<std::int32_t> candidate_;
  std::vector<float> candidate_score_;
  std::vector<std::uint8_t> back_;
  std::vector<std::uint32_t> best_;
};

}  // namespace chancery::syntax
