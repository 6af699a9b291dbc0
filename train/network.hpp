// network.hpp: the model in training: parameters, forward and backward passes, Adam with averaged
// weights.
//
// A recurrent encoder (SRU, Lei et al. 2018, both directions) over word features; heads for arcs
// (bilinear head selection, Dozat and Manning 2017), relations, tags and names. One pass gives all
// of them.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "syntax/word_features.hpp"

namespace chancery::train {

struct Sizes {
  std::size_t layers = 3;
  std::size_t hidden = 128;  // a direction
  std::size_t arc = 128;
  std::size_t label = 128;
  std::size_t word = 96, ngram = 64, suffix3 = 32, suffix2 = 16, prefix2 = 16, shape = 28;
  std::size_t vector = 100;
  // Filled from the data.
  std::size_t words = 0, upos = 0, xpos = 0, relations = 0, names = 0;

  std::size_t input() const { return word + ngram + suffix3 + suffix2 + prefix2 + shape + vector; }
  std::size_t heads() const;  // columns of the output layer, padded
};

// Probabilities that teachers give, for distillation. Rows are words.
struct Soft {
  std::vector<float> arcs;         // n x (n + 1), 0 the root
  std::vector<std::int32_t> head;  // the gold head, or the teachers' best where there is none
  std::vector<float> relations;    // n x relations, at that head
  std::vector<float> upos, xpos, names;
};

struct Example {
  struct Word {
    std::uint32_t word = 0;    // row of the word table, 0 unknown
    std::int32_t vector = -1;  // row of the pretrained vectors, -1 none
    syntax::HashedRows rows;
    std::int16_t upos = -1, xpos = -1, relation = -1;
    std::int32_t head = -1;
    std::uint32_t names = 0;  // labels allowed, 0: no loss
  };
  std::vector<Word> words;
  std::shared_ptr<Soft> soft;
};

struct Parameter {
  std::size_t rows = 0, columns = 0;
  bool sparse = false;  // only rows that were touched are updated
  std::vector<float> value, first, second, average;
  std::vector<std::uint32_t> touched_at;  // step of the last update of a row, for the average
};

// The gradients and activations of one thread.
class Workspace;

struct Prediction {
  std::vector<std::int32_t> head;  // best scored, no tree yet
  std::vector<std::int16_t> upos, xpos, relation;
  std::vector<std::int16_t> name;  // the most probable label of each word alone
};

struct Options {
  float drop_input = 0.25f, drop_layer = 0.25f, drop_head = 0.3f;
  float soft_weight = 0;  // share of the teacher in the loss
  float average_decay = 0.999f;
  float name_weight = 1;
};

class Network {
 public:
  Network(const Sizes& sizes, std::vector<std::uint32_t> word_counts, std::vector<float> vectors,
          std::uint32_t seed);
  ~Network();

  // One step over a batch, split in two halves that two threads may share. Returns the loss a word.
  double train(const std::vector<const Example*>& batch, float rate, const Options& options);
  // Puts the averaged weights in place; training cannot go on after that.
  void use_average();

  std::vector<Prediction> predict(const std::vector<const Example*>& batch);
  // Adds this network's probabilities, times `weight`, to `soft` of each example. Heads come first,
  // from all teachers; then choose_heads(); then the relations at these heads.
  enum class Lesson : std::uint8_t { kHeadsTagsNames, kRelations };
  void teach(const std::vector<Example*>& batch, float weight, Lesson lesson);

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// The gold heads of an example, or the best by its `soft`.
void choose_heads(Example& example);

}  // namespace chancery::train
