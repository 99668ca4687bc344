#pragma once

#include <cstdint>

#include "core/array.h"
#include "core/generator.h"

namespace gradlet::nn {

/// A weight as PyTorch initialises those of `Linear` and `Conv2d`: uniform within
/// ±√(3)·gain/√fan_in with the gain of a leaky ReLU of slope √5, so within ±1/√fan_in.
/// https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
core::Array default_weight(const core::Shape& shape, std::int64_t fan_in,
                           core::Generator& generator);

/// A bias as PyTorch initialises it: uniform within ±1/√fan_in.
core::Array default_bias(std::int64_t size, std::int64_t fan_in, core::Generator& generator);

}  // namespace gradlet::nn
