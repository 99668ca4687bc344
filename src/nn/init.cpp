#include "nn/init.h"

#include <cmath>
#include <span>

namespace gradlet::nn {
namespace {

core::Array uniform(const core::Shape& shape, double bound, core::Generator& generator) {
  core::Array result = core::Array::empty(shape);
  generator.uniform(std::span<float>(result.mutable_data(), result.size()),
                    static_cast<float>(-bound), static_cast<float>(bound));
  return result;
}

}  // namespace

core::Array default_weight(const core::Shape& shape, std::int64_t fan_in,
                           core::Generator& generator) {
  // In double and in this order, so that the bound rounds as PyTorch's does.
  const double slope = std::sqrt(5.0);
  const double gain = std::sqrt(2.0 / (1.0 + slope * slope));
  const double deviation = gain / std::sqrt(static_cast<double>(fan_in));
  return uniform(shape, std::sqrt(3.0) * deviation, generator);
}

core::Array default_bias(std::int64_t size, std::int64_t fan_in, core::Generator& generator) {
  return uniform({size}, 1.0 / std::sqrt(static_cast<double>(fan_in)), generator);
}

}  // namespace gradlet::nn
