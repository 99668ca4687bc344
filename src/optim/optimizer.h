#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "autograd/tensor.h"
#include "core/for_each.h"

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
  /// `for_each` may give pieces of it to several threads: the result is the same.
  void step(const core::ForEach& for_each = core::one_by_one);

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
  /// No optimizer keeps more arrays for a parameter.
  static constexpr std::size_t kMostBuffers = 2;

  /// Some elements of a parameter; each array begins with the first of them.
  struct Elements {
    std::int64_t count;
    const float* gradient;
    float* values;
    /// In the order of their adding.
    std::array<float*, kMostBuffers> buffers;
    /// For which time they are updated, from 1.
    std::int64_t updates;
  };

  /// Updates some elements; others may be at the same time.
  virtual void update(const Elements& elements) const = 0;

  /// Keeps zeros in the parameters' shapes, under PyTorch's name for them.
  void add_buffer(std::string name);

 private:
  std::vector<autograd::Tensor> parameters_;
  /// Those of the step that is made; kept for their memory.
  std::vector<Elements> pieces_;
  double learning_rate_;
  State state_;
};

}  // namespace gradlet::optim
