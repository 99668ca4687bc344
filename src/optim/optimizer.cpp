#include "optim/optimizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

#include "core/error.h"

namespace gradlet::optim {
namespace {

/// So many elements at a time: few enough to be shared out evenly, many enough for a thread to work
/// undisturbed.
constexpr std::int64_t kPiece = 4096;

}  // namespace

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

void Optimizer::step(const core::ForEach& for_each) {
  pieces_.clear();
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const core::Array& gradient = parameters_[i].grad();
    if (!gradient.defined()) continue;
    Elements rest{.count = gradient.numel(),
                  .gradient = gradient.data(),
                  .values = parameters_[i].mutable_array().mutable_data(),
                  .buffers = {},
                  .updates = ++state_.updates[i]};
    for (std::size_t which = 0; which < state_.buffers.size(); ++which) {
      rest.buffers[which] = state_.buffers[which].second[i].mutable_data();
    }
    while (rest.count > 0) {
      Elements piece = rest;
      piece.count = std::min(rest.count, kPiece);
      pieces_.push_back(piece);
      rest.count -= piece.count;
      rest.gradient += piece.count;
      rest.values += piece.count;
      for (float*& buffer : rest.buffers) buffer += buffer == nullptr ? 0 : piece.count;
    }
  }
  for_each(static_cast<std::int64_t>(pieces_.size()),
           [this](std::int64_t i) { update(pieces_[static_cast<std::size_t>(i)]); });
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
      std::copy(values.begin(), values.end(), state_.buffers[which].second[i].mutable_data());
    }
  }
}

void Optimizer::add_buffer(std::string name) {
  assert(state_.buffers.size() < kMostBuffers);
  std::vector<core::Array> arrays;
  for (const autograd::Tensor& parameter : parameters_) {
    arrays.push_back(core::Array::zeros(parameter.shape()));
  }
  state_.buffers.emplace_back(std::move(name), std::move(arrays));
}

}  // namespace gradlet::optim
