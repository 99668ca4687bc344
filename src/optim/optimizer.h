#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "autograd/tensor.h"

namespace gradlet::optim {

/// Changes parameters by their gradients. https://pytorch.org/docs/stable/optim.html
class Optimizer {
 public:
  /// What is kept between steps.
  struct State {
    /// How often each parameter has been updated.
    std::vector<std::int64_t> updates;
    /// Under PyTorch's names, an array for each parameter.
    std::vector<std::pair<std::string, std::vector<core::Array>>> buffers;
  };

  /// Throws unless there are parameters, all of them leaves that require a gradient, and
  /// `learning_rate` is finite and not negative.
  Optimizer(std::vector<autograd::Tensor> parameters, double learning_rate);
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// One step, by the gradients that the parameters hold; those without one stay as they are.
  void step();

  /// Forgets the gradients of all parameters.
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double learning_rate);

  /// Its arrays are those in use: the next step changes them.
  const State& state() const { return state_; }
  /// Goes back, or on, to `state`, whose elements are copied. Throws unless it is that of an
  /// optimizer of this kind with parameters of the same shapes.
  void load_state(const State& state);

 protected:
  /// Updates parameter number `index`, whose values are `values`, by `gradient`, for the
  /// `updates`-th time, from 1.
  virtual void update(std::size_t index, core::Array& values, const core::Array& gradient,
                      std::int64_t updates) = 0;

  /// Keeps zeros in the parameters' shapes, under PyTorch's name for them.
  void add_buffer(std::string name);
  /// The array for parameter number `index` in the buffer that was added as number `which`.
  core::Array& buffer(std::size_t which, std::size_t index) {
    return state_.buffers[which].second[index];
  }

 private:
  std::vector<autograd::Tensor> parameters_;
  double learning_rate_;
  State state_;
};

}  // namespace gradlet::optim
