#pragma once

#include <cstdint>

#include "optim/optimizer.h"

namespace gradlet::optim {

/// Multiplies the learning rate by `gamma` after every `step_size` epochs.
/// https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
class StepLR {
 public:
  /// Throws unless `step_size` is at least 1 and `gamma` is finite and positive. `optimizer` must
  /// outlive the scheduler.
  StepLR(Optimizer& optimizer, std::int64_t step_size, double gamma = 0.1);

  /// To be called at the end of each epoch.
  void step();

  std::int64_t epochs() const { return epochs_; }
  /// Goes on as if so many epochs had ended; the learning rate stays as it is.
  void set_epochs(std::int64_t epochs) { epochs_ = epochs; }

 private:
  Optimizer& optimizer_;
  std::int64_t step_size_;
  double gamma_;
  std::int64_t epochs_ = 0;
};

}  // namespace gradlet::optim
