#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/generator.h"
#include "nn/module.h"

namespace gradlet::nn {

/// A network that can be chosen by its key, and what it reads: (N, 1, `input_size`, `input_size`) →
/// log-probabilities (N, classes).
struct Preset {
  std::string_view key;
  /// Height and width of its images.
  std::int64_t input_size;
  /// Names of the classes, in the order of its results.
  std::span<const std::string_view> classes;
  /// Makes it with parameters drawn from `generator`. `precise`: see `ops::Conv2dOptions`.
  std::shared_ptr<Module> (*make)(core::Generator& generator, bool precise);
};

/// All there are: "tutorial", "mnist-example", "perceptron", "linear".
std::span<const Preset> presets();

/// The one with this key. Throws if there is none.
const Preset& find_preset(std::string_view key);

}  // namespace gradlet::nn
