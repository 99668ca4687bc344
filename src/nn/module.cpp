#include "nn/module.h"

#include <algorithm>

#include "core/error.h"

namespace gradlet::nn {

ops::DropoutStream ForwardContext::next_dropout(std::int64_t elements_per_sample) {
  return {
      seed, step, dropouts++,
      static_cast<std::uint64_t>(first_sample) * static_cast<std::uint64_t>(elements_per_sample)};
}

autograd::Tensor Module::operator()(const autograd::Tensor& input, ForwardContext& context) const {
  autograd::Tensor output = forward(input, context);
  if (context.hook) (*context.hook)(*this, output);
  return output;
}

autograd::Tensor Module::operator()(const autograd::Tensor& input) const {
  ForwardContext context;
  return (*this)(input, context);
}

Module::NamedModules Module::named_modules() const {
  NamedModules result{{"", this}};
  for (const auto& [child_name, child] : children_) {
    for (const auto& [name, module] : child->named_modules()) {
      result.emplace_back(name.empty() ? child_name : child_name + "." + name, module);
    }
  }
  return result;
}

Module::NamedParameters Module::named_parameters() const {
  NamedParameters result = parameters_;
  for (const auto& [child_name, child] : children_) {
    for (const auto& [name, parameter] : child->named_parameters()) {
      result.emplace_back(child_name + "." + name, parameter);
    }
  }
  return result;
}

std::vector<autograd::Tensor> Module::parameters() const {
  std::vector<autograd::Tensor> result;
  for (const auto& [name, parameter] : named_parameters()) result.push_back(parameter);
  return result;
}

void Module::zero_grad() {
  for (autograd::Tensor& parameter : parameters()) parameter.zero_grad();
}

void Module::train(bool on) {
  training_ = on;
  for (const auto& [name, child] : children_) child->train(on);
}

autograd::Tensor Module::register_parameter(std::string name, autograd::Tensor tensor) {
  tensor.requires_grad_();
  parameters_.emplace_back(std::move(name), tensor);
  return tensor;
}

std::string full_name(const Module& root, const Module& part) {
  const Module::NamedModules modules = root.named_modules();
  const auto found = std::find_if(modules.begin(), modules.end(),
                                  [&](const auto& module) { return module.second == &part; });
  core::require(found != modules.end(), "module", "expected a part of ", root.name(), ", found a ",
                part.name(), " that is none");
  return found->first;
}

std::string to_string(const Module& module) {
  std::string text = module.name() + '(';
  if (module.children_.empty()) return text + module.extra_repr() + ')';
  for (const auto& [name, child] : module.children_) {
    text += "\n  (" + name + "): ";
    for (const char character : to_string(*child)) {
      text += character;
      if (character == '\n') text += "  ";
    }
  }
  return text + "\n)";
}

}  // namespace gradlet::nn
