#pragma once

#include <cstdint>
#include <vector>

#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace gradlet::optim {

using AdamOptions = kernels::AdamOptions;

/// Adam (https://arxiv.org/abs/1412.6980), with t the number of the step:
///   g ← g + weight_decay·p;  m ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²;
///   p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + eps).
/// https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
class Adam : public Optimizer {
 public:
  /// Keeps `exp_avg` (m) and `exp_avg_sq` (v). Throws unless the betas are in [0, 1) and eps and
  /// weight decay are not negative. With `decoupled_weight_decay` it is AdamW.
  Adam(std::vector<autograd::Tensor> parameters, const AdamOptions& options = {});

 protected:
  void update(const Elements& elements) const override;

 private:
  AdamOptions options_;
};

/// Adam with decoupled weight decay (https://arxiv.org/abs/1711.05101): p ← p·(1 − lr·weight_decay)
/// before the step, and the gradient as it is.
/// https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
class AdamW : public Adam {
 public:
  /// PyTorch's default for weight decay.
  static constexpr double kWeightDecay = 0.01;

  AdamW(std::vector<autograd::Tensor> parameters,
        const AdamOptions& options = {.weight_decay = kWeightDecay});
};

}  // namespace gradlet::optim
