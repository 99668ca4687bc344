#pragma once

#include <cstdint>
#include <string>

#include "core/generator.h"
#include "nn/module.h"

namespace gradlet::nn {

/// y = x·Wᵀ + b, (N, in_features) → (N, out_features).
/// https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
class Linear : public Module {
 public:
  /// Draws weight, then bias from `generator`. Throws unless both sizes are at least 1.
  Linear(std::int64_t in_features, std::int64_t out_features, core::Generator& generator,
         bool bias = true);

  std::string name() const override { return "Linear"; }
  std::string extra_repr() const override;

  const autograd::Tensor& weight() const { return weight_; }  // (out_features, in_features)
  const autograd::Tensor& bias() const { return bias_; }      // (out_features), or undefined

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  autograd::Tensor weight_;
  autograd::Tensor bias_;
};

}  // namespace gradlet::nn
