#include "kernels/resize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace gradlet::kernels {

namespace {

constexpr int kFractionBits = 22;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

std::uint8_t to_byte(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

/// (height, in_size) → (height, out_size).
[[gnu::noinline]] void resize_rows(const ResizeAxis& axis, std::int64_t height,
                                   const std::uint8_t* image, std::uint8_t* result) {
  for (std::int64_t y = 0; y < height; ++y) {
    const std::uint8_t* row = image + y * axis.in_size;
    for (std::int64_t x = 0; x < axis.out_size; ++x) {
      const std::uint8_t* from = row + axis.first[x];
      const std::int32_t* weights = axis.weights + x * axis.taps;
      std::int32_t sum = kHalf;
      for (std::int64_t t = 0; t < axis.taps; ++t) sum += from[t] * weights[t];
      result[y * axis.out_size + x] = to_byte(sum);
    }
  }
}

/// One output row of `resize_columns`, from column `x` on, `kColumns` side by side.
template <std::size_t kColumns>
void combine_rows(std::int64_t taps, std::int64_t width, const std::uint8_t* from,
                  const std::int32_t* weights, std::uint8_t* result) {
  std::array<std::int32_t, kColumns> sums;
  sums.fill(kHalf);
  for (std::int64_t t = 0; t < taps; ++t) {
    for (std::size_t x = 0; x < kColumns; ++x) sums[x] += from[x] * weights[t];
    from += width;
  }
  for (std::size_t x = 0; x < kColumns; ++x) result[x] = to_byte(sums[x]);
}

/// (in_size, width) → (out_size, width).
[[gnu::noinline]] void resize_columns(const ResizeAxis& axis, std::int64_t width,
                                      const std::uint8_t* image, std::uint8_t* result) {
  for (std::int64_t y = 0; y < axis.out_size; ++y) {
    const std::uint8_t* from = image + axis.first[y] * width;
    const std::int32_t* weights = axis.weights + y * axis.taps;
    std::uint8_t* to = result + y * width;
    std::int64_t x = 0;
    for (; x + 8 <= width; x += 8) combine_rows<8>(axis.taps, width, from + x, weights, to + x);
    for (; x < width; ++x) combine_rows<1>(axis.taps, width, from + x, weights, to + x);
  }
}

}  // namespace

void u8_resize(const ResizeAxis& horizontal, const ResizeAxis& vertical, const std::uint8_t* image,
               std::uint8_t* result, std::uint8_t* scratch) {
  assert(horizontal.in_size >= 1 && horizontal.out_size >= 1);
  assert(vertical.in_size >= 1 && vertical.out_size >= 1);
  const bool changes_width = horizontal.in_size != horizontal.out_size;
  const bool changes_height = vertical.in_size != vertical.out_size;
  if (!changes_width && !changes_height) {
    std::copy_n(image, horizontal.in_size * vertical.in_size, result);
    return;
  }
  if (changes_width) {
    resize_rows(horizontal, vertical.in_size, image, changes_height ? scratch : result);
  }
  if (changes_height) {
    resize_columns(vertical, horizontal.out_size, changes_width ? scratch : image, result);
  }
}

}  // namespace gradlet::kernels
