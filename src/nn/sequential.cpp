#include "nn/sequential.h"

namespace gradlet::nn {

Sequential::Sequential(std::vector<std::shared_ptr<Module>> modules) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    register_module(std::to_string(i), std::move(modules[i]));
  }
}

Sequential::Sequential(std::vector<std::pair<std::string, std::shared_ptr<Module>>> modules) {
  for (auto& [module_name, module] : modules) register_module(module_name, std::move(module));
}

autograd::Tensor Sequential::forward(const autograd::Tensor& input, ForwardContext& context) const {
  autograd::Tensor result = input;
  for (const auto& [child_name, child] : children()) result = (*child)(result, context);
  return result;
}

}  // namespace gradlet::nn
