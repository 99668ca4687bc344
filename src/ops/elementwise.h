#pragma once

#include "autograd/tensor.h"

namespace gradlet::ops {

/// Arithmetic, element by element; shapes broadcast as in PyTorch, and a number stands for a tensor
/// filled with it. https://pytorch.org/docs/stable/notes/broadcasting.html
autograd::Tensor add(const autograd::Tensor& a, const autograd::Tensor& b);
autograd::Tensor sub(const autograd::Tensor& a, const autograd::Tensor& b);
autograd::Tensor mul(const autograd::Tensor& a, const autograd::Tensor& b);
autograd::Tensor div(const autograd::Tensor& a, const autograd::Tensor& b);
autograd::Tensor add(const autograd::Tensor& a, float b);
autograd::Tensor sub(const autograd::Tensor& a, float b);
autograd::Tensor sub(float a, const autograd::Tensor& b);
autograd::Tensor mul(const autograd::Tensor& a, float b);
autograd::Tensor div(const autograd::Tensor& a, float b);
autograd::Tensor neg(autograd::Tensor input);

/// e to the power of each element.
autograd::Tensor exp(autograd::Tensor input);
/// The natural logarithm; NaN below 0, −∞ at 0.
autograd::Tensor log(const autograd::Tensor& input);
/// The square root; NaN below 0.
autograd::Tensor sqrt(autograd::Tensor input);
/// The larger of 0 and the element; its derivative at 0 is 0, and NaN stays NaN.
autograd::Tensor relu(autograd::Tensor input);
autograd::Tensor tanh(autograd::Tensor input);
/// 1 / (1 + exp(−x)).
autograd::Tensor sigmoid(autograd::Tensor input);

}  // namespace gradlet::ops

namespace gradlet::autograd {

/// The operators of Python's tensors; see `gradlet::ops` for what they do.
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator+(const Tensor& a, float b);
Tensor operator-(const Tensor& a, float b);
Tensor operator*(const Tensor& a, float b);
Tensor operator/(const Tensor& a, float b);
Tensor operator+(float a, const Tensor& b);
Tensor operator-(float a, const Tensor& b);
Tensor operator*(float a, const Tensor& b);
Tensor operator/(float a, const Tensor& b);
Tensor operator-(const Tensor& a);

}  // namespace gradlet::autograd
