#include "optim/optimizer.h"

#include <cmath>

#include "core/error.h"

namespace gradlet::optim {

Optimizer::Optimizer(std::vector<autograd::Tensor> parameters, double learning_rate)
    : parameters_(std::move(parameters)) {
  core::require(!parameters_.empty(), "optimizer", "expected parameters, found none");
  for (const autograd::Tensor& parameter : parameters_) {
    core::require(parameter.is_leaf() && parameter.requires_grad(), "optimizer",
                  "expected parameters that are leaves and require a gradient, found shape ",
                  parameter.shape(), " without");
  }
  set_learning_rate(learning_rate);
}

void Optimizer::step() {
  ++steps_;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const core::Array& gradient = parameters_[i].grad();
    if (gradient.defined()) update(i, parameters_[i].mutable_array(), gradient);
  }
}

void Optimizer::zero_grad() {
  for (autograd::Tensor& parameter : parameters_) parameter.zero_grad();
}

void Optimizer::set_learning_rate(double learning_rate) {
  core::require(std::isfinite(learning_rate) && learning_rate >= 0.0, "optimizer",
                "expected a finite learning rate of at least 0, found ", learning_rate);
  learning_rate_ = learning_rate;
}

std::vector<core::Array> Optimizer::zeros() const {
  std::vector<core::Array> result;
  for (const autograd::Tensor& parameter : parameters_) {
    result.push_back(core::Array::zeros(parameter.shape()));
  }
  return result;
}

}  // namespace gradlet::optim
