#pragma once

#include "autograd/tensor.h"
#include "ops/loss.h"

namespace gradlet::nn {

/// (input − target)². https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
class MSELoss {
 public:
  explicit MSELoss(ops::Reduction reduction = ops::Reduction::kMean) : reduction_(reduction) {}
  autograd::Tensor operator()(const autograd::Tensor& input, const autograd::Tensor& target) const {
    return ops::mse_loss(input, target, reduction_);
  }

 private:
  ops::Reduction reduction_;
};

/// Negative log-likelihood of log-probabilities (N, C) and classes (N).
/// https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
class NLLLoss {
 public:
  explicit NLLLoss(ops::Reduction reduction = ops::Reduction::kMean) : reduction_(reduction) {}
  autograd::Tensor operator()(const autograd::Tensor& input, const core::IntArray& target) const {
    return ops::nll_loss(input, target, reduction_);
  }

 private:
  ops::Reduction reduction_;
};

/// `NLLLoss` of the log-softmax of raw scores (N, C).
/// https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
class CrossEntropyLoss {
 public:
  explicit CrossEntropyLoss(ops::Reduction reduction = ops::Reduction::kMean)
      : reduction_(reduction) {}
  autograd::Tensor operator()(const autograd::Tensor& input, const core::IntArray& target) const {
    return ops::cross_entropy(input, target, reduction_);
  }

 private:
  ops::Reduction reduction_;
};

}  // namespace gradlet::nn
