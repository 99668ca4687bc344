#pragma once

#include "autograd/tensor.h"

namespace gradlet::ops {

/// How the losses of a batch become the result: their mean, their sum, or all of them.
enum class Reduction { kMean, kSum, kNone };

/// (input − target)², element by element; the shapes must be equal.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html
autograd::Tensor mse_loss(const autograd::Tensor& input, const autograd::Tensor& target,
                          Reduction reduction = Reduction::kMean);

/// −input[n, target[n]] of log-probabilities (N, C) and classes (N), each 0 ≤ class < C.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
autograd::Tensor nll_loss(const autograd::Tensor& input, const core::IntArray& target,
                          Reduction reduction = Reduction::kMean);

/// `nll_loss` of `log_softmax` over the classes, for raw scores (N, C).
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
autograd::Tensor cross_entropy(const autograd::Tensor& input, const core::IntArray& target,
                               Reduction reduction = Reduction::kMean);

}  // namespace gradlet::ops
