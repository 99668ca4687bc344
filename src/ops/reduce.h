#pragma once

#include <cstdint>

#include "autograd/tensor.h"

namespace gradlet::ops {

/// The sum of all elements, a scalar. https://pytorch.org/docs/stable/generated/torch.sum.html
autograd::Tensor sum(const autograd::Tensor& input);
/// The sum along `dim`, which is dropped, or kept with size 1.
autograd::Tensor sum(const autograd::Tensor& input, std::int64_t dim, bool keepdim = false);

/// The mean of all elements, a scalar. https://pytorch.org/docs/stable/generated/torch.mean.html
autograd::Tensor mean(const autograd::Tensor& input);
/// The mean along `dim`.
autograd::Tensor mean(const autograd::Tensor& input, std::int64_t dim, bool keepdim = false);

/// The largest values along a dimension, and where each is.
struct MaxResult {
  autograd::Tensor values;
  core::IntArray indices;
};

/// The largest element, a scalar; its gradient is shared evenly among equals. NaN is larger than
/// all. Throws for an empty tensor. https://pytorch.org/docs/stable/generated/torch.max.html
autograd::Tensor max(const autograd::Tensor& input);
/// The largest along `dim`; the first of equals gets the gradient.
MaxResult max(const autograd::Tensor& input, std::int64_t dim, bool keepdim = false);

}  // namespace gradlet::ops
