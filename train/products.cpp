#include "train/products.hpp"

#include <cstring>
#include <vector>

namespace chancery::train {

using Multiply = void (*)(std::size_t, std::size_t, std::size_t, const float*, std::size_t,
                          const float*, std::size_t, float*, std::size_t, bool, float*);
namespace avx2 {
void multiply(std::size_t, std::size_t, std::size_t, const float*, std::size_t, const float*,
              std::size_t, float*, std::size_t, bool, float*);
}
namespace avx512 {
void multiply(std::size_t, std::size_t, std::size_t, const float*, std::size_t, const float*,
              std::size_t, float*, std::size_t, bool, float*);
}

namespace {

Multiply pick() {
  return __builtin_cpu_supports("avx512f") ? avx512::multiply : avx2::multiply;
}

// `rows` x `columns` to `columns` x `width`, in blocks that stay in the cache.
void transpose(std::size_t rows, std::size_t columns, const float* a, std::size_t lda,
               std::vector<float>& out, std::size_t width) {
  out.resize(columns * width);
  constexpr std::size_t kBlock = 32;
  for (std::size_t i0 = 0; i0 < rows; i0 += kBlock) {
    for (std::size_t j0 = 0; j0 < columns; j0 += kBlock) {
      for (std::size_t i = i0; i < i0 + kBlock && i < rows; ++i) {
        for (std::size_t j = j0; j < j0 + kBlock && j < columns; ++j)
          out[j * width + i] = a[i * lda + j];
      }
    }
  }
  for (std::size_t j = 0; j < columns; ++j)
    std::memset(out.data() + j * width + rows, 0, (width - rows) * sizeof(float));
}

}  // namespace

void multiply(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
              const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add) {
  static const Multiply kernel = pick();
  static thread_local std::vector<float> packed;
  packed.resize(k * 32);
  kernel(m, n, k, a, lda, b, ldb, c, ldc, add, packed.data());
}

void multiply_nt(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
                 const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add) {
  static thread_local std::vector<float> turned;
  const std::size_t width = (n + 15) / 16 * 16;
  transpose(n, k, b, ldb, turned, width);
  multiply(m, width, k, a, lda, turned.data(), width, c, ldc, add);
}

void multiply_tn(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
                 const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add) {
  static thread_local std::vector<float> turned;
  transpose(k, m, a, lda, turned, k);
  multiply(m, n, k, turned.data(), k, b, ldb, c, ldc, add);
}

}  // namespace chancery::train
