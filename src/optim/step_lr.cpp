#include "optim/step_lr.h"

#include <cmath>

#include "core/error.h"

namespace gradlet::optim {

StepLR::StepLR(Optimizer& optimizer, std::int64_t step_size, double gamma)
    : optimizer_(optimizer), step_size_(step_size), gamma_(gamma) {
  core::require(step_size >= 1, "StepLR", "expected step_size of at least 1, found ", step_size);
  core::require(std::isfinite(gamma) && gamma > 0.0, "StepLR",
                "expected gamma finite and above 0, found ", gamma);
}

void StepLR::step() {
  if (++epochs_ % step_size_ == 0) {
    optimizer_.set_learning_rate(optimizer_.learning_rate() * gamma_);
  }
}

}  // namespace gradlet::optim
