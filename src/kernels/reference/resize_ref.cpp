#include "kernels/reference/resize_ref.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gradlet::kernels::reference {

namespace {

/// Resizes `count` lines of `in` bytes, `in_step` apart, to `out` bytes, `out_step` apart; the
/// lines start `in_line` and `out_line` bytes after one another.
void resize_lines(std::int64_t count, std::int64_t in, std::int64_t in_step, std::int64_t in_line,
                  std::int64_t out, std::int64_t out_step, std::int64_t out_line,
                  const std::uint8_t* from, std::uint8_t* to) {
  const double scale = static_cast<double>(in) / static_cast<double>(out);
  const double radius = std::max(scale, 1.0);
  for (std::int64_t i = 0; i < out; ++i) {
    const double center = (static_cast<double>(i) + 0.5) * scale;
    const auto begin = static_cast<std::int64_t>(std::max(center - radius + 0.5, 0.0));
    const auto end = std::min(static_cast<std::int64_t>(center + radius + 0.5), in);
    std::vector<double> weights;
    double sum = 0.0;
    for (std::int64_t x = begin; x < end; ++x) {
      const double distance = std::abs((static_cast<double>(x) - center + 0.5) * (1.0 / radius));
      weights.push_back(std::max(1.0 - distance, 0.0));
      sum += weights.back();
    }
    for (std::int64_t line = 0; line < count; ++line) {
      std::int64_t total = 1 << 21;
      for (std::int64_t x = begin; x < end; ++x) {
        const double weight = weights[static_cast<std::size_t>(x - begin)] / sum;
        total += static_cast<std::int64_t>(std::floor(0.5 + weight * (1 << 22))) *
                 from[line * in_line + x * in_step];
      }
      to[line * out_line + i * out_step] =
          static_cast<std::uint8_t>(std::clamp<std::int64_t>(total >> 22, 0, 255));
    }
  }
}

}  // namespace

void u8_resize_ref(std::int64_t in_height, std::int64_t in_width, std::int64_t out_height,
                   std::int64_t out_width, const std::uint8_t* image, std::uint8_t* result) {
  std::vector<std::uint8_t> wide(image, image + in_height * in_width);
  if (in_width != out_width) {
    wide.resize(static_cast<std::size_t>(in_height * out_width));
    resize_lines(in_height, in_width, 1, in_width, out_width, 1, out_width, image, wide.data());
  }
  if (in_height != out_height) {
    resize_lines(out_width, in_height, out_width, 1, out_height, out_width, 1, wide.data(), result);
  } else {
    std::copy(wide.begin(), wide.end(), result);
  }
}

}  // namespace gradlet::kernels::reference
