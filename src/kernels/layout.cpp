#include "kernels/layout.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

using Index = std::ptrdiff_t;

/// Rows that are transposed together: the writes then fill whole cache lines one after another.
constexpr Index kBandRows = 16;

}  // namespace

[[gnu::noinline]] void f32_transpose(std::int64_t row_count, std::int64_t column_count,
                                     const float* in, float* out) {
  assert(row_count >= 0 && column_count >= 0);
  const Index rows = row_count, columns = column_count;
  if (rows == 0 || columns == 0) return;
  if (rows == 1 || columns == 1) {
    std::memcpy(out, in, static_cast<std::size_t>(rows * columns) * sizeof(float));
    return;
  }
  const Index block_rows = rows - rows % kLanes, block_columns = columns - columns % kLanes;
  for (Index band = 0; band < block_rows; band += kBandRows) {
    const Index band_end = std::min(band + kBandRows, block_rows);
    for (Index j = 0; j < block_columns; j += kLanes) {
      for (Index i = band; i < band_end; i += kLanes) {
        Batch block[kLanes];
        for (Index r = 0; r < kLanes; ++r) block[r] = load(in + (i + r) * columns + j);
        xsimd::transpose(block, block + kLanes);
        for (Index c = 0; c < kLanes; ++c) store(out + (j + c) * rows + i, block[c]);
      }
    }
  }
  // What the blocks of four by four leave: the last columns, then the last rows.
  for (Index j = block_columns; j < columns; ++j) {
    for (Index i = 0; i < rows; ++i) out[j * rows + i] = in[i * columns + j];
  }
  for (Index i = block_rows; i < rows; ++i) {
    for (Index j = 0; j < block_columns; ++j) out[j * rows + i] = in[i * columns + j];
  }
}

void f32_nchw_to_nhwc(std::int64_t n, std::int64_t channels, std::int64_t pixels, const float* in,
                      float* out) {
  assert(n >= 0 && channels >= 0 && pixels >= 0);
  for (std::int64_t i = 0; i < n; ++i) {
    f32_transpose(channels, pixels, in + i * channels * pixels, out + i * channels * pixels);
  }
}

void f32_nhwc_to_nchw(std::int64_t n, std::int64_t channels, std::int64_t pixels, const float* in,
                      float* out) {
  f32_nchw_to_nhwc(n, pixels, channels, in, out);
}

}  // namespace gradlet::kernels
