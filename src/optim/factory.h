#pragma once

#include <memory>
#include <string>
#include <vector>

#include "optim/optimizer.h"

namespace gradlet::optim {

/// The optimizers that can be chosen by name.
enum class Kind { kSGD, kAdadelta, kAdam, kAdamW };

/// "sgd", "adadelta", "adam" or "adamw"; throws for anything else.
Kind parse_kind(const std::string& name);

/// The optimizer with its default options but for the learning rate.
std::unique_ptr<Optimizer> make_optimizer(Kind kind, std::vector<autograd::Tensor> parameters,
                                          double learning_rate);

}  // namespace gradlet::optim
