#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

#include "autograd/tensor.h"

namespace gradlet::ops {

/// The same elements, in row-major order, under another shape; one of the sizes may be -1, which is
/// then computed. Throws if the number of elements differs.
/// https://pytorch.org/docs/stable/generated/torch.reshape.html
autograd::Tensor reshape(const autograd::Tensor& input, const core::Shape& shape);
autograd::Tensor reshape(const autograd::Tensor& input, std::span<const std::int64_t> sizes);
inline autograd::Tensor reshape(const autograd::Tensor& input,
                                std::initializer_list<std::int64_t> sizes) {
  return reshape(input, std::span<const std::int64_t>(sizes.begin(), sizes.size()));
}

/// Dimensions `start_dim` to `end_dim` (both included) made into one.
/// https://pytorch.org/docs/stable/generated/torch.flatten.html
autograd::Tensor flatten(const autograd::Tensor& input, std::int64_t start_dim = 0,
                         std::int64_t end_dim = -1);

/// Dimensions `first` and `second` exchanged.
/// https://pytorch.org/docs/stable/generated/torch.transpose.html
autograd::Tensor transpose(const autograd::Tensor& input, std::int64_t first, std::int64_t second);

}  // namespace gradlet::ops
