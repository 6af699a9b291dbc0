#include <immintrin.h>

#include "syntax/kernels.hpp"

#define KERNEL avx2
#define LANES 8
#define ROWS 4

namespace chancery::syntax::KERNEL {
namespace {

using Sum = __m256i;
inline Sum zero() {
  return _mm256_setzero_si256();
}
inline Sum dot(Sum sum, const std::int16_t* pair, const std::int16_t* b) {
  std::int32_t both;
  __builtin_memcpy(&both, pair, sizeof both);
  __m256i columns;
  __builtin_memcpy(&columns, b, sizeof columns);
  return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_set1_epi32(both), columns));
}
template <typename Ints>
void store(const Sum& sum, Ints* to) {
  __builtin_memcpy(to, &sum, sizeof sum);
}

}  // namespace
}  // namespace chancery::syntax::KERNEL

#include "syntax/kernels.inc"
