#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/generator.h"
#include "nn/activation.h"
#include "nn/conv2d.h"
#include "nn/linear.h"
#include "nn/module.h"

namespace gradlet::nn {

/// The network of PyTorch's own MNIST example: (N, 1, 28, 28) → log-probabilities (N, 10).
/// https://github.com/pytorch/examples/blob/main/mnist/main.py
///
/// conv1 (1 → 32, 3×3), ReLU, conv2 (32 → 64, 3×3), ReLU, max-pool 2, dropout1 (0.25), flatten, fc1
/// (9216 → 128), ReLU, dropout2 (0.5), fc2 (128 → 10), log-softmax.
class MnistExampleNet : public Module {
 public:
  static constexpr std::int64_t kInputSize = 28;

  /// Draws the parameters from `generator` in their order. `precise`: see `ops::Conv2dOptions`.
  explicit MnistExampleNet(core::Generator& generator, bool precise = false);

  /// The example's own name for it.
  std::string name() const override { return "Net"; }

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  std::shared_ptr<Conv2d> conv1_;
  std::shared_ptr<Conv2d> conv2_;
  std::shared_ptr<Dropout> dropout1_;
  std::shared_ptr<Dropout> dropout2_;
  std::shared_ptr<Linear> fc1_;
  std::shared_ptr<Linear> fc2_;
};

}  // namespace gradlet::nn
