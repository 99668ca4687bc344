#include "nn/summary.h"

#include "core/array.h"

namespace gradlet::nn {

std::int64_t LayerSummary::parameter_count() const {
  std::int64_t count = 0;
  for (const auto& [parameter, shape] : parameters) count += shape.numel();
  return count;
}

autograd::Tensor zero_sample(const core::Shape& sample) {
  core::Shape shape{1};
  for (const std::int64_t size : sample) shape.push_back(size);
  return autograd::Tensor(core::Array::zeros(shape));
}

std::vector<LayerSummary> summarize(const Module& model, const core::Shape& sample) {
  std::vector<LayerSummary> layers;
  const ForwardHook note = [&](const Module& module, const autograd::Tensor& output) {
    if (module.named_modules().size() > 1) return;
    LayerSummary layer{full_name(model, module), module.name(), module.extra_repr(), {}, {}};
    for (std::int64_t d = 1; d < output.dim(); ++d) layer.output.push_back(output.size(d));
    for (const auto& [name, parameter] : module.own_parameters()) {
      layer.parameters.emplace_back(name, parameter.shape());
    }
    layers.push_back(std::move(layer));
  };
  ForwardContext context;
  context.hook = &note;
  const autograd::NoGradGuard no_grad;
  model(zero_sample(sample), context);
  return layers;
}

}  // namespace gradlet::nn
