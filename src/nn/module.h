#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "autograd/tensor.h"
#include "ops/dropout.h"

namespace gradlet::nn {

class Module;

/// Called with each module's result, the parts' before that of the whole (PyTorch's forward hooks).
/// https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook
using ForwardHook = std::function<void(const Module& module, const autograd::Tensor& output)>;

/// What one forward pass needs to know besides its input: where dropouts take their numbers from,
/// and who looks on.
///
/// A pass over a part of a batch names the part's first sample; so the parts of a batch together
/// see the same numbers as the batch in one piece.
struct ForwardContext {
  std::uint64_t seed = 0;
  /// The optimizer's step, from 0.
  std::uint64_t step = 0;
  /// Position of the input's first sample within its batch.
  std::int64_t first_sample = 0;
  /// How many dropouts this pass has met so far.
  std::uint32_t dropouts = 0;
  /// Null for nobody.
  const ForwardHook* hook = nullptr;

  /// The stream for the next dropout, whose input has `elements_per_sample`.
  ops::DropoutStream next_dropout(std::int64_t elements_per_sample);
};

/// A part of a network: parameters and other modules by name, and a way forward.
/// https://pytorch.org/docs/stable/generated/torch.nn.Module.html
class Module {
 public:
  using NamedParameters = std::vector<std::pair<std::string, autograd::Tensor>>;
  using NamedModules = std::vector<std::pair<std::string, const Module*>>;

  Module() = default;
  virtual ~Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// The result for `input`, whose first dimension counts samples. Reads the module only, so
  /// threads may call it at the same time, each with a context of its own.
  autograd::Tensor operator()(const autograd::Tensor& input, ForwardContext& context) const;

  /// The same with a context of its own: seed 0, step 0.
  autograd::Tensor operator()(const autograd::Tensor& input) const;

  /// This module under the name "", then all its parts, each before its own, with their full names.
  NamedModules named_modules() const;

  /// All parameters with their full names ("conv1.weight"), in the order of their registration: the
  /// order of PyTorch's `state_dict`.
  NamedParameters named_parameters() const;
  std::vector<autograd::Tensor> parameters() const;

  /// The parameters that belong to no part, without a prefix to their names.
  const NamedParameters& own_parameters() const { return parameters_; }

  /// Forgets the gradients of all parameters.
  void zero_grad();

  /// Training behaviour on or off, in all parts (dropout).
  void train(bool on = true);
  void eval() { train(false); }
  bool training() const { return training_; }

  /// The class's name, as PyTorch prints it.
  virtual std::string name() const = 0;
  /// The options, as PyTorch prints them within the brackets.
  virtual std::string extra_repr() const { return {}; }

 protected:
  /// How the result is computed. Parts are to be called, not their `forward`, so that a hook sees
  /// them.
  virtual autograd::Tensor forward(const autograd::Tensor& input,
                                   ForwardContext& context) const = 0;

  /// Makes `tensor` a parameter; returns it.
  autograd::Tensor register_parameter(std::string name, autograd::Tensor tensor);

  template <class M>
  std::shared_ptr<M> register_module(std::string name, std::shared_ptr<M> module) {
    children_.emplace_back(std::move(name), module);
    return module;
  }

  const std::vector<std::pair<std::string, std::shared_ptr<Module>>>& children() const {
    return children_;
  }

 private:
  friend std::string to_string(const Module& module);

  NamedParameters parameters_;
  std::vector<std::pair<std::string, std::shared_ptr<Module>>> children_;
  bool training_ = true;
};

/// The name that `part` has within `root`: "" for `root` itself. Throws if it is no part of it.
std::string full_name(const Module& root, const Module& part);

/// As PyTorch prints it, with the parts indented.
std::string to_string(const Module& module);
inline std::ostream& operator<<(std::ostream& out, const Module& module) {
  return out << to_string(module);
}

}  // namespace gradlet::nn
