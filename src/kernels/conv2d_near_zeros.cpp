#include "kernels/conv2d_near_zeros.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

constexpr float kNear = 0x1p-18f;

/// Outputs that are looked through together, of each channel.
constexpr std::int64_t kPixelsAtOnce = 64;

std::int64_t kernel_size(const Conv2dGeometry& g) { return g.kernel_height * g.kernel_width; }
std::int64_t row_size(const Conv2dGeometry& g) { return kernel_size(g) * g.in_channels; }

/// Magnitudes as integers, which are in the same order, and quicker to compare; a NaN is above all.
using Bits = xsimd::batch<std::int32_t>;
static_assert(Bits::size == kLanes);

Bits magnitudes(const Batch& x) {
  return xsimd::bitwise_cast<std::int32_t>(x) & Bits(std::numeric_limits<std::int32_t>::max());
}

float largest_magnitude(std::int64_t n, const float* x) {
  // One alone would wait for itself.
  constexpr std::int64_t kAtOnce = 4;
  Bits best[kAtOnce] = {Bits(0), Bits(0), Bits(0), Bits(0)};
  std::int64_t i = 0;
  for (; i + kAtOnce * kLanes <= n; i += kAtOnce * kLanes) {
    for (std::int64_t j = 0; j < kAtOnce; ++j) {
      best[j] = xsimd::max(best[j], magnitudes(load(x + i + j * kLanes)));
    }
  }
  for (; i < n; i += kLanes) best[0] = xsimd::max(best[0], magnitudes(load_up_to(x + i, n - i)));
  alignas(16) std::int32_t lanes[kLanes];
  xsimd::max(xsimd::max(best[0], best[1]), xsimd::max(best[2], best[3])).store_aligned(lanes);
  return std::bit_cast<float>(*std::max_element(lanes, lanes + kLanes));
}

/// Whether any of the magnitudes in x (pixels, channels) is below the limit of its channel.
bool any_below(std::int64_t pixels, std::int64_t channels, const float* x, const float* limits) {
  std::int64_t c = 0;
  for (; c + kLanes <= channels; c += kLanes) {
    Bits least = magnitudes(load(x + c));
    for (std::int64_t p = 1; p < pixels; ++p) {
      least = xsimd::min(least, magnitudes(load(x + p * channels + c)));
    }
    if (xsimd::any(least < xsimd::bitwise_cast<std::int32_t>(load(limits + c)))) return true;
  }
  for (; c < channels; ++c) {
    for (std::int64_t p = 0; p < pixels; ++p) {
      if (std::abs(x[p * channels + c]) < limits[c]) return true;
    }
  }
  return false;
}

/// Calls `visit(pixel of the image, place in the kernel)` for what the output at (y, x) sees.
template <class Visit>
void for_patch(const Conv2dGeometry& g, const float* image, std::int64_t y, std::int64_t x,
               Visit visit) {
  for (std::int64_t i = 0; i < g.kernel_height; ++i) {
    const std::int64_t v = y * g.stride_height - g.padding_height + i;
    if (v < 0 || v >= g.in_height) continue;
    for (std::int64_t j = 0; j < g.kernel_width; ++j) {
      const std::int64_t u = x * g.stride_width - g.padding_width + j;
      if (u < 0 || u >= g.in_width) continue;
      visit(image + (v * g.in_width + u) * g.in_channels, i * g.kernel_width + j);
    }
  }
}

bool patch_is_zero(const Conv2dGeometry& g, const float* image, std::int64_t y, std::int64_t x) {
  bool zero = true;
  for_patch(g, image, y, x, [&](const float* pixel, std::int64_t) {
    for (std::int64_t c = 0; c < g.in_channels; ++c) zero = zero && pixel[c] == 0.0f;
  });
  return zero;
}

/// The output at (y, x), without bias, of the channel whose weight is `row` (C, kernel).
double plain_sum(const Conv2dGeometry& g, const float* image, std::int64_t y, std::int64_t x,
                 const float* row) {
  double sum = 0.0;
  for_patch(g, image, y, x, [&](const float* pixel, std::int64_t place) {
    for (std::int64_t c = 0; c < g.in_channels; ++c) {
      sum += double{pixel[c]} * double{row[c * kernel_size(g) + place]};
    }
  });
  return sum;
}

/// The square root of the sum of squares.
float norm(std::int64_t n, const float* x) {
  // One sum alone would wait for itself.
  double sums[4] = {};
  std::int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (std::int64_t j = 0; j < 4; ++j) sums[j] += double{x[i + j]} * double{x[i + j]};
  }
  for (; i < n; ++i) sums[0] += double{x[i]} * double{x[i]};
  return static_cast<float>(std::sqrt((sums[0] + sums[2]) + (sums[1] + sums[3])));
}

/// Those of the outputs (K) at (y, x) that are below their limits.
void recompute_outputs(const Conv2dGeometry& g, const float* image, std::int64_t y, std::int64_t x,
                       const float* weight, const float* bias, const float* limits,
                       float* outputs) {
  // Where all of many outputs are near zero, this is why.
  const bool blank = patch_is_zero(g, image, y, x);
  for (std::int64_t k = 0; k < g.out_channels; ++k) {
    if (!(std::abs(outputs[k]) < limits[k])) continue;
    const double shift = bias == nullptr ? 0.0 : double{bias[k]};
    const double sum = blank ? 0.0 : plain_sum(g, image, y, x, weight + k * row_size(g));
    outputs[k] = static_cast<float>(shift + sum);
  }
}

}  // namespace

std::int64_t near_zeros_size(const Conv2dGeometry& g) { return g.out_channels * (row_size(g) + 1); }

void prepare_near_zeros(const Conv2dGeometry& g, const float* weight, float* prepared) {
  float* const norms = std::copy(weight, weight + g.out_channels * row_size(g), prepared);
  for (std::int64_t k = 0; k < g.out_channels; ++k) {
    norms[k] = norm(row_size(g), weight + k * row_size(g));
  }
}

void recompute_near_zeros(const Conv2dGeometry& g, const float* input, const float* prepared,
                          const float* bias, float* output, float* limits) {
  const std::int64_t image_size = g.in_height * g.in_width * g.in_channels;
  const std::int64_t width = g.out_width(), pixels = g.out_height() * width;
  const float* const norms = prepared + g.out_channels * row_size(g);
  for (std::int64_t n = 0; n < g.batch; ++n) {
    const float* const image = input + n * image_size;
    const float largest = kNear * largest_magnitude(image_size, image);
    // Beside an infinity everything is near zero, beside a NaN nothing matters.
    const bool finite = largest <= std::numeric_limits<float>::max();
    for (std::int64_t k = 0; k < g.out_channels; ++k) limits[k] = finite ? largest * norms[k] : 0;
    for (std::int64_t first = 0; first < pixels; first += kPixelsAtOnce) {
      const std::int64_t end = std::min(first + kPixelsAtOnce, pixels);
      float* outputs = output + (n * pixels + first) * g.out_channels;
      if (!any_below(end - first, g.out_channels, outputs, limits)) continue;
      for (std::int64_t p = first; p < end; ++p, outputs += g.out_channels) {
        if (!any_below(1, g.out_channels, outputs, limits)) continue;
        recompute_outputs(g, image, p / width, p % width, prepared, bias, limits, outputs);
      }
    }
  }
}

}  // namespace gradlet::kernels
