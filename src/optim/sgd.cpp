#include "optim/sgd.h"

#include <utility>

#include "core/error.h"

namespace gradlet::optim {
namespace {

/// The only buffer.
constexpr std::size_t kMomentum = 0;

}  // namespace

SGD::SGD(std::vector<autograd::Tensor> parameters, const SGDOptions& options)
    : Optimizer(std::move(parameters), options.learning_rate), options_(options) {
  core::require(options.momentum >= 0.0 && options.weight_decay >= 0.0, "SGD",
                "expected momentum and weight_decay of at least 0, found ", options.momentum,
                " and ", options.weight_decay);
  core::require(!options.nesterov || (options.momentum > 0.0 && options.dampening == 0.0), "SGD",
                "expected a momentum above 0 and no dampening for nesterov, found ",
                options.momentum, " and ", options.dampening);
  if (options.momentum != 0.0) add_buffer("momentum_buffer");
}

void SGD::update(const Elements& elements) const {
  SGDOptions options = options_;
  options.learning_rate = learning_rate();
  float* const momentum = elements.buffers[kMomentum];
  const bool first_step = momentum != nullptr && elements.updates == 1;
  kernels::f32_sgd_step(elements.count, options, first_step, elements.gradient, elements.values,
                        momentum);
}

}  // namespace gradlet::optim
