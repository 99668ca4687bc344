#pragma once

#include <cstdint>
#include <vector>

#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace gradlet::optim {

using SGDOptions = kernels::SgdOptions;

/// Stochastic gradient descent:
///   g ← g + weight_decay·p;  b ← momentum·b + (1 − dampening)·g, b = g in the first step;
///   p ← p − lr·b, or with Nesterov's momentum p ← p − lr·(g + momentum·b).
/// https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
class SGD : public Optimizer {
 public:
  /// With momentum it keeps `momentum_buffer` (b). Throws unless momentum and weight decay are not
  /// negative; Nesterov's needs a momentum above 0 and no dampening.
  SGD(std::vector<autograd::Tensor> parameters, const SGDOptions& options);

 protected:
  void update(const Elements& elements) const override;

 private:
  SGDOptions options_;
};

}  // namespace gradlet::optim
