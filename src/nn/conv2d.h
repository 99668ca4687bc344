#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/generator.h"
#include "nn/module.h"
#include "ops/conv2d.h"

namespace gradlet::nn {

struct Conv2dOptions {
  std::array<std::int64_t, 2> kernel_size{3, 3};
  ops::Conv2dOptions window{};
  bool bias = true;
};

/// (N, in_channels, H, W) → (N, out_channels, H', W'); see `ops::conv2d`.
/// https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
class Conv2d : public Module {
 public:
  /// Draws weight, then bias from `generator`. Throws unless channels and kernel are at least 1.
  Conv2d(std::int64_t in_channels, std::int64_t out_channels, const Conv2dOptions& options,
         core::Generator& generator);

  std::string name() const override { return "Conv2d"; }
  std::string extra_repr() const override;

  const autograd::Tensor& weight() const { return weight_; }  // (out, in, KH, KW)
  const autograd::Tensor& bias() const { return bias_; }      // (out), or undefined

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  ops::Conv2dOptions window_;
  autograd::Tensor weight_;
  autograd::Tensor bias_;
};

}  // namespace gradlet::nn
