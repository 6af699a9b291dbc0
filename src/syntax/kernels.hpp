// kernels.hpp: private to syntax/: the inner loops, one set for each kind of processor.
//
// Products are of 16-bit integers, summed exactly in 32 bits; float steps are element by element,
// in one order, without fused operations. So all sets give the same bytes; kernels_test.cpp holds
// them to it.
#pragma once
#include <cstddef>
#include <cstdint>

#include "syntax/processor.hpp"

namespace chancery::syntax {

// Quantised values are in -kMaxQuantum..kMaxQuantum, so that sums of up to kMaxDepth products fit
// 32 bits.
inline constexpr int kMaxQuantum = 2047;
inline constexpr std::size_t kMaxDepth = 512;
// All widths are multiples of this.
inline constexpr std::size_t kLane = 32;

// One layer of the encoder over a batch: simple recurrent units (Lei et al. 2018) in both
// directions. A row of products is, for each direction, `gates` times `hidden` floats: candidate,
// forget gate, reset gate, and the highway input where `gates` is 4 (else `through` is it).
struct Recurrence {
  std::size_t hidden = 0;
  std::size_t gates = 0;
  const float* bias = nullptr;             // by direction: forget, reset
  const float* peephole = nullptr;         // likewise
  const float* const* products = nullptr;  // by word
  const float* through = nullptr;          // words x 2 hidden; null where gates is 4
  const std::uint32_t* starts = nullptr;   // of the sentences, and the end
  std::size_t sentences = 0;
  float* cell = nullptr;  // hidden floats
  float* out = nullptr;   // words x 2 hidden
};

struct Kernels {
  // Columns that a packed matrix is cut into.
  std::size_t panel;

  // out[m x n] = float(A[m x k] . B) * row_scale[m] * column_scale[n] + bias[n]. B is packed (see
  // pack()); k is even, n a multiple of `panel`.
  void (*multiply)(std::size_t m, std::size_t n, std::size_t k, const std::int16_t* a,
                   std::size_t lda, const std::int16_t* packed, const float* row_scale,
                   const float* column_scale, const float* bias, float* out, std::size_t ldo);

  // Rounds x[n] to integers of the returned scale, so that q * scale is x. n is a multiple of 16.
  float (*quantise)(const float* x, std::size_t n, std::int16_t* q);

  void (*recur)(const Recurrence& step);

  // x = x > 0 ? x : x / 10.
  void (*bend)(float* x, std::size_t n);
  // out = bend(a + b).
  void (*add_bent)(const float* a, const float* b, std::size_t n, float* out);
  // out = e to the (x - shift). n is a multiple of 16.
  void (*exponentials)(const float* x, float shift, std::size_t n, float* out);
};

const Kernels& kernels(Processor processor);

// B[k x n] (row major) in the order that `multiply` reads: panels of columns, in each the pairs of
// rows, in each the columns. `packed` has k * n values.
void pack(const std::int16_t* b, std::size_t k, std::size_t n, std::size_t panel,
          std::int16_t* packed);

}  // namespace chancery::syntax
