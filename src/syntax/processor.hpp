// processor.hpp: the kinds of processor that the engine has loops of its own for. All give the same
// bytes.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace chancery::syntax {

enum class Processor : std::uint8_t {
  kPlain,   // any
  kAvx2,    // x86-64 with AVX2
  kAvx512,  // x86-64 with AVX-512 F, BW, VL, DQ and VNNI
};
const char* to_string(Processor processor);  // "avx2"
std::optional<Processor> processor_of(std::string_view name);
bool can_run(Processor processor);
Processor best_processor();

}  // namespace chancery::syntax
