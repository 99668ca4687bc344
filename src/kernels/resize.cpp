#include "kernels/resize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

using IntBatch = xsimd::batch<std::int32_t>;

constexpr int kFractionBits = 22;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);
constexpr std::int32_t kMaxByte = 255;

/// No sum is negative, since no weight is.
std::uint8_t to_byte(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::min(sum >> kFractionBits, kMaxByte));
}

/// Four bytes as integers.
IntBatch load_bytes(const std::uint8_t* x) {
  alignas(16) const std::int32_t lanes[kLanes] = {x[0], x[1], x[2], x[3]};
  return IntBatch::load_aligned(lanes);
}

/// `to_byte` of four sums.
void store_bytes(std::uint8_t* y, const IntBatch& sums) {
  alignas(16) std::int32_t lanes[kLanes];
  xsimd::min(sums >> kFractionBits, IntBatch(kMaxByte)).store_aligned(lanes);
  for (std::int64_t i = 0; i < kLanes; ++i) y[i] = static_cast<std::uint8_t>(lanes[i]);
}

/// The weighted sum of bytes that lie `step` apart, rounded.
std::uint8_t weighted_byte(std::int64_t taps, const std::int32_t* weights, const std::uint8_t* from,
                           std::int64_t step) {
  std::int32_t sum = kHalf;
  for (std::int64_t t = 0; t < taps; ++t) sum += from[t * step] * weights[t];
  return to_byte(sum);
}

/// Columns `x` to `x` + 3 of `resize_rows`. Four taps of each are multiplied at once; the four
/// parts of each sum are added up by a transposition.
void resize_rows_4(const ResizeAxis& axis, std::int64_t x, std::int64_t height,
                   const std::uint8_t* image, std::uint8_t* result) {
  const std::int64_t taps = axis.taps;
  const std::int32_t* weights = axis.weights + x * taps;
  std::array<const std::uint8_t*, kLanes> from;
  for (std::size_t c = 0; c < kLanes; ++c) from[c] = image + axis.first[x + static_cast<int>(c)];
  for (std::int64_t y = 0; y < height; ++y) {
    std::array<IntBatch, kLanes> parts;
    parts.fill(IntBatch(0));
    std::int64_t t = 0;
    for (; t + kLanes <= taps; t += kLanes) {
      for (std::size_t c = 0; c < kLanes; ++c) {
        parts[c] += load_bytes(from[c] + t) *
                    IntBatch::load_unaligned(weights + static_cast<int>(c) * taps + t);
      }
    }
    IntBatch rest(kHalf);
    for (; t < taps; ++t) {
      alignas(16) std::int32_t products[kLanes];
      for (std::size_t c = 0; c < kLanes; ++c) {
        products[c] = from[c][t] * weights[static_cast<int>(c) * taps + t];
      }
      rest += IntBatch::load_aligned(products);
    }
    xsimd::transpose(parts.data(), parts.data() + kLanes);
    const IntBatch sums = (parts[0] + parts[1]) + (parts[2] + parts[3]);
    store_bytes(result + y * axis.out_size + x, sums + rest);
    for (const std::uint8_t*& row : from) row += axis.in_size;
  }
}

/// (height, in_size) → (height, out_size).
[[gnu::noinline]] void resize_rows(const ResizeAxis& axis, std::int64_t height,
                                   const std::uint8_t* image, std::uint8_t* result) {
  std::int64_t x = 0;
  for (; x + kLanes <= axis.out_size; x += kLanes) resize_rows_4(axis, x, height, image, result);
  for (; x < axis.out_size; ++x) {
    for (std::int64_t y = 0; y < height; ++y) {
      const std::uint8_t* from = image + y * axis.in_size + axis.first[x];
      result[y * axis.out_size + x] =
          weighted_byte(axis.taps, axis.weights + x * axis.taps, from, 1);
    }
  }
}

/// (in_size, width) → (out_size, width).
[[gnu::noinline]] void resize_columns(const ResizeAxis& axis, std::int64_t width,
                                      const std::uint8_t* image, std::uint8_t* result) {
  const std::int64_t taps = axis.taps;
  for (std::int64_t y = 0; y < axis.out_size; ++y) {
    const std::uint8_t* from = image + axis.first[y] * width;
    const std::int32_t* weights = axis.weights + y * taps;
    std::uint8_t* to = result + y * width;
    std::int64_t x = 0;
    for (; x + kLanes <= width; x += kLanes) {
      IntBatch sums(kHalf);
      for (std::int64_t t = 0; t < taps; ++t) sums += load_bytes(from + t * width + x) * weights[t];
      store_bytes(to + x, sums);
    }
    for (; x < width; ++x) to[x] = weighted_byte(taps, weights, from + x, width);
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
