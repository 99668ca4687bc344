#include "optim/optimizer.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/error.h"

namespace gradlet::optim {

Optimizer::Optimizer(std::vector<autograd::Tensor> parameters, double learning_rate)
    : parameters_(std::move(parameters)) {
  core::require(!parameters_.empty(), "optimizer", "expected parameters, found none");
  for (const autograd::Tensor& parameter : parameters_) {
    core::require(parameter.is_leaf() && parameter.requires_grad(), "optimizer",
                  "expected parameters that are leaves and require a gradient, found shape ",
                  parameter.shape(), " without");
  }
  set_learning_rate(learning_rate);
  state_.updates.resize(parameters_.size());
}

void Optimizer::step() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const core::Array& gradient = parameters_[i].grad();
    if (gradient.defined()) {
      update(i, parameters_[i].mutable_array(), gradient, ++state_.updates[i]);
    }
  }
}

void Optimizer::zero_grad() {
  for (autograd::Tensor& parameter : parameters_) parameter.zero_grad();
}

void Optimizer::set_learning_rate(double learning_rate) {
  core::require(std::isfinite(learning_rate) && learning_rate >= 0.0, "optimizer",
                "expected a finite learning rate of at least 0, found ", learning_rate);
  learning_rate_ = learning_rate;
}

void Optimizer::load_state(const State& state) {
  const auto same_shapes = [](const auto& mine, const auto& theirs) {
    const auto& [name, arrays] = mine;
    return name == theirs.first &&
           std::equal(arrays.begin(), arrays.end(), theirs.second.begin(), theirs.second.end(),
                      [](const core::Array& a, const core::Array& b) {
                        return b.defined() && a.shape() == b.shape();
                      });
  };
  core::require(state.updates.size() == parameters_.size() &&
                    std::equal(state_.buffers.begin(), state_.buffers.end(), state.buffers.begin(),
                               state.buffers.end(), same_shapes),
                "optimizer",
                "expected the state of an optimizer of this kind and of these parameters");
  state_.updates = state.updates;
  for (std::size_t which = 0; which < state.buffers.size(); ++which) {
    const std::vector<core::Array>& arrays = state.buffers[which].second;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      const std::span<const float> values = arrays[i].values();
      std::copy(values.begin(), values.end(), buffer(which, i).mutable_data());
    }
  }
}

void Optimizer::add_buffer(std::string name) {
  std::vector<core::Array> arrays;
  for (const autograd::Tensor& parameter : parameters_) {
    arrays.push_back(core::Array::zeros(parameter.shape()));
  }
  state_.buffers.emplace_back(std::move(name), std::move(arrays));
}

}  // namespace gradlet::optim
