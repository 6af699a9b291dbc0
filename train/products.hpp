// products.hpp: single-precision matrix products for training, row major.
#pragma once
#include <cstddef>

namespace chancery::train {

// C[m x n] = A[m x k] * B[k x n], added to C where `add`. n must be a multiple of 16. Leading
// dimensions in floats. Uses AVX-512 where the processor has it, else AVX2, which it must have;
// equal bytes on processors of one kind.
void multiply(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
              const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add);
// C = A * B^T with B[n x k]. Any n; ldc must leave room for n rounded up to 16.
void multiply_nt(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
                 const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add);
// C = A^T * B with A[k x m].
void multiply_tn(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
                 const float* b, std::size_t ldb, float* c, std::size_t ldc, bool add);

}  // namespace chancery::train
