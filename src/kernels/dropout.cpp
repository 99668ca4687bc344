#include "kernels/dropout.h"

#include <array>
#include <cassert>

namespace gradlet::kernels {
namespace {

using Words = std::array<std::uint32_t, 4>;

/// Ten rounds; multipliers and key increments are those of the paper.
Words philox4x32(Words counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

}  // namespace

void f32_dropout_mask(std::int64_t n, float p, const DropoutCounter& counter, float* mask) {
  assert(n >= 0 && p >= 0.0f && p < 1.0f);
  const auto threshold = static_cast<std::uint64_t>(static_cast<double>(p) * 4294967296.0);
  const std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(counter.seed),
                                         static_cast<std::uint32_t>(counter.step >> 32)};
  Words words{};
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint64_t element = counter.first + static_cast<std::uint64_t>(i);
    const std::uint64_t block = element / 4;
    if (i == 0 || element % 4 == 0) {
      words =
          philox4x32({static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                      counter.layer, static_cast<std::uint32_t>(counter.step)},
                     key);
    }
    mask[i] = words[element % 4] < threshold ? 0.0f : 1.0f;
  }
}

}  // namespace gradlet::kernels
