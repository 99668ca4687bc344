#include "ops/gradient_check.h"

#include <algorithm>
#include <cmath>

namespace gradlet::tests {

using autograd::Tensor;
using core::Array;

namespace {

constexpr float kStep = 1e-2f;

/// Weights between 0.5 and 1.5 without a pattern that an error could hide in.
Array weights_for(const core::Shape& shape) {
  Array weights = Array::empty(shape);
  float* w = weights.mutable_data();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    w[i] = 0.5f + static_cast<float>((i * 7919 + 13) % 101) / 100.0f;
  }
  return weights;
}

/// The weighted sum, in double: its rounding must not be larger than the function's own.
double weighted_sum(const Array& result, const Array& weights) {
  const Array rows = core::contiguous(result);
  double sum = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) sum += double{rows.data()[i]} * weights.data()[i];
  return sum;
}

}  // namespace

double gradient_error(const std::function<Tensor(const std::vector<Tensor>&)>& function,
                      const std::vector<Array>& inputs) {
  std::vector<Tensor> leaves;
  for (const Array& input : inputs) leaves.emplace_back(input.clone(), true);
  const Tensor result = function(leaves);
  const Array weights = weights_for(result.shape());
  result.backward(weights);

  double error = 0.0, largest = 1.0;
  for (std::size_t which = 0; which < inputs.size(); ++which) {
    for (std::size_t i = 0; i < inputs[which].size(); ++i) {
      const auto moved = [&](float by) {
        std::vector<Tensor> shifted;
        for (const Array& input : inputs) shifted.emplace_back(input.clone());
        shifted[which].mutable_array().mutable_data()[i] += by;
        return weighted_sum(function(shifted).array(), weights);
      };
      const double difference = (moved(kStep) - moved(-kStep)) / (2.0 * kStep);
      const double gradient = leaves[which].grad().data()[i];
      error = std::max(error, std::abs(gradient - difference));
      largest = std::max(largest, std::abs(gradient));
    }
  }
  return error / largest;
}

}  // namespace gradlet::tests
