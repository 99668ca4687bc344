#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "autograd/tensor.h"
#include "core/array.h"
#include "core/generator.h"
#include "optim/optimizer.h"

namespace gradlet::train {

/// The newest good states of a run that may diverge.
///
/// There are two, so that one from which the run has diverged a second time leaves an older one. A
/// state is good when the loss that was computed with its parameters is finite and has not grown to
/// more than twice that of the run's first step or of mere guessing, whichever is larger: no
/// network that learns stays that far above them, and one that runs off to infinity has to pass
/// there.
class GoodStates {
 public:
  struct State {
    /// Finished steps.
    std::int64_t step = 0;
    double learning_rate = 0.0;
    /// The generator before the epoch under way drew its order.
    core::Generator::State epoch_generator;
    std::vector<core::Array> parameters;
    optim::Optimizer::State optimizer;
  };

  /// Of `parameters` and their `optimizer`, which must outlive it. `guessing_loss` is what a
  /// network has that knows nothing.
  GoodStates(std::vector<autograd::Tensor> parameters, optim::Optimizer& optimizer,
             double guessing_loss);

  /// Keeps the present state, as it is after `step` steps and before the next, whose loss is
  /// `loss`, in place of the older one; if it is a good one and its turn has come: every 16 steps,
  /// and before each epoch's first.
  void consider(std::int64_t step, bool epoch_begins, float loss,
                const core::Generator::State& epoch_generator);

  /// What `restore` would go back to: the newest, or the one before it if the last `restore` went
  /// back to that one already. Null if there is none.
  const State* last() const;

  /// Gives the parameters and the optimizer the numbers of `last()`, which there must be, and
  /// returns it.
  const State& restore();

 private:
  /// Position of `last()` in `states_`.
  std::size_t last_index() const;

  std::vector<autograd::Tensor> parameters_;
  optim::Optimizer& optimizer_;
  double guessing_loss_;
  double first_loss_ = 0.0;
  std::array<State, 2> states_;
  std::size_t newest_ = 0;
  std::size_t count_ = 0;
  std::optional<std::int64_t> restored_step_;
};

}  // namespace gradlet::train
