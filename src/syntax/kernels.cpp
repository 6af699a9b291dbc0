#include "syntax/kernels.hpp"

#include <cstring>

namespace chancery::syntax {

namespace plain {
extern const Kernels kKernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const Kernels kKernels;
}
namespace avx512 {
extern const Kernels kKernels;
}
#endif

const char* to_string(Processor processor) {
  switch (processor) {
    case Processor::kPlain:
      return "plain";
    case Processor::kAvx2:
      return "avx2";
    case Processor::kAvx512:
      return "avx512";
  }
  return "";
}

std::optional<Processor> processor_of(std::string_view name) {
  for (const Processor each : {Processor::kPlain, Processor::kAvx2, Processor::kAvx512}) {
    if (name == to_string(each)) return each;
  }
  return std::nullopt;
}

bool can_run(Processor processor) {
#if defined(__x86_64__)
  if (processor == Processor::kAvx2) return __builtin_cpu_supports("avx2") != 0;
  if (processor == Processor::kAvx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
           __builtin_cpu_supports("avx512vnni") != 0;
  }
#endif
  return processor == Processor::kPlain;
}

Processor best_processor() {
  if (can_run(Processor::kAvx512)) return Processor::kAvx512;
  if (can_run(Processor::kAvx2)) return Processor::kAvx2;
  return Processor::kPlain;
}

const Kernels& kernels(Processor processor) {
#if defined(__x86_64__)
  if (processor == Processor::kAvx512) return avx512::kKernels;
  if (processor == Processor::kAvx2) return avx2::kKernels;
#else
  static_cast<void>(processor);
#endif
  return plain::kKernels;
}

void pack(const std::int16_t* b, std::size_t k, std::size_t n, std::size_t panel,
          std::int16_t* packed) {
  for (std::size_t j = 0; j < n; j += panel) {
    for (std::size_t i = 0; i < k; i += 2) {
      for (std::size_t c = 0; c < panel; ++c) {
        *packed++ = b[i * n + j + c];
        *packed++ = b[(i + 1) * n + j + c];
      }
    }
  }
}

}  // namespace chancery::syntax
