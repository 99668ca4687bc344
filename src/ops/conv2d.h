#pragma once

#include <array>
#include <cstdint>

#include "autograd/tensor.h"

namespace gradlet::ops {

struct Conv2dOptions {
  /// Step of the window in height and width; at least 1.
  std::array<std::int64_t, 2> stride{1, 1};
  /// Zeros added on each side in height and width; at least 0.
  std::array<std::int64_t, 2> padding{0, 0};
  /// Never by Winograd's method, whose results differ from the plain sum in the last bits.
  bool precise = false;
};

/// Cross-correlation of `input` (N, C, H, W) with `weight` (O, C, KH, KW), plus `bias` (O), which
/// may be undefined → (N, O, H', W'), where H' = (H + 2·padding − KH) / stride + 1, rounded down.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
autograd::Tensor conv2d(const autograd::Tensor& input, const autograd::Tensor& weight,
                        const autograd::Tensor& bias = {}, const Conv2dOptions& options = {});

}  // namespace gradlet::ops
