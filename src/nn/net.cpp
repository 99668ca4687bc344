#include "nn/net.h"

#include "ops/ops.h"

namespace gradlet::nn {

Net::Net(core::Generator& generator, bool precise) {
  const Conv2dOptions options{.window = {.precise = precise}};
  conv1_ = register_module("conv1", std::make_shared<Conv2d>(1, 32, options, generator));
  conv2_ = register_module("conv2", std::make_shared<Conv2d>(32, 64, options, generator));
  fc_ = register_module("fc", std::make_shared<Linear>(1024, 10, generator));
}

autograd::Tensor Net::forward(const autograd::Tensor& input, ForwardContext& context) const {
  autograd::Tensor x = input;                       // (N, 1, 8, 8)
  x = ops::relu((*conv1_)(x, context));             // (N, 32, 6, 6)
  x = ops::relu((*conv2_)(x, context));             // (N, 64, 4, 4)
  x = ops::max_pool2d(x, {.kernel_size = {1, 1}});  // (N, 64, 4, 4)
  x = ops::flatten(x, 1);                           // (N, 1024)
  x = (*fc_)(x, context);                           // (N, 10)
  return ops::log_softmax(x, 1);
}

}  // namespace gradlet::nn
