#pragma once

#include <cstdint>
#include <string>

#include "nn/module.h"
#include "ops/pooling.h"

namespace gradlet::nn {

/// The largest of each window; see `ops::max_pool2d`.
/// https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
class MaxPool2d : public Module {
 public:
  /// A square window; `stride` 0 stands for the window's size.
  explicit MaxPool2d(std::int64_t kernel_size, std::int64_t stride = 0, std::int64_t padding = 0);
  std::string name() const override { return "MaxPool2d"; }
  std::string extra_repr() const override;

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  ops::MaxPool2dOptions window_;
};

/// All dimensions from `start_dim` to `end_dim` made into one.
/// https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
class Flatten : public Module {
 public:
  explicit Flatten(std::int64_t start_dim = 1, std::int64_t end_dim = -1)
      : start_dim_(start_dim), end_dim_(end_dim) {}
  std::string name() const override { return "Flatten"; }
  std::string extra_repr() const override;

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;

 private:
  std::int64_t start_dim_;
  std::int64_t end_dim_;
};

}  // namespace gradlet::nn
