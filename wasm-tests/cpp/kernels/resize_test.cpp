#include "kernels/resize.h"

#include <doctest/doctest.h>

#include <vector>

namespace gradlet::kernels {

using Bytes = std::vector<std::uint8_t>;

TEST_CASE("u8_resize rounds half up after each direction") {
  // Halves of two neighbours: (1 + 2)/2 = 1.5 becomes 2, then (2 + 1)/2 = 1.5 becomes 2 again.
  const std::int64_t first[] = {0};
  const std::int32_t weights[] = {1 << 21, 1 << 21};
  const ResizeAxis axis{2, 1, 2, first, weights};
  const Bytes image = {1, 2, 1, 1};
  Bytes result(1), scratch(2);
  u8_resize(axis, axis, image.data(), result.data(), scratch.data());
  CHECK(scratch == Bytes{2, 1});
  CHECK(result == Bytes{2});
}

TEST_CASE("u8_resize clips to bytes") {
  const std::int64_t first[] = {0};
  const std::int32_t weights[] = {(1 << 21) + 20000, (1 << 21) + 20000};
  const ResizeAxis axis{2, 1, 2, first, weights};
  const Bytes image = {255, 255, 255, 255};
  Bytes result(1), scratch(2);
  u8_resize(axis, axis, image.data(), result.data(), scratch.data());
  CHECK(result == Bytes{255});
}

TEST_CASE("u8_resize skips a direction whose size stays") {
  const std::int64_t first[] = {0, 0};
  const std::int32_t weights[] = {1 << 21, 1 << 21};
  const std::int32_t ones[] = {1 << 22, 1 << 22};
  const ResizeAxis halves{2, 1, 2, first, weights};
  const ResizeAxis stays{2, 2, 1, first, ones};
  const Bytes image = {10, 20, 30, 40};
  Bytes result(2), scratch(4);
  u8_resize(halves, stays, image.data(), result.data(), scratch.data());
  CHECK(result == Bytes{15, 35});
  u8_resize(stays, halves, image.data(), result.data(), scratch.data());
  CHECK(result == Bytes{20, 30});
  Bytes copy(4);
  u8_resize(stays, stays, image.data(), copy.data(), scratch.data());
  CHECK(copy == image);
}

}  // namespace gradlet::kernels
