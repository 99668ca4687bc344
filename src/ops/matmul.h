#pragma once

#include "autograd/tensor.h"

namespace gradlet::ops {

/// The matrix product (m, k)·(k, n) → (m, n); a vector stands for a row on the left and for a
/// column on the right, and that dimension is dropped from the result.
/// https://pytorch.org/docs/stable/generated/torch.matmul.html
autograd::Tensor matmul(const autograd::Tensor& a, const autograd::Tensor& b);

/// input·weightᵀ + bias: (…, in)·(out, in)ᵀ + (out) → (…, out); `bias` may be undefined.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
autograd::Tensor linear(const autograd::Tensor& input, const autograd::Tensor& weight,
                        const autograd::Tensor& bias = {});

}  // namespace gradlet::ops
