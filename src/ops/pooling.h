#pragma once

#include <array>
#include <cstdint>

#include "autograd/tensor.h"

namespace gradlet::ops {

struct MaxPool2dOptions {
  std::array<std::int64_t, 2> kernel_size{2, 2};
  /// Step of the window; 0 stands for the kernel's size, as in PyTorch.
  std::array<std::int64_t, 2> stride{0, 0};
  /// At most half of the kernel's size; counts as −∞.
  std::array<std::int64_t, 2> padding{0, 0};
};

/// The largest of each window of `input` (N, C, H, W) → (N, C, H', W'), with H' as for `conv2d`.
/// The first of equals gets the gradient; NaN is larger than all.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
autograd::Tensor max_pool2d(const autograd::Tensor& input, const MaxPool2dOptions& options);

}  // namespace gradlet::ops
