#include "core/generator.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/elementary.h"
#include "core/error.h"

namespace gradlet::core {
namespace {

// The Mersenne twister's own names and numbers (section 2.1 of the paper).
constexpr std::size_t kMiddle = 397;
constexpr std::uint32_t kMatrix = 0x9908b0df;
constexpr std::uint32_t kUpperMask = 0x80000000;
constexpr std::uint32_t kLowerMask = 0x7fffffff;

/// From this many values on, PyTorch draws normals in blocks.
constexpr std::size_t kNormalBlock = 16;

std::uint32_t twist(std::uint32_t upper, std::uint32_t lower) {
  const std::uint32_t joined = (upper & kUpperMask) | (lower & kLowerMask);
  return (joined >> 1) ^ ((lower & 1) != 0 ? kMatrix : 0);
}

/// Turns 16 values from [0, 1) into normals (Box and Muller, 1958): values i and i + 8 make a pair.
void make_normal_block(float* values) {
  constexpr float kTwoPi = 2.0f * std::numbers::pi_v<float>;
  constexpr std::size_t kHalf = kNormalBlock / 2;
  for (std::size_t i = 0; i < kHalf; ++i) {
    // The inputs of the functions are floats, as in PyTorch; the functions' own rounding is what
    // may differ.
    const double radius = std::sqrt(-2.0 * log(1.0f - values[i]));
    const float angle = kTwoPi * values[i + kHalf];
    values[i] = static_cast<float>(radius * cos(angle));
    values[i + kHalf] = static_cast<float>(radius * sin(angle));
  }
}

}  // namespace

void Generator::manual_seed(std::uint64_t seed) {
  state_.seed = seed;
  state_.next_normal.reset();
  state_.used = kWords;
  std::uint32_t word = static_cast<std::uint32_t>(seed);
  for (std::size_t i = 0; i < kWords; ++i) {
    if (i > 0) word = 1812433253u * (word ^ (word >> 30)) + static_cast<std::uint32_t>(i);
    state_.words[i] = word;
  }
}

void Generator::refill() {
  std::array<std::uint32_t, kWords>& words = state_.words;
  for (std::size_t i = 0; i < kWords; ++i) {
    words[i] = words[(i + kMiddle) % kWords] ^ twist(words[i], words[(i + 1) % kWords]);
  }
  state_.used = 0;
}

std::uint32_t Generator::random() {
  if (state_.used == kWords) refill();
  std::uint32_t word = state_.words[state_.used++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return word ^ (word >> 18);
}

std::uint64_t Generator::random64() {
  const std::uint64_t high = random();
  return high << 32 | random();
}

std::int64_t Generator::random_int64() { return static_cast<std::int64_t>(random64() << 1 >> 1); }

void Generator::uniform(std::span<float> values, float low, float high) {
  constexpr std::uint32_t kMask = (1u << 24) - 1;
  constexpr float kUnit = 1.0f / (1u << 24);
  const float range = high - low;
  // Fused, as PyTorch's kernel for AVX2 is; so written it is fused everywhere.
  for (float& value : values) {
    value = std::fma(static_cast<float>(random() & kMask) * kUnit, range, low);
  }
}

double Generator::uniform_double() {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 53) - 1;
  return static_cast<double>(random64() & kMask) * 0x1p-53;
}

double Generator::normal_double() {
  if (state_.next_normal) return *std::exchange(state_.next_normal, std::nullopt);
  const double angle = 2.0 * std::numbers::pi * uniform_double();
  const double radius = std::sqrt(-2.0 * log(1.0 - uniform_double()));
  state_.next_normal = radius * sin(angle);
  return radius * cos(angle);
}

void Generator::randn(std::span<float> values) {
  if (values.size() < kNormalBlock) {
    for (float& value : values) value = static_cast<float>(normal_double());
    return;
  }
  rand(values);
  for (std::size_t i = 0; i + kNormalBlock <= values.size(); i += kNormalBlock) {
    make_normal_block(&values[i]);
  }
  if (values.size() % kNormalBlock != 0) {
    const std::span<float> last = values.last(kNormalBlock);
    rand(last);
    make_normal_block(last.data());
  }
}

Array Generator::uniform(const Shape& shape, float low, float high) {
  Array result = Array::empty(shape);
  uniform(std::span<float>(result.mutable_data(), result.size()), low, high);
  return result;
}

Array Generator::randn(const Shape& shape) {
  Array result = Array::empty(shape);
  randn(std::span<float>(result.mutable_data(), result.size()));
  return result;
}

std::vector<std::int64_t> Generator::permutation(std::int64_t count) {
  require(count >= 0, "permutation", "expected a count of at least 0, found ", count);
  std::vector<std::int64_t> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), std::int64_t{0});
  for (std::size_t i = 0; i + 1 < result.size(); ++i) {
    std::swap(result[i], result[i + random() % (result.size() - i)]);
  }
  return result;
}

void Generator::set_state(const State& state) {
  require(state.used <= kWords, "generator", "expected at most ", kWords, " used words, found ",
          state.used);
  state_ = state;
}

}  // namespace gradlet::core
