#include "kernels/reference/conv2d_ref.h"

#include <algorithm>

namespace gradlet::kernels::reference {

namespace {

/// Calls `visit(x, w, y)` with the places in input, weight and output of every product.
template <class Visit>
void for_products(const Conv2dGeometry& g, Visit visit) {
  const std::int64_t rows = g.batch * g.out_height();
  for (std::int64_t row = 0; row < rows; ++row) {
    const std::int64_t image = row / g.out_height(), out_y = row % g.out_height();
    for (std::int64_t out_x = 0; out_x < g.out_width(); ++out_x) {
      for (std::int64_t r = 0; r < g.kernel_height; ++r) {
        const std::int64_t in_y = out_y * g.stride_height - g.padding_height + r;
        if (in_y < 0 || in_y >= g.in_height) continue;
        for (std::int64_t s = 0; s < g.kernel_width; ++s) {
          const std::int64_t in_x = out_x * g.stride_width - g.padding_width + s;
          if (in_x < 0 || in_x >= g.in_width) continue;
          const std::int64_t x = ((image * g.in_height + in_y) * g.in_width + in_x) * g.in_channels;
          const std::int64_t y = (row * g.out_width() + out_x) * g.out_channels;
          for (std::int64_t o = 0; o < g.out_channels; ++o) {
            for (std::int64_t c = 0; c < g.in_channels; ++c) {
              const std::int64_t w =
                  ((o * g.in_channels + c) * g.kernel_height + r) * g.kernel_width + s;
              visit(x + c, w, y + o);
            }
          }
        }
      }
    }
  }
}

std::int64_t output_pixels(const Conv2dGeometry& g) {
  return g.batch * g.out_height() * g.out_width();
}

}  // namespace

void conv2d_forward_ref(const Conv2dGeometry& g, const float* input, const float* weight,
                        const float* bias, double* output) {
  for (std::int64_t i = 0; i < output_pixels(g) * g.out_channels; ++i) {
    output[i] = bias == nullptr ? 0.0 : bias[i % g.out_channels];
  }
  for_products(g, [&](std::int64_t x, std::int64_t w, std::int64_t y) {
    output[y] += static_cast<double>(input[x]) * weight[w];
  });
}

void conv2d_grad_input_ref(const Conv2dGeometry& g, const float* grad_output, const float* weight,
                           double* grad_input) {
  std::fill_n(grad_input, g.batch * g.in_height * g.in_width * g.in_channels, 0.0);
  for_products(g, [&](std::int64_t x, std::int64_t w, std::int64_t y) {
    grad_input[x] += static_cast<double>(grad_output[y]) * weight[w];
  });
}

void conv2d_grad_weight_ref(const Conv2dGeometry& g, const float* input, const float* grad_output,
                            double* grad_weight) {
  std::fill_n(grad_weight, g.out_channels * g.in_channels * g.kernel_height * g.kernel_width, 0.0);
  for_products(g, [&](std::int64_t x, std::int64_t w, std::int64_t y) {
    grad_weight[w] += static_cast<double>(grad_output[y]) * input[x];
  });
}

void conv2d_grad_bias_ref(const Conv2dGeometry& g, const float* grad_output, double* grad_bias) {
  std::fill_n(grad_bias, g.out_channels, 0.0);
  for (std::int64_t i = 0; i < output_pixels(g) * g.out_channels; ++i) {
    grad_bias[i % g.out_channels] += grad_output[i];
  }
}

}  // namespace gradlet::kernels::reference
