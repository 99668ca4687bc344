#include "kernels/conv2d.h"

#include <algorithm>

#include "kernels/conv2d_im2col.h"
#include "kernels/conv2d_winograd.h"

namespace gradlet::kernels {

namespace {

/// Fewer channels than this do not pay for the transforms.
constexpr std::int64_t kMinWinogradChannels = 8;

}  // namespace

const Conv2dAlgorithm& select_conv2d(const Conv2dGeometry& g, bool precise) {
  const bool fits =
      g.kernel_height == 3 && g.kernel_width == 3 && g.stride_height == 1 && g.stride_width == 1;
  if (precise || !fits || g.in_channels < kMinWinogradChannels ||
      g.out_channels < kMinWinogradChannels) {
    return kConv2dIm2col;
  }
  const std::int64_t plain = 9 * g.out_height() * g.out_width();
  const std::int64_t small = winograd2x2_products(g), large = winograd4x4_products(g);
  // The smaller tiles are the more accurate ones. Saving less than a third is no gain after the
  // transforms.
  if (3 * std::min(small, large) > 2 * plain) return kConv2dIm2col;
  return small <= large ? kConv2dWinograd2x2 : kConv2dWinograd4x4;
}

}  // namespace gradlet::kernels
