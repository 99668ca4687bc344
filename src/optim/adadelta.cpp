#include "optim/adadelta.h"

#include <utility>

#include "core/error.h"

namespace gradlet::optim {
namespace {

// The buffers in the order of their adding.
constexpr std::size_t kSquareAvg = 0;
constexpr std::size_t kAccDelta = 1;

}  // namespace

Adadelta::Adadelta(std::vector<autograd::Tensor> parameters, const AdadeltaOptions& options)
    : Optimizer(std::move(parameters), options.learning_rate), options_(options) {
  core::require(options.rho >= 0.0 && options.rho <= 1.0, "Adadelta",
                "expected 0 <= rho <= 1, found ", options.rho);
  core::require(options.eps >= 0.0 && options.weight_decay >= 0.0, "Adadelta",
                "expected eps and weight_decay of at least 0, found ", options.eps, " and ",
                options.weight_decay);
  add_buffer("square_avg");
  add_buffer("acc_delta");
}

void Adadelta::update(const Elements& elements) const {
  AdadeltaOptions options = options_;
  options.learning_rate = learning_rate();
  kernels::f32_adadelta_step(elements.count, options, elements.gradient, elements.values,
                             elements.buffers[kSquareAvg], elements.buffers[kAccDelta]);
}

}  // namespace gradlet::optim
