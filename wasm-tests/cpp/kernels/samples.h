#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace gradlet::kernels::tests {

inline constexpr float kInf = std::numeric_limits<float>::infinity();
inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kDenormal = std::numeric_limits<float>::denorm_min();

/// Every kind of tail of a loop over four lanes, and some larger counts.
inline const std::vector<std::int64_t> kSizes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 31, 64, 67, 129};

/// `n` numbers from −4 to 4, the same on every machine, a few of them zeros and equals.
inline std::vector<float> samples(std::int64_t n, std::uint64_t seed) {
  std::vector<float> result(static_cast<std::size_t>(n));
  std::uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;
  for (float& value : result) {
    // Knuth's MMIX generator; its upper bits are the random ones.
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto bits = static_cast<std::int32_t>(state >> 40);
    value = static_cast<float>(bits - (1 << 23)) * 0x1p-21f;
    if (bits % 16 == 0) value = std::round(value);
  }
  return result;
}

/// Like `samples`, with NaN, infinities, −0 and denormals strewn in.
inline std::vector<float> special_samples(std::int64_t n, std::uint64_t seed) {
  const float specials[] = {kNan, kInf, -kInf, -0.0f, 0.0f, kDenormal, -kDenormal, 1e-39f, 3e38f};
  std::vector<float> result = samples(n, seed);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::size_t choice = (i * 7 + seed) % 23;
    if (choice < std::size(specials)) result[i] = specials[choice];
  }
  return result;
}

/// The bits of a float, where all NaNs count as one.
inline std::uint32_t bits_of(float value) {
  return std::bit_cast<std::uint32_t>(std::isnan(value) ? kNan : value);
}

/// Checks that two results are equal bit for bit, but for the kind of NaN.
inline void check_same_bits(std::span<const float> found, std::span<const float> expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (bits_of(found[i]) == bits_of(expected[i])) continue;
    INFO("at ", i, " of ", found.size(), ": found ", found[i], ", expected ", expected[i]);
    FAIL_CHECK("different bits");
    return;
  }
  CHECK(true);
}

/// How far `found` is from the exact `expected`, in units of the last place of a float there.
inline double ulps(float found, double expected) {
  if (std::isnan(expected)) return std::isnan(found) ? 0.0 : kInf;
  if (bits_of(found) == bits_of(static_cast<float>(expected))) return 0.0;
  int exponent = 0;
  std::frexp(expected, &exponent);
  // Below 2^-126 the floats have a fixed spacing; above the largest, ∞ counts as 2^128.
  const double found_value = std::isinf(found) ? std::copysign(0x1p128, found) : found;
  const double unit = std::ldexp(1.0, std::min(std::max(exponent, -125), 128) - 24);
  return std::abs(found_value - expected) / unit;
}

/// A hash (FNV-1a) of the bits: the same number in the native build and in WebAssembly.
inline std::uint64_t fingerprint(std::span<const float> values) {
  std::uint64_t hash = 14695981039346656037u;
  for (float value : values) hash = (hash ^ bits_of(value)) * 1099511628211u;
  return hash;
}

}  // namespace gradlet::kernels::tests
