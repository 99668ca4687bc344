#include "ops/pooling.h"

#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/pooling.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;
using kernels::MaxPool2dGeometry;

namespace {

MaxPool2dGeometry checked_geometry(const Tensor& input, const MaxPool2dOptions& options) {
  core::require(input.dim() == 4, "max_pool2d", "expected input (N, C, H, W), found ",
                input.shape());
  MaxPool2dGeometry geometry{};
  geometry.batch = input.size(0);
  geometry.channels = input.size(1);
  geometry.in_height = input.size(2);
  geometry.in_width = input.size(3);
  const auto axis = [&](std::size_t i, std::int64_t in, std::int64_t& kernel, std::int64_t& stride,
                        std::int64_t& padding) {
    kernel = options.kernel_size[i];
    stride = options.stride[i] == 0 ? kernel : options.stride[i];
    padding = options.padding[i];
    core::require(kernel >= 1 && stride >= 1 && padding >= 0 && 2 * padding <= kernel, "max_pool2d",
                  "expected kernel_size and stride of at least 1 and padding of at most half the "
                  "kernel_size, found ",
                  kernel, ", ", options.stride[i], ", ", padding);
    core::require(in + 2 * padding >= kernel, "max_pool2d",
                  "expected a padded input of at least the kernel's size ", kernel,
                  ", found input ", input.shape());
  };
  axis(0, geometry.in_height, geometry.kernel_height, geometry.stride_height,
       geometry.padding_height);
  axis(1, geometry.in_width, geometry.kernel_width, geometry.stride_width, geometry.padding_width);
  return geometry;
}

}  // namespace

Tensor max_pool2d(const Tensor& input, const MaxPool2dOptions& options) {
  const MaxPool2dGeometry geometry = checked_geometry(input, options);
  if (geometry.is_identity()) {
    return autograd::record("MaxPool2DWithIndicesBackward0", input.array(), {input},
                            [](const Array& grad) { return Gradients{grad}; });
  }
  const Array x = to_format(input.array(), MemoryFormat::kChannelsLast);
  Array y =
      Array::empty({geometry.batch, geometry.channels, geometry.out_height(), geometry.out_width()},
                   MemoryFormat::kChannelsLast);
  std::vector<std::int32_t> taken(y.size());  // position of each maximum within its image
  kernels::f32_max_pool2d(geometry, x.raw(), y.mutable_raw(), taken.data());
  return autograd::record(
      "MaxPool2DWithIndicesBackward0", y, {input},
      [geometry, taken = std::move(taken)](const Array& grad_output) {
        const Array grad = to_format(grad_output, MemoryFormat::kChannelsLast);
        Array dx =
            Array::empty({geometry.batch, geometry.channels, geometry.in_height, geometry.in_width},
                         MemoryFormat::kChannelsLast);
        kernels::f32_max_pool2d_backward(geometry, grad.raw(), taken.data(), dx.mutable_raw());
        return Gradients{dx};
      });
}

}  // namespace gradlet::ops
