#pragma once

#include <cstdint>
#include <vector>

#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace gradlet::optim {

using AdadeltaOptions = kernels::AdadeltaOptions;

/// Zeiler's method, which finds its own step sizes (https://arxiv.org/abs/1212.5701):
///   g ← g + weight_decay·p;  v ← rho·v + (1 − rho)·g²;  d ← √(u + eps) / √(v + eps) · g;
///   u ← rho·u + (1 − rho)·d²;  p ← p − lr·d.
/// https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
class Adadelta : public Optimizer {
 public:
  /// Keeps `square_avg` (v) and `acc_delta` (u). Throws unless 0 ≤ rho ≤ 1 and eps and weight decay
  /// are not negative.
  Adadelta(std::vector<autograd::Tensor> parameters, const AdadeltaOptions& options = {});

 protected:
  void update(const Elements& elements) const override;

 private:
  AdadeltaOptions options_;
};

}  // namespace gradlet::optim
