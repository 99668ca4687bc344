#include "optim/adam.h"

#include <utility>

#include "core/error.h"

namespace gradlet::optim {
namespace {

// The buffers in the order of their adding.
constexpr std::size_t kExpAvg = 0;
constexpr std::size_t kExpAvgSq = 1;

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
  add_buffer("exp_avg");
  add_buffer("exp_avg_sq");
}

void Adam::update(const Elements& elements) const {
  AdamOptions options = options_;
  options.learning_rate = learning_rate();
  kernels::f32_adam_step(elements.count, options, elements.updates, elements.gradient,
                         elements.values, elements.buffers[kExpAvg], elements.buffers[kExpAvgSq]);
}

AdamW::AdamW(std::vector<autograd::Tensor> parameters, const AdamOptions& options)
    : Adam(std::move(parameters), decoupled(options)) {}

}  // namespace gradlet::optim
