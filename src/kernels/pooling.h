#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// What a max-pooling works on: images in channels-last order (batch, height, width, channels).
struct MaxPool2dGeometry {
  std::int64_t batch = 0;
  std::int64_t in_height = 0;
  std::int64_t in_width = 0;
  std::int64_t channels = 0;
  std::int64_t kernel_height = 1;
  std::int64_t kernel_width = 1;
  std::int64_t stride_height = 1;
  std::int64_t stride_width = 1;
  /// On each side, counted as −∞; at most half of the kernel, so that no window lies outside.
  std::int64_t padding_height = 0;
  std::int64_t padding_width = 0;

  std::int64_t out_height() const {
    return (in_height + 2 * padding_height - kernel_height) / stride_height + 1;
  }
  std::int64_t out_width() const {
    return (in_width + 2 * padding_width - kernel_width) / stride_width + 1;
  }
  /// Whether every window is one element and every element has its window: the result is the input.
  bool is_identity() const {
    return kernel_height == 1 && kernel_width == 1 && stride_height == 1 && stride_width == 1;
  }
};

/// y (batch, out_height, out_width, channels) = the largest of each window of x; index, of the same
/// shape, = its position h·in_width + w, or not written if null.
///
/// Of equals the first in row-major order wins (±0 are equal), of NaNs, which win over all numbers,
/// the last, as in PyTorch. The identity is copied, and its index is not written.
void f32_max_pool2d(const MaxPool2dGeometry& geometry, const float* x, float* y,
                    std::int32_t* index);

/// dx (batch, in_height, in_width, channels) = for each element the sum of `grad` over the windows
/// that it won, in the order of the windows; 0 if none. `index` is not read for the identity.
void f32_max_pool2d_backward(const MaxPool2dGeometry& geometry, const float* grad,
                             const std::int32_t* index, float* dx);

}  // namespace gradlet::kernels
