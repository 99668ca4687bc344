#pragma once

#include <memory>
#include <string>

#include "core/generator.h"
#include "nn/conv2d.h"
#include "nn/linear.h"
#include "nn/module.h"

namespace gradlet::nn {

/// The tutorial's network for digits of 8×8 pixels: (N, 1, 8, 8) → log-probabilities (N, 10).
///
/// conv1 (1 → 32, 3×3), ReLU, conv2 (32 → 64, 3×3), ReLU, max-pool 1, flatten, fc (1024 → 10),
/// log-softmax.
class Net : public Module {
 public:
  static constexpr std::int64_t kInputSize = 8;

  /// Draws the parameters from `generator` in their order. `precise`: see `ops::Conv2dOptions`.
  explicit Net(core::Generator& generator, bool precise = false);

  std::string name() const override { return "Net"; }

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  std::shared_ptr<Conv2d> conv1_;
  std::shared_ptr<Conv2d> conv2_;
  std::shared_ptr<Linear> fc_;
};

}  // namespace gradlet::nn
