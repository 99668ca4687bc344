#include "optim/adadelta.h"

#include <utility>

#include "core/error.h"

namespace gradlet::optim {

Adadelta::Adadelta(std::vector<autograd::Tensor> parameters, const AdadeltaOptions& options)
    : Optimizer(std::move(parameters), options.learning_rate), options_(options) {
  core::require(options.rho >= 0.0 && options.rho <= 1.0, "Adadelta",
                "expected 0 <= rho <= 1, found ", options.rho);
  core::require(options.eps >= 0.0 && options.weight_decay >= 0.0, "Adadelta",
                "expected eps and weight_decay of at least 0, found ", options.eps, " and ",
                options.weight_decay);
  square_avg_ = zeros();
  acc_delta_ = zeros();
}

void Adadelta::update(std::size_t index, core::Array& values, const core::Array& gradient) {
  AdadeltaOptions options = options_;
  options.learning_rate = learning_rate();
  kernels::f32_adadelta_step(values.numel(), options, gradient.data(), values.mutable_data(),
                             square_avg_[index].mutable_data(), acc_delta_[index].mutable_data());
}

Optimizer::State Adadelta::state() const {
  return {{"square_avg", square_avg_}, {"acc_delta", acc_delta_}};
}

}  // namespace gradlet::optim
