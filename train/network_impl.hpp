// network_impl.hpp: private to train/: parameters and the activations and gradients of one thread.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "train/network.hpp"

namespace chancery::train {

// Xorshift; equal seeds give equal runs on any machine.
class Random {
 public:
  explicit Random(std::uint64_t seed = 1) : state_(seed * 0x9E3779B97F4A7C15u + 0x1234567u) {}
  float uniform();  // [0, 1)

 private:
  std::uint64_t state_;
};

struct Pass {
  std::vector<float> product, output, cell, forget, reset, squashed, mask;
};

class Workspace {
 public:
  Random random;
  std::size_t tokens = 0;
  std::vector<std::size_t> starts;
  std::vector<std::uint32_t> word_rows;
  std::vector<float> input, input_mask, heads, head_mask, queries, keys, scores;
  std::vector<Pass> passes;
  std::vector<float> d_heads, d_queries, d_keys, scratch, label_hidden, label_slope, label_scores;
  std::vector<float> d_output, d_product, d_input, d_through;
  std::vector<std::int64_t> governors;
  std::vector<std::vector<float>> gradients;  // by parameter
  std::vector<std::vector<std::uint32_t>> touched;
  std::vector<std::vector<bool>> is_touched;
};

struct Layer {
  std::size_t in = 0, gates = 0;
  std::size_t weights = 0, bias = 0, peephole = 0;
};

struct Network::Impl {
  Impl(const Sizes& sizes, std::vector<std::uint32_t> word_counts, std::vector<float> vectors,
       std::uint32_t seed);
  void forward(const std::vector<const Example*>& batch, Workspace& w, bool training,
               const Options& options) const;
  void score_arcs(std::size_t start, std::size_t n, Workspace& w) const;
  double backward(const std::vector<const Example*>& batch, Workspace& w, float scale,
                  const Options& options);
  void update(float rate, const Options& options);

  Sizes sizes;
  std::vector<std::uint32_t> word_counts;
  std::vector<float> vectors;
  Random random;
  std::vector<std::unique_ptr<Parameter>> parameters;
  std::size_t word = 0, ngram = 0, suffix3 = 0, suffix2 = 0, prefix2 = 0, shape = 0;
  std::vector<Layer> layers;
  std::size_t head_weights = 0, head_bias = 0, root_arc = 0, root_label = 0, arc_weights = 0,
              arc_bias = 0;
  std::size_t label_weights = 0, label_bias = 0, name_steps = 0;
  std::array<Workspace, 2> spaces;
  std::uint64_t step = 0;
};

}  // namespace chancery::train
