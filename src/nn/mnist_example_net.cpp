#include "nn/mnist_example_net.h"

#include "ops/ops.h"

namespace gradlet::nn {

MnistExampleNet::MnistExampleNet(core::Generator& generator, bool precise) {
  const Conv2dOptions options{.window = {.precise = precise}};
  conv1_ = register_module("conv1", std::make_shared<Conv2d>(1, 32, options, generator));
  conv2_ = register_module("conv2", std::make_shared<Conv2d>(32, 64, options, generator));
  dropout1_ = register_module("dropout1", std::make_shared<Dropout>(0.25f));
  dropout2_ = register_module("dropout2", std::make_shared<Dropout>(0.5f));
  fc1_ = register_module("fc1", std::make_shared<Linear>(9216, 128, generator));
  fc2_ = register_module("fc2", std::make_shared<Linear>(128, 10, generator));
}

autograd::Tensor MnistExampleNet::forward(const autograd::Tensor& input,
                                          ForwardContext& context) const {
  autograd::Tensor x = input;                       // (N, 1, 28, 28)
  x = ops::relu((*conv1_)(x, context));             // (N, 32, 26, 26)
  x = ops::relu((*conv2_)(x, context));             // (N, 64, 24, 24)
  x = ops::max_pool2d(x, {.kernel_size = {2, 2}});  // (N, 64, 12, 12)
  x = (*dropout1_)(x, context);                     // (N, 64, 12, 12)
  x = ops::flatten(x, 1);                           // (N, 9216)
  x = ops::relu((*fc1_)(x, context));               // (N, 128)
  x = (*dropout2_)(x, context);                     // (N, 128)
  x = (*fc2_)(x, context);                          // (N, 10)
  return ops::log_softmax(x, 1);
}

}  // namespace gradlet::nn
