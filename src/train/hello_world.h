#pragma once

#include <cstdint>
#include <vector>

namespace gradlet::train {

/// The tutorial's first example: `Linear(1, 1)` learns to give 0 for one number x.
struct HelloWorld {
  float x = 0.0f;
  /// The loss before each step.
  std::vector<double> losses;
  /// Slope and offset of the line: before each step, and after the last.
  std::vector<double> weights;
  std::vector<double> biases;
};

/// `manual_seed(seed)`, `Linear(1, 1)`, `x = randn(1)`, target 0, `SGD(lr)`, `MSELoss`: `steps`
/// steps. Throws unless 0 ≤ steps ≤ 10,000 and `learning_rate` is finite and not negative.
HelloWorld hello_world(std::uint64_t seed, double learning_rate = 0.1, std::int64_t steps = 10);

}  // namespace gradlet::train
