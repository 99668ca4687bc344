#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/shape.h"
#include "nn/module.h"

namespace gradlet::nn {

/// A part of a network that has no parts of its own, as one sample passes through it.
struct LayerSummary {
  /// Its full name: "conv1".
  std::string name;
  /// Its class and options, as PyTorch prints them: "Conv2d", "1, 32, kernel_size=(3, 3), …".
  std::string kind;
  std::string options;
  /// Of its result for one sample, without the dimension that counts samples.
  core::Shape output;
  /// Names, without the layer's own, and shapes.
  std::vector<std::pair<std::string, core::Shape>> parameters;

  /// How many numbers the parameters hold.
  std::int64_t parameter_count() const;
};

/// A batch of one sample of the shape `sample` (without the dimension that counts samples), all
/// zeros: to try a network with.
autograd::Tensor zero_sample(const core::Shape& sample);

/// The layers of `model` in the order in which a sample of the shape `sample` (without the
/// dimension that counts samples) passes through them.
std::vector<LayerSummary> summarize(const Module& model, const core::Shape& sample);

}  // namespace gradlet::nn
