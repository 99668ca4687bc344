#include "optim/adam.h"

#include <utility>

#include "core/error.h"

namespace gradlet::optim {
namespace {

AdamOptions decoupled(AdamOptions options) {
  options.decoupled_weight_decay = true;
  return options;
}

}  // namespace

Adam::Adam(std::vector<autograd::Tensor> parameters, const AdamOptions& options)
    : Optimizer(std::move(parameters), options.learning_rate), options_(options) {
  for (const double beta : {options.beta1, options.beta2}) {
    core::require(beta >= 0.0 && beta < 1.0, "Adam", "expected betas in [0, 1), found ", beta);
  }
  core::require(options.eps >= 0.0 && options.weight_decay >= 0.0, "Adam",
                "expected eps and weight_decay of at least 0, found ", options.eps, " and ",
                options.weight_decay);
  exp_avg_ = zeros();
  exp_avg_sq_ = zeros();
  updates_.resize(exp_avg_.size());
}

void Adam::update(std::size_t index, core::Array& values, const core::Array& gradient) {
  AdamOptions options = options_;
  options.learning_rate = learning_rate();
  kernels::f32_adam_step(values.numel(), options, ++updates_[index], gradient.data(),
                         values.mutable_data(), exp_avg_[index].mutable_data(),
                         exp_avg_sq_[index].mutable_data());
}

Optimizer::State Adam::state() const {
  return {{"exp_avg", exp_avg_}, {"exp_avg_sq", exp_avg_sq_}};
}

AdamW::AdamW(std::vector<autograd::Tensor> parameters, const AdamOptions& options)
    : Adam(std::move(parameters), decoupled(options)) {}

}  // namespace gradlet::optim
