#include "train/hello_world.h"

#include <span>

#include "core/error.h"
#include "core/generator.h"
#include "nn/linear.h"
#include "nn/loss.h"
#include "optim/sgd.h"

namespace gradlet::train {

using autograd::Tensor;

HelloWorld hello_world(std::uint64_t seed, double learning_rate, std::int64_t steps) {
  core::require(steps >= 0 && steps <= 10000, "steps", "expected 0 to 10000, found ", steps);
  core::Generator generator(seed);
  nn::Linear line(1, 1, generator);
  core::Array x = core::Array::empty({1});
  generator.randn(std::span<float>(x.mutable_data(), x.size()));
  optim::SGD optimizer(line.parameters(), {.learning_rate = learning_rate});
  const nn::MSELoss loss_of;
  const Tensor target(core::Array::zeros({1}));

  HelloWorld result;
  result.x = *x.data();
  const auto note_parameters = [&] {
    result.weights.push_back(line.weight().item());
    result.biases.push_back(line.bias().item());
  };
  note_parameters();
  for (std::int64_t step = 0; step < steps; ++step) {
    optimizer.zero_grad();
    const Tensor loss = loss_of(line(Tensor(x)), target);
    loss.backward();
    optimizer.step();
    result.losses.push_back(loss.item());
    note_parameters();
  }
  return result;
}

}  // namespace gradlet::train
