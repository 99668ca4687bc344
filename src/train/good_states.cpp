#include "train/good_states.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace gradlet::train {
namespace {

/// Often enough to lose little, seldom enough to cost nothing.
constexpr std::int64_t kStepsBetween = 16;
constexpr double kMostGrowth = 2.0;

/// Copies the elements; `to` keeps its own memory once it has some.
void copy(const core::Array& from, core::Array& to) {
  if (!to.defined()) {
    to = from.clone();
  } else {
    std::copy_n(from.data(), from.size(), to.mutable_data());
  }
}

void copy(const std::vector<core::Array>& from, std::vector<core::Array>& to) {
  to.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) copy(from[i], to[i]);
}

void copy(const optim::Optimizer::State& from, optim::Optimizer::State& to) {
  to.updates = from.updates;
  to.buffers.resize(from.buffers.size());
  for (std::size_t i = 0; i < from.buffers.size(); ++i) {
    to.buffers[i].first = from.buffers[i].first;
    copy(from.buffers[i].second, to.buffers[i].second);
  }
}

}  // namespace

GoodStates::GoodStates(std::vector<autograd::Tensor> parameters, optim::Optimizer& optimizer,
                       double guessing_loss)
    : parameters_(std::move(parameters)), optimizer_(optimizer), guessing_loss_(guessing_loss) {}

void GoodStates::consider(std::int64_t step, bool epoch_begins, float loss,
                          const core::Generator::State& epoch_generator) {
  if (step == 0) first_loss_ = loss;
  if (step % kStepsBetween != 0 && !epoch_begins) return;
  if (!std::isfinite(loss) || loss > kMostGrowth * std::max(first_loss_, guessing_loss_)) return;
  // A step that is made again, after going back to it, takes the place of its own.
  if (count_ == 0 || states_[newest_].step != step) {
    newest_ = 1 - newest_;
    count_ = std::min(count_ + 1, states_.size());
  }
  State& state = states_[newest_];
  state.step = step;
  state.learning_rate = optimizer_.learning_rate();
  state.epoch_generator = epoch_generator;
  state.parameters.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    copy(parameters_[i].array(), state.parameters[i]);
  }
  copy(optimizer_.state(), state.optimizer);
}

std::size_t GoodStates::last_index() const {
  const bool tried = restored_step_ == states_[newest_].step;
  return tried && count_ == 2 ? 1 - newest_ : newest_;
}

const GoodStates::State* GoodStates::last() const {
  return count_ > 0 ? &states_[last_index()] : nullptr;
}

const GoodStates::State& GoodStates::restore() {
  assert(count_ > 0);
  const std::size_t index = last_index();
  // What came after it is forgotten.
  if (index != newest_) count_ = 1;
  newest_ = index;
  const State& state = states_[index];
  restored_step_ = state.step;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    copy(state.parameters[i], parameters_[i].mutable_array());
  }
  optimizer_.load_state(state.optimizer);
  optimizer_.set_learning_rate(state.learning_rate);
  return state;
}

}  // namespace gradlet::train
