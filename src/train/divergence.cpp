#include "train/divergence.h"

#include <algorithm>
#include <cmath>

namespace gradlet::train {

bool all_finite(const core::Array& array) {
  return std::all_of(array.raw(), array.raw() + array.size(),
                     [](float value) { return std::isfinite(value); });
}

std::optional<std::string> first_non_finite_parameter(const nn::Module& model) {
  for (const auto& [name, parameter] : model.named_parameters()) {
    if (!all_finite(parameter.array())) return name;
  }
  return std::nullopt;
}

}  // namespace gradlet::train
