#include "kernels/pooling.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <type_traits>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

using IntBatch = xsimd::batch<std::int32_t>;
static_assert(IntBatch::size == kLanes);

/// The part of a window that lies inside the image: rows [top, bottom), columns [left, right).
struct Window {
  std::int64_t top, bottom, left, right;
};

/// Calls f(image, window, pixel) for all windows in row-major order; `pixel` counts them.
template <class F>
void for_each_window(const MaxPool2dGeometry& g, F f) {
  const std::int64_t out_height = g.out_height();
  const std::int64_t out_width = g.out_width();
  std::int64_t pixel = 0;
  for (std::int64_t image = 0; image < g.batch; ++image) {
    for (std::int64_t oh = 0; oh < out_height; ++oh) {
      const std::int64_t top = oh * g.stride_height - g.padding_height;
      for (std::int64_t ow = 0; ow < out_width; ++ow) {
        const std::int64_t left = ow * g.stride_width - g.padding_width;
        f(image,
          Window{std::max<std::int64_t>(top, 0), std::min(top + g.kernel_height, g.in_height),
                 std::max<std::int64_t>(left, 0), std::min(left + g.kernel_width, g.in_width)},
          pixel++);
      }
    }
  }
}

void check([[maybe_unused]] const MaxPool2dGeometry& g) {
  assert(g.batch >= 0 && g.channels >= 0);
  assert(g.kernel_height >= 1 && g.kernel_width >= 1);
  assert(g.stride_height >= 1 && g.stride_width >= 1);
  assert(0 <= g.padding_height && 2 * g.padding_height <= g.kernel_height);
  assert(0 <= g.padding_width && 2 * g.padding_width <= g.kernel_width);
  assert(g.in_height + 2 * g.padding_height >= g.kernel_height);
  assert(g.in_width + 2 * g.padding_width >= g.kernel_width);
  assert(g.in_height * g.in_width <= std::numeric_limits<std::int32_t>::max());
}

std::int64_t elements(const MaxPool2dGeometry& g) {
  return g.batch * g.in_height * g.in_width * g.channels;
}

IntBatch load_index(const std::int32_t* x, std::int64_t count) {
  if (count >= kLanes) return IntBatch::load_unaligned(x);
  std::int32_t lanes[kLanes] = {};
  std::copy_n(x, count, lanes);
  return IntBatch::load_unaligned(lanes);
}

void store_index(std::int32_t* y, const IntBatch& value, std::int64_t count) {
  if (count >= kLanes) return value.store_unaligned(y);
  std::int32_t lanes[kLanes];
  value.store_unaligned(lanes);
  std::copy_n(lanes, count, y);
}

/// Calls f(c, width) for the vectors of `channels`; for all but the last, `width` is a constant.
template <class F>
void for_each_vector(std::int64_t channels, F f) {
  std::int64_t c = 0;
  for (; c + kLanes <= channels; c += kLanes) f(c, std::integral_constant<std::int64_t, kLanes>());
  if (c < channels) f(c, channels - c);
}

template <bool kWithIndex>
[[gnu::noinline]] void max_pool(const MaxPool2dGeometry& g, const float* x, float* y,
                                std::int32_t* index) {
  for_each_window(g, [&](std::int64_t image, const Window& window, std::int64_t pixel) {
    const float* from = x + image * g.in_height * g.in_width * g.channels;
    const std::int64_t first = window.top * g.in_width + window.left;
    for_each_vector(g.channels, [&](std::int64_t c, auto width) {
      Batch best(-std::numeric_limits<float>::infinity());
      IntBatch where(static_cast<std::int32_t>(first));
      for (std::int64_t h = window.top; h < window.bottom; ++h) {
        for (std::int64_t w = window.left; w < window.right; ++w) {
          const std::int64_t position = h * g.in_width + w;
          const Batch value = load_up_to(from + position * g.channels + c, width);
          const BatchBool wins = exceeds(value, best);
          best = xsimd::select(wins, value, best);
          if constexpr (kWithIndex) {
            where = xsimd::select(xsimd::batch_bool_cast<std::int32_t>(wins),
                                  IntBatch(static_cast<std::int32_t>(position)), where);
          }
        }
      }
      store_up_to(y + pixel * g.channels + c, best, width);
      if constexpr (kWithIndex) store_index(index + pixel * g.channels + c, where, width);
    });
  });
}

}  // namespace

void f32_max_pool2d(const MaxPool2dGeometry& geometry, const float* x, float* y,
                    std::int32_t* index) {
  check(geometry);
  if (geometry.is_identity()) {
    std::copy_n(x, elements(geometry), y);
  } else if (index != nullptr) {
    max_pool<true>(geometry, x, y, index);
  } else {
    max_pool<false>(geometry, x, y, nullptr);
  }
}

void f32_max_pool2d_backward(const MaxPool2dGeometry& geometry, const float* grad,
                             const std::int32_t* index, float* dx) {
  check(geometry);
  const MaxPool2dGeometry& g = geometry;
  if (g.is_identity()) {
    std::copy_n(grad, elements(g), dx);
    return;
  }
  std::fill_n(dx, elements(g), 0.0f);
  // Each element of a window takes the gradient where it is the winner: no scatter is needed.
  for_each_window(g, [&](std::int64_t image, const Window& window, std::int64_t pixel) {
    float* to = dx + image * g.in_height * g.in_width * g.channels;
    for_each_vector(g.channels, [&](std::int64_t c, auto width) {
      const Batch value = load_up_to(grad + pixel * g.channels + c, width);
      const IntBatch winner = load_index(index + pixel * g.channels + c, width);
      for (std::int64_t h = window.top; h < window.bottom; ++h) {
        for (std::int64_t w = window.left; w < window.right; ++w) {
          const std::int64_t position = h * g.in_width + w;
          const auto won = winner == IntBatch(static_cast<std::int32_t>(position));
          float* at = to + position * g.channels + c;
          const Batch share = xsimd::select(xsimd::batch_bool_cast<float>(won), value, Batch(0.0f));
          store_up_to(at, load_up_to(at, width) + share, width);
        }
      }
    });
  });
}

}  // namespace gradlet::kernels
