#include "nn/conv2d.h"

#include "core/error.h"
#include "core/text.h"
#include "nn/init.h"

namespace gradlet::nn {

Conv2d::Conv2d(std::int64_t in_channels, std::int64_t out_channels, const Conv2dOptions& options,
               core::Generator& generator)
    : window_(options.window) {
  const auto [height, width] = options.kernel_size;
  core::require(in_channels >= 1 && out_channels >= 1 && height >= 1 && width >= 1, "Conv2d",
                "expected channels and kernel of at least 1, found in_channels ", in_channels,
                ", out_channels ", out_channels, ", kernel_size (", height, ", ", width, ")");
  const std::int64_t fan_in = in_channels * height * width;
  weight_ = register_parameter(
      "weight", autograd::Tensor(
                    default_weight({out_channels, in_channels, height, width}, fan_in, generator)));
  if (options.bias) {
    bias_ =
        register_parameter("bias", autograd::Tensor(default_bias(out_channels, fan_in, generator)));
  }
}

autograd::Tensor Conv2d::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::conv2d(input, weight_, bias_, window_);
}

std::string Conv2d::extra_repr() const {
  const auto pair = [](std::int64_t height, std::int64_t width) {
    return core::text('(', height, ", ", width, ')');
  };
  std::string text = core::text(weight_.size(1), ", ", weight_.size(0),
                                ", kernel_size=", pair(weight_.size(2), weight_.size(3)),
                                ", stride=", pair(window_.stride[0], window_.stride[1]));
  if (window_.padding != std::array<std::int64_t, 2>{0, 0}) {
    text += ", padding=" + pair(window_.padding[0], window_.padding[1]);
  }
  if (!bias_.defined()) text += ", bias=False";
  return text;
}

}  // namespace gradlet::nn
