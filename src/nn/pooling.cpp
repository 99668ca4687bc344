#include "nn/pooling.h"

#include "core/text.h"
#include "ops/view.h"

namespace gradlet::nn {

MaxPool2d::MaxPool2d(std::int64_t kernel_size, std::int64_t stride, std::int64_t padding) {
  window_.kernel_size = {kernel_size, kernel_size};
  const std::int64_t step = stride == 0 ? kernel_size : stride;
  window_.stride = {step, step};
  window_.padding = {padding, padding};
}

autograd::Tensor MaxPool2d::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::max_pool2d(input, window_);
}

std::string MaxPool2d::extra_repr() const {
  return core::text("kernel_size=", window_.kernel_size[0], ", stride=", window_.stride[0],
                    ", padding=", window_.padding[0], ", dilation=1, ceil_mode=False");
}

autograd::Tensor Flatten::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::flatten(input, start_dim_, end_dim_);
}

std::string Flatten::extra_repr() const {
  return core::text("start_dim=", start_dim_, ", end_dim=", end_dim_);
}

}  // namespace gradlet::nn
