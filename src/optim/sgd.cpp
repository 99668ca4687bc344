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

void SGD::update(std::size_t index, core::Array& values, const core::Array& gradient,
                 std::int64_t updates) {
  SGDOptions options = options_;
  options.learning_rate = learning_rate();
  const bool has_momentum = options.momentum != 0.0;
  kernels::f32_sgd_step(values.numel(), options, has_momentum && updates == 1, gradient.data(),
                        values.mutable_data(),
                        has_momentum ? buffer(kMomentum, index).mutable_data() : nullptr);
}

}  // namespace gradlet::optim
