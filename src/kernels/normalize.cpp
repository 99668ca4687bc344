#include "kernels/normalize.h"

#include <array>
#include <cassert>
#include <cstddef>

#include "kernels/simd.h"

namespace gradlet::kernels {

void u8_normalize(std::int64_t n, const std::uint8_t* x, float mean, float deviation, float* y) {
  assert(n >= 0 && deviation != 0.0f);
  const auto normalize = [=](std::int64_t i, std::int64_t width) {
    std::array<float, kLanes> bytes{};
    for (std::int64_t b = 0; b < width; ++b) bytes[static_cast<std::size_t>(b)] = x[i + b];
    const Batch share = load(bytes.data()) / Batch(255.0f);
    store_up_to(y + i, (share - Batch(mean)) / Batch(deviation), width);
  };
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) normalize(i, kLanes);
  if (i < n) normalize(i, n - i);
}

}  // namespace gradlet::kernels
