#include "kernels/reference/pooling_ref.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradlet::kernels::reference {

void f32_max_pool2d_ref(const MaxPool2dGeometry& g, const float* x, float* y, std::int32_t* index) {
  std::int64_t out = 0;
  for (std::int64_t n = 0; n < g.batch; ++n) {
    for (std::int64_t oh = 0; oh < g.out_height(); ++oh) {
      for (std::int64_t ow = 0; ow < g.out_width(); ++ow) {
        for (std::int64_t c = 0; c < g.channels; ++c, ++out) {
          float best = -std::numeric_limits<float>::infinity();
          std::int64_t where = -1;
          for (std::int64_t kh = 0; kh < g.kernel_height; ++kh) {
            for (std::int64_t kw = 0; kw < g.kernel_width; ++kw) {
              const std::int64_t h = oh * g.stride_height - g.padding_height + kh;
              const std::int64_t w = ow * g.stride_width - g.padding_width + kw;
              if (h < 0 || h >= g.in_height || w < 0 || w >= g.in_width) continue;
              const float value = x[((n * g.in_height + h) * g.in_width + w) * g.channels + c];
              if (where < 0 || value > best || std::isnan(value)) {
                best = value;
                where = h * g.in_width + w;
              }
            }
          }
          y[out] = best;
          index[out] = static_cast<std::int32_t>(where);
        }
      }
    }
  }
}

void f32_max_pool2d_backward_ref(const MaxPool2dGeometry& g, const float* grad,
                                 const std::int32_t* index, float* dx) {
  const std::int64_t image = g.in_height * g.in_width * g.channels;
  const std::int64_t out_image = g.out_height() * g.out_width() * g.channels;
  std::fill_n(dx, g.batch * image, 0.0f);
  for (std::int64_t i = 0; i < g.batch * out_image; ++i) {
    dx[i / out_image * image + index[i] * g.channels + i % g.channels] += grad[i];
  }
}

}  // namespace gradlet::kernels::reference
