#include "syntax/kernels.hpp"

#define KERNEL plain
#define LANES 4
#define ROWS 2

namespace chancery::syntax::KERNEL {
namespace {

struct Sum {
  std::int32_t value[LANES];
};
inline Sum zero() {
  return {};
}
inline Sum dot(Sum sum, const std::int16_t* pair, const std::int16_t* b) {
  for (int i = 0; i < LANES; ++i) sum.value[i] += pair[0] * b[2 * i] + pair[1] * b[2 * i + 1];
  return sum;
}
template <typename Ints>
void store(const Sum& sum, Ints* to) {
  __builtin_memcpy(to, sum.value, sizeof sum.value);
}

}  // namespace
}  // namespace chancery::syntax::KERNEL

#include "syntax/kernels.inc"
