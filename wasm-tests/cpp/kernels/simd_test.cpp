#include "kernels/simd.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;

TEST_CASE("partial loads and stores touch only their elements") {
  for (std::int64_t count = 1; count < kLanes; ++count) {
    // Exactly as long as what may be read and written, for the address sanitizer.
    const std::vector<float> x = samples(count, 1);
    std::vector<float> y(x.size());
    const Batch value = load_partial(x.data(), count);
    store_partial(y.data(), value, count);
    check_same_bits(y, x);
    std::array<float, kLanes> lanes{};
    value.store_unaligned(lanes.data());
    for (std::size_t i = x.size(); i < lanes.size(); ++i) CHECK(bits_of(lanes[i]) == 0);
  }
}

TEST_CASE("loads of up to four elements") {
  const std::vector<float> x = samples(9, 1);
  for (std::int64_t count = -1; count <= 6; ++count) {
    std::array<float, kLanes> lanes{};
    load_up_to(x.data(), count).store_unaligned(lanes.data());
    for (std::int64_t i = 0; i < kLanes; ++i) {
      const auto at = static_cast<std::size_t>(i);
      CHECK(lanes[at] == (i < count ? x[at] : 0.0f));
    }
  }
}

TEST_CASE("lanes are added as (0 + 2) + (1 + 3)") {
  // Any other order loses the 1s.
  CHECK(sum_of_lanes(Batch(1e8f, 1.0f, -1e8f, 1.0f)) == 2.0f);
}

TEST_CASE("a pairwise sum is a binary tree") {
  PairwiseSum<float> empty;
  CHECK(empty.total() == 0.0f);
  PairwiseSum<float> one;
  one.add(-0.0f);
  CHECK(bits_of(one.total()) == bits_of(-0.0f));

  // ((0 + 1) + (2 + 3)) + ((4 + 5) + 6)
  const std::vector<float> x = samples(7, 3);
  PairwiseSum<float> seven;
  for (float value : x) seven.add(value);
  CHECK(seven.total() == ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + x[6]));
}

}  // namespace gradlet::kernels
