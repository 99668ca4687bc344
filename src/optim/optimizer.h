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
  /// Arrays that the optimizer keeps for each parameter, under PyTorch's names.
  using State = std::vector<std::pair<std::string, std::vector<core::Array>>>;

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

  /// How many steps have been made.
  std::int64_t steps() const { return steps_; }

  /// What is kept between steps: for each name one array per parameter.
  virtual State state() const = 0;

 protected:
  /// Updates parameter number `index`, whose values are `values`, by `gradient`.
  virtual void update(std::size_t index, core::Array& values, const core::Array& gradient) = 0;

  /// Zeros in the parameters' shapes.
  std::vector<core::Array> zeros() const;

 private:
  std::vector<autograd::Tensor> parameters_;
  double learning_rate_;
  std::int64_t steps_ = 0;
};

}  // namespace gradlet::optim
