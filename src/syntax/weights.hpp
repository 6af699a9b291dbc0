// weights.hpp: private to syntax/: the trained numbers, as the pass uses them.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "syntax/kernels.hpp"
#include "syntax/model_file.hpp"
#include "syntax/word_features.hpp"

namespace chancery::syntax {

inline constexpr std::size_t kNameLabels = 13;  // O, then B- and I- of each NameType

// The numbers of section "sizes", in the order of the file.
struct Sizes {
  std::uint32_t layers = 0;
  std::uint32_t hidden = 0;   // of one direction
  std::uint32_t arc = 0;      // width of the bilinear form
  std::uint32_t label = 0;    // width of the relations' hidden layer
  std::uint32_t entries = 0;  // known word forms
  std::uint32_t vectors = 0;  // the first entries, which have a pretrained vector
  std::uint32_t words = 0;    // rows of the word table, row 0 for unknown words
  std::uint32_t word_width = 0;
  std::uint32_t ngram_width = 0;
  std::uint32_t suffix3_width = 0;
  std::uint32_t suffix2_width = 0;
  std::uint32_t prefix2_width = 0;
  std::uint32_t shape_width = 0;
  std::uint32_t vector_width = 0;
  std::uint32_t frequent = 0;  // forms whose first-layer rows are computed at loading

  std::size_t input() const {
    return std::size_t{word_width} + ngram_width + suffix3_width + suffix2_width + prefix2_width +
           shape_width + vector_width;
  }
};
inline constexpr std::size_t kSizeCount = 15;

// Columns of the output layer. Each part begins at a multiple of kLane.
struct HeadColumns {
  std::size_t dependent_arc, governor_arc, dependent_label, governor_label, upos, xpos, names, all;
};
HeadColumns head_columns(const Sizes& sizes);
// Width of a part of `n` columns.
constexpr std::size_t padded(std::size_t n) {
  return (n + kLane - 1) / kLane * kLane;
}

// Rows of 8-bit values with a scale each.
struct QuantisedTable {
  std::size_t columns = 0;
  std::span<const std::int8_t> values;
  std::span<const float> scale;

  // out[i] += row[i] * share.
  void add(std::size_t row, float share, float* out) const {
    const std::int8_t* from = values.data() + row * columns;
    const float factor = scale[row] * share;
    for (std::size_t i = 0; i < columns; ++i) out[i] += static_cast<float>(from[i]) * factor;
  }
};

// A packed matrix of 12-bit values with a scale for each column.
struct Matrix {
  std::size_t depth = 0;
  std::size_t columns = 0;
  std::vector<std::int16_t> packed;
  std::vector<float> scale;
  std::vector<float> bias;  // zeros where the layer has none

  void multiply(const Kernels& kernels, std::size_t rows, const std::int16_t* a,
                const float* row_scale, float* out) const {
    kernels.multiply(rows, columns, depth, a, depth, packed.data(), row_scale, scale.data(),
                     bias.data(), out, columns);
  }
};

struct EncoderLayer {
  std::size_t gates = 0;
  Matrix weights;
  std::vector<float> bias;      // by direction: forget, reset
  std::vector<float> peephole;  // likewise
};

// What the tables know of a word form.
struct Entry {
  std::int32_t vector = -1;  // row of the vectors, -1 none
  std::uint32_t word = 0;    // row of the word table, 0 unknown
};

class WordList {
 public:
  static Result<WordList> open(const ModelFile& file, const Sizes& sizes);
  // What is known of a normal form; an Entry of unknowns when nothing is.
  Entry find(std::string_view normal) const;

 private:
  std::span<const std::uint32_t> slots_;    // entry + 1 by hash, open addressing; 0 empty
  std::span<const std::uint32_t> offsets_;  // of the forms, and the end
  std::string_view text_;
  std::span<const std::uint32_t> rows_;
  std::uint32_t vectors_ = 0;
};

// The slots of `forms` by hash, for the writer: a power of two, at most half full.
std::vector<std::uint32_t> make_slots(const std::vector<std::string>& forms);

struct Weights {
  Sizes sizes;
  HeadColumns columns{};
  WordList words;
  QuantisedTable word, ngram, suffix3, suffix2, prefix2, shape, vector;
  std::vector<EncoderLayer> layers;
  Matrix heads;
  Matrix arcs;  // the bilinear form
  Matrix labels;
  std::vector<float> root_arc;
  std::vector<float> root_label;
  std::vector<float> name_steps;  // kNameLabels x kNameLabels: from, to
  std::vector<std::string_view> frequent;

  // The inputs of the first layer for one word, as written. `out` has sizes.input() floats.
  void input_of(std::string_view word, float* out) const;
};

// Fails with kBadModel on sizes that do not fit the sections, one another or the program.
Result<Weights> open_weights(const ModelFile& file, const Kernels& kernels);

}  // namespace chancery::syntax
