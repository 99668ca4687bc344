#include "kernels/conv2d_near_zeros.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/layout.h"
#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

constexpr float kNear = 0x1p-18f;

std::int64_t kernel_size(const Conv2dGeometry& g) { return g.kernel_height * g.kernel_width; }
std::int64_t row_size(const Conv2dGeometry& g) { return kernel_size(g) * g.in_channels; }

/// `value` where it is larger; a NaN never is.
Batch larger(const Batch& value, const Batch& best) {
  return xsimd::select(value > best, value, best);
}

/// The largest magnitude that is a number.
float largest_magnitude(std::int64_t n, const float* x) {
  // One alone would wait for itself.
  constexpr std::int64_t kAtOnce = 4;
  Batch best[kAtOnce] = {Batch(0.0f), Batch(0.0f), Batch(0.0f), Batch(0.0f)};
  std::int64_t i = 0;
  for (; i + kAtOnce * kLanes <= n; i += kAtOnce * kLanes) {
    for (std::int64_t j = 0; j < kAtOnce; ++j) {
      best[j] = larger(xsimd::abs(load(x + i + j * kLanes)), best[j]);
    }
  }
  for (; i < n; i += kLanes) best[0] = larger(xsimd::abs(load_up_to(x + i, n - i)), best[0]);
  alignas(16) float lanes[kLanes];
  larger(larger(best[0], best[1]), larger(best[2], best[3])).store_aligned(lanes);
  return *std::max_element(lanes, lanes + kLanes);
}

/// Whether any of `n` magnitudes is below its limit.
bool any_below(std::int64_t n, const float* x, const float* limits) {
  BatchBool found(false);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) found = found | (xsimd::abs(load(x + i)) < load(limits + i));
  bool any = xsimd::any(found);
  for (; i < n; ++i) any = any || std::abs(x[i]) < limits[i];
  return any;
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

/// The output at (y, x), without bias, of the channel whose weight is `row` (kernel, C).
double plain_sum(const Conv2dGeometry& g, const float* image, std::int64_t y, std::int64_t x,
                 const float* row) {
  double sum = 0.0;
  for_patch(g, image, y, x, [&](const float* pixel, std::int64_t place) {
    const float* const weight = row + place * g.in_channels;
    for (std::int64_t c = 0; c < g.in_channels; ++c) sum += double{pixel[c]} * double{weight[c]};
  });
  return sum;
}

}  // namespace

std::int64_t near_zeros_size(const Conv2dGeometry& g) { return g.out_channels * (row_size(g) + 1); }

void prepare_near_zeros(const Conv2dGeometry& g, const float* weight, float* prepared) {
  float* const norms = prepared + g.out_channels * row_size(g);
  for (std::int64_t k = 0; k < g.out_channels; ++k) {
    float* const row = prepared + k * row_size(g);
    f32_transpose(g.in_channels, kernel_size(g), weight + k * row_size(g), row);
    double sum = 0.0;
    for (std::int64_t i = 0; i < row_size(g); ++i) sum += double{row[i]} * double{row[i]};
    norms[k] = static_cast<float>(std::sqrt(sum));
  }
}

void recompute_near_zeros(const Conv2dGeometry& g, const float* input, const float* prepared,
                          const float* bias, float* output, float* limits) {
  const std::int64_t image_size = g.in_height * g.in_width * g.in_channels;
  const float* const norms = prepared + g.out_channels * row_size(g);
  for (std::int64_t n = 0; n < g.batch; ++n) {
    const float* const image = input + n * image_size;
    const float largest = kNear * largest_magnitude(image_size, image);
    // Beside an infinity everything is near zero.
    const bool finite = largest <= std::numeric_limits<float>::max();
    for (std::int64_t k = 0; k < g.out_channels; ++k) limits[k] = finite ? largest * norms[k] : 0;
    for (std::int64_t y = 0; y < g.out_height(); ++y) {
      for (std::int64_t x = 0; x < g.out_width(); ++x, output += g.out_channels) {
        if (!any_below(g.out_channels, output, limits)) continue;
        // Where all of many outputs are near zero, this is why.
        const bool blank = patch_is_zero(g, image, y, x);
        for (std::int64_t k = 0; k < g.out_channels; ++k) {
          if (!(std::abs(output[k]) < limits[k])) continue;
          const double shift = bias == nullptr ? 0.0 : double{bias[k]};
          const double sum = blank ? 0.0 : plain_sum(g, image, y, x, prepared + k * row_size(g));
          output[k] = static_cast<float>(shift + sum);
        }
      }
    }
  }
}

}  // namespace gradlet::kernels
