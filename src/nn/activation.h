#pragma once

#include <cstdint>
#include <string>

#include "nn/module.h"

namespace gradlet::nn {

/// max(0, x). https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
class ReLU : public Module {
 public:
  std::string name() const override { return "ReLU"; }

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;
};

/// log(softmax(x)) along `dim`. https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
class LogSoftmax : public Module {
 public:
  explicit LogSoftmax(std::int64_t dim) : dim_(dim) {}
  std::string name() const override { return "LogSoftmax"; }
  std::string extra_repr() const override;

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  std::int64_t dim_;
};

/// While training, zeroes elements with probability `p` and scales the others by 1/(1 − p).
/// https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
class Dropout : public Module {
 public:
  /// Throws unless 0 ≤ p < 1.
  explicit Dropout(float p = 0.5f);
  std::string name() const override { return "Dropout"; }
  std::string extra_repr() const override;

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  float p_;
};

}  // namespace gradlet::nn
