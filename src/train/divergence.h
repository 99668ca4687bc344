#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/array.h"
#include "nn/module.h"

namespace gradlet::train {

/// That a loss has become NaN or infinite, and where such a number appeared first.
struct Divergence {
  enum class Place {
    kParameter,  ///< a parameter, before the step
    kOutput,     ///< the result of a module in the forward pass
    kLoss,       ///< the loss alone
  };

  /// The step whose loss it is, from 1; it was not made.
  std::int64_t step = 0;
  float loss = 0.0f;
  Place place = Place::kLoss;
  /// Full name of the parameter ("conv1.weight") or of the module ("conv1", "" for the whole
  /// model); empty for the loss.
  std::string name;
};

/// Whether no element is NaN or infinite.
bool all_finite(const core::Array& array);

/// The full name of the first parameter, in the order of `named_parameters`, with an element that
/// is NaN or infinite.
std::optional<std::string> first_non_finite_parameter(const nn::Module& model);

}  // namespace gradlet::train
