#include <immintrin.h>

#include "syntax/kernels.hpp"

#define KERNEL avx512
#define LANES 16
#define ROWS 12

namespace chancery::syntax::KERNEL {
namespace {

using Sum = __m512i;
inline Sum zero() {
  return _mm512_setzero_si512();
}
inline Sum dot(Sum sum, const std::int16_t* pair, const std::int16_t* b) {
  std::int32_t both;
  __builtin_memcpy(&both, pair, sizeof both);
  __m512i columns;
  __builtin_memcpy(&columns, b, sizeof columns);
  return _mm512_dpwssd_epi32(sum, _mm512_set1_epi32(both), columns);
}
template <typename Ints>
void store(const Sum& sum, Ints* to) {
  __builtin_memcpy(to, &sum, sizeof sum);
}

}  // namespace
}  // namespace chancery::syntax::KERNEL

#include "syntax/kernels.inc"
