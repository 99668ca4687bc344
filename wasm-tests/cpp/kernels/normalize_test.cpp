#include "kernels/normalize.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/normalize_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;

TEST_CASE("u8_normalize has the bits of its twin, for all bytes and tails") {
  std::vector<std::uint8_t> bytes;
  for (int b = 0; b < 256; ++b) bytes.push_back(static_cast<std::uint8_t>(b));
  std::vector<std::int64_t> sizes = kSizes;
  sizes.push_back(256);
  for (std::int64_t n : sizes) {
    const std::vector<std::uint8_t> x(bytes.end() - n, bytes.end());
    std::vector<float> y(x.size()), expected(x.size());
    u8_normalize(n, x.data(), 0.1307f, 0.3081f, y.data());
    reference::u8_normalize_ref(n, x.data(), 0.1307f, 0.3081f, expected.data());
    check_same_bits(y, expected);
  }
}

TEST_CASE("u8_normalize has torchvision's bits") {
  // ToTensor, then Normalize((0.1307,), (0.3081,)), of torchvision 0.14.
  const std::vector<std::uint8_t> x = {0, 1, 100, 128, 254, 255};
  const std::vector<float> expected = {-0x1.b264e2p-2f, -0x1.a55c40p-2f, 0x1.b27d10p-1f,
                                       0x1.347af4p+0f,  0x1.678566p+1f,  0x1.69267ap+1f};
  std::vector<float> y(x.size());
  u8_normalize(6, x.data(), 0.1307f, 0.3081f, y.data());
  check_same_bits(y, expected);
}

}  // namespace gradlet::kernels
