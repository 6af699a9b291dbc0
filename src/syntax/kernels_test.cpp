#include "syntax/kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "syntax/weights.hpp"

namespace chancery::syntax {
namespace {

std::vector<float> random_floats(std::size_t count, unsigned seed, float scale) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& value : values)
    value = (static_cast<float>(random() % 200001) - 100000.0f) / 100000.0f * scale;
  return values;
}

std::vector<std::int16_t> random_quanta(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::int16_t> values(count);
  for (std::int16_t& value : values)
    value =
        static_cast<std::int16_t>(static_cast<int>(random() % (2 * kMaxQuantum + 1)) - kMaxQuantum);
  return values;
}

bool same_bytes(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

std::vector<Processor> processors() {
  std::vector<Processor> all;
  for (const Processor each : {Processor::kPlain, Processor::kAvx2, Processor::kAvx512}) {
    if (can_run(each)) all.push_back(each);
  }
  return all;
}

TEST(Kernels, ProductsAreExactSums) {
  constexpr std::size_t kRows = 17;
  constexpr std::size_t kColumns = 96;
  constexpr std::size_t kDepth = 352;
  const auto a = random_quanta(kRows * kDepth, 1);
  const auto b = random_quanta(kDepth * kColumns, 2);
  const auto row_scale = random_floats(kRows, 3, 0.01f);
  const auto column_scale = random_floats(kColumns, 4, 0.01f);
  const auto bias = random_floats(kColumns, 5, 1);
  for (const Processor processor : processors()) {
    const Kernels& k = kernels(processor);
    std::vector<std::int16_t> packed(b.size());
    pack(b.data(), kDepth, kColumns, k.panel, packed.data());
    std::vector<float> out(kRows * kColumns);
    k.multiply(kRows, kColumns, kDepth, a.data(), kDepth, packed.data(), row_scale.data(),
               column_scale.data(), bias.data(), out.data(), kColumns);
    for (std::size_t i = 0; i < kRows; ++i) {
      for (std::size_t j = 0; j < kColumns; ++j) {
        std::int64_t sum = 0;
        for (std::size_t d = 0; d < kDepth; ++d)
          sum += std::int64_t{a[i * kDepth + d]} * b[d * kColumns + j];
        const float expected =
            static_cast<float>(static_cast<std::int32_t>(sum)) * row_scale[i] * column_scale[j] +
            bias[j];
        ASSERT_EQ(out[i * kColumns + j], expected) << to_string(processor) << " " << i << "," << j;
      }
    }
  }
}

TEST(Kernels, TheLargestSumFits) {
  const std::vector<std::int16_t> a(kMaxDepth, kMaxQuantum);
  const std::vector<std::int16_t> b(kMaxDepth * kLane, kMaxQuantum);
  const std::vector<float> one(kLane, 1.0f);
  const std::vector<float> zero(kLane, 0.0f);
  const float expected = static_cast<float>(kMaxDepth) * kMaxQuantum * kMaxQuantum;
  for (const Processor processor : processors()) {
    const Kernels& k = kernels(processor);
    std::vector<std::int16_t> packed(b.size());
    pack(b.data(), kMaxDepth, kLane, k.panel, packed.data());
    std::vector<float> out(kLane);
    k.multiply(1, kLane, kMaxDepth, a.data(), kMaxDepth, packed.data(), one.data(), one.data(),
               zero.data(), out.data(), kLane);
    for (const float value : out) ASSERT_EQ(value, expected) << to_string(processor);
  }
}

TEST(Kernels, RoundingKeepsTheScale) {
  for (const Processor processor : processors()) {
    const Kernels& k = kernels(processor);
    const auto x = random_floats(352, 7, 3);
    std::vector<std::int16_t> q(x.size());
    const float scale = k.quantise(x.data(), x.size(), q.data());
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_NEAR(static_cast<float>(q[i]) * scale, x[i], scale * 0.51f) << to_string(processor);
    const std::vector<float> nothing(32, 0.0f);
    EXPECT_EQ(k.quantise(nothing.data(), 32, q.data()), 0.0f);
    for (std::size_t i = 0; i < 32; ++i) EXPECT_EQ(q[i], 0);
  }
}

TEST(Kernels, ExponentialIsCloseToTheLibrary) {
  for (const Processor processor : processors()) {
    const auto x = random_floats(1024, 8, 20);
    std::vector<float> out(x.size());
    kernels(processor).exponentials(x.data(), 0.5f, x.size(), out.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const float expected = std::exp(x[i] - 0.5f);
      ASSERT_NEAR(out[i], expected, expected * 1e-6f) << x[i];
    }
  }
}

// Everything that a kernel writes, for one processor.
std::vector<float> all_outputs(Processor processor) {
  const Kernels& k = kernels(processor);
  std::vector<float> all;
  const auto take = [&](const std::vector<float>& values) {
    all.insert(all.end(), values.begin(), values.end());
  };
  for (const std::size_t gates : {std::size_t{4}, std::size_t{3}}) {
    constexpr std::size_t kHidden = 96;
    constexpr std::size_t kWords = 23;
    const auto products = random_floats(kWords * 2 * gates * kHidden, 9, 4);
    std::vector<const float*> rows;
    for (std::size_t i = 0; i < kWords; ++i)
      rows.push_back(products.data() + i * 2 * gates * kHidden);
    const auto bias = random_floats(4 * kHidden, 10, 1);
    const auto peephole = random_floats(4 * kHidden, 11, 1);
    const auto through = random_floats(kWords * 2 * kHidden, 12, 1);
    const std::vector<std::uint32_t> starts = {0, 1, 9, 23};
    std::vector<float> cell(kHidden);
    std::vector<float> out(kWords * 2 * kHidden);
    Recurrence step;
    step.hidden = kHidden;
    step.gates = gates;
    step.bias = bias.data();
    step.peephole = peephole.data();
    step.products = rows.data();
    step.through = gates == 4 ? nullptr : through.data();
    step.starts = starts.data();
    step.sentences = 3;
    step.cell = cell.data();
    step.out = out.data();
    k.recur(step);
    take(out);
  }
  for (const float scale : {0.001f, 1.0f, 100.0f, 1e6f}) {
    auto x = random_floats(320, 13, scale);
    const auto y = random_floats(320, 14, scale);
    std::vector<float> out(x.size());
    k.add_bent(x.data(), y.data(), x.size(), out.data());
    take(out);
    k.exponentials(x.data(), y[0], x.size(), out.data());
    take(out);
    std::vector<std::int16_t> q(x.size());
    all.push_back(k.quantise(x.data(), x.size(), q.data()));
    for (const std::int16_t value : q) all.push_back(static_cast<float>(value));
    k.bend(x.data(), x.size());
    take(x);
  }
  return all;
}

TEST(Kernels, AllProcessorsGiveEqualBytes) {
  const auto expected = all_outputs(Processor::kPlain);
  for (const Processor processor : processors())
    EXPECT_TRUE(same_bytes(all_outputs(processor), expected)) << to_string(processor);
}

TEST(Kernels, ProcessorsHaveNames) {
  for (const Processor each : {Processor::kPlain, Processor::kAvx2, Processor::kAvx512})
    EXPECT_EQ(processor_of(to_string(each)), each);
  EXPECT_EQ(processor_of("abacus"), std::nullopt);
  EXPECT_TRUE(can_run(best_processor()));
}

}  // namespace
}  // namespace chancery::syntax
