#include "ops/conv2d.h"

#include <utility>
#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/conv2d.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Saved;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;
using core::Shape;
using kernels::Conv2dAlgorithm;
using kernels::Conv2dGeometry;

namespace {

Conv2dGeometry checked_geometry(const Tensor& input, const Tensor& weight, const Tensor& bias,
                                const Conv2dOptions& options) {
  core::require(input.dim() == 4 && weight.dim() == 4 && input.size(1) == weight.size(1), "conv2d",
                "expected input (N, C, H, W) and weight (O, C, KH, KW), found input ",
                input.shape(), ", weight ", weight.shape());
  core::require(!bias.defined() || bias.shape() == Shape{weight.size(0)}, "conv2d",
                "expected bias [", weight.size(0), "], found ",
                bias.defined() ? bias.shape() : Shape{});
  const auto [stride_h, stride_w] = options.stride;
  const auto [padding_h, padding_w] = options.padding;
  core::require(stride_h >= 1 && stride_w >= 1 && padding_h >= 0 && padding_w >= 0, "conv2d",
                "expected strides of at least 1 and paddings of at least 0, found stride (",
                stride_h, ", ", stride_w, "), padding (", padding_h, ", ", padding_w, ")");
  core::require(weight.size(2) >= 1 && weight.size(3) >= 1 &&
                    input.size(2) + 2 * padding_h >= weight.size(2) &&
                    input.size(3) + 2 * padding_w >= weight.size(3),
                "conv2d", "expected a padded input of at least the kernel's size, found input ",
                input.shape(), ", weight ", weight.shape(), ", padding (", padding_h, ", ",
                padding_w, ")");
  Conv2dGeometry geometry{};
  geometry.batch = input.size(0);
  geometry.in_channels = input.size(1);
  geometry.in_height = input.size(2);
  geometry.in_width = input.size(3);
  geometry.out_channels = weight.size(0);
  geometry.kernel_height = weight.size(2);
  geometry.kernel_width = weight.size(3);
  geometry.stride_height = stride_h;
  geometry.stride_width = stride_w;
  geometry.padding_height = padding_h;
  geometry.padding_width = padding_w;
  return geometry;
}

Array scratch(std::int64_t elements) { return Array::empty({elements}); }

using Prepare = void (*)(const Conv2dGeometry& geometry, const float* weight, float* prepared,
                         float* workspace);

/// The weight as the algorithm wants it, made once for all the parts of a batch.
Array prepared_weight(const Conv2dAlgorithm& algorithm, const Conv2dGeometry& geometry,
                      const Array& weight, Prepare prepare) {
  return weight.form(reinterpret_cast<const void*>(prepare), [&] {
    Array prepared = scratch(algorithm.prepared_size(geometry));
    Array workspace = scratch(algorithm.workspace_size(geometry));
    prepare(geometry, weight.data(), prepared.mutable_data(), workspace.mutable_data());
    return prepared;
  });
}

/// Which gradients are wanted, and what they are computed from.
struct Conv2dBackward {
  Conv2dGeometry geometry;
  const Conv2dAlgorithm* algorithm;
  Saved input;        // channels last; undefined when the algorithm saved its own form of it
  Saved transformed;  // the algorithm's own form
  Saved weight;
  bool need_input, need_weight, need_bias;

  Gradients operator()(const Array& grad_output) const {
    const Array grad = to_format(grad_output, MemoryFormat::kChannelsLast);
    const Array& weights = weight.get("conv2d");
    const Array& from = input.get("conv2d");
    const Array& form = transformed.get("conv2d");
    Gradients grads(3);
    if (need_input) {
      grads[0] = Array::empty(
          {geometry.batch, geometry.in_channels, geometry.in_height, geometry.in_width},
          MemoryFormat::kChannelsLast);
    }
    if (need_weight) grads[1] = Array::empty(weights.shape());
    if (need_bias) grads[2] = Array::empty({geometry.out_channels});
    const auto writable = [](Array& a) { return a.defined() ? a.mutable_raw() : nullptr; };
    const Array prepared =
        need_input ? prepared_weight(*algorithm, geometry, weights, algorithm->prepare_backward)
                   : Array();
    Array workspace = scratch(algorithm->workspace_size(geometry));
    algorithm->backward(geometry, from.defined() ? from.raw() : nullptr,
                        form.defined() ? form.raw() : nullptr, grad.raw(),
                        prepared.defined() ? prepared.data() : nullptr, writable(grads[0]),
                        writable(grads[1]), writable(grads[2]), workspace.mutable_data());
    return grads;
  }
};

}  // namespace

Tensor conv2d(const Tensor& input, const Tensor& weight, const Tensor& bias,
              const Conv2dOptions& options) {
  const Conv2dGeometry geometry = checked_geometry(input, weight, bias, options);
  const Conv2dAlgorithm& algorithm = kernels::select_conv2d(geometry, options.precise);
  const Array from = to_format(input.array(), MemoryFormat::kChannelsLast);  // (N, H, W, C)
  Array weights = to_format(weight.array(), MemoryFormat::kContiguous);
  Array result = Array::empty(
      {geometry.batch, geometry.out_channels, geometry.out_height(), geometry.out_width()},
      MemoryFormat::kChannelsLast);
  const bool keep = autograd::grad_enabled() && weight.requires_grad();
  const std::int64_t saved_size = keep ? algorithm.saved_size(geometry) : 0;
  Array transformed = saved_size > 0 ? scratch(saved_size) : Array();
  const Array prepared = prepared_weight(algorithm, geometry, weights, algorithm.prepare_forward);
  Array workspace = scratch(algorithm.workspace_size(geometry));
  algorithm.forward(geometry, from.raw(), prepared.data(),
                    bias.defined() ? bias.array().data() : nullptr, result.mutable_raw(),
                    transformed.defined() ? transformed.mutable_data() : nullptr,
                    workspace.mutable_data());
  return autograd::record(
      "ConvolutionBackward0", std::move(result), {input, weight, bias},
      Conv2dBackward{geometry, &algorithm, Saved(keep && saved_size == 0 ? from : Array()),
                     Saved(transformed), Saved(std::move(weights)), input.requires_grad(),
                     weight.requires_grad(), bias.requires_grad()});
}

}  // namespace gradlet::ops
