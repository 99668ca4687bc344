#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "nn/module.h"

namespace gradlet::nn {

/// Modules one after the other. https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
class Sequential : public Module {
 public:
  /// Parts named "0", "1", … in their order.
  explicit Sequential(std::vector<std::shared_ptr<Module>> modules);
  /// Parts with names of their own, as from an `OrderedDict`.
  explicit Sequential(std::vector<std::pair<std::string, std::shared_ptr<Module>>> modules);

  std::string name() const override { return "Sequential"; }

 protected:
  autograd::Tensor forward(const autograd::Tensor& input, ForwardContext& context) const override;
};

}  // namespace gradlet::nn
