#include "data/resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/error.h"
#include "kernels/resize.h"

namespace gradlet::data {

namespace {

constexpr int kLargest = 32767;
/// Weights are fractions of this, so that 255 times their sum fits into 32 bits.
constexpr double kOne = 1 << 22;

/// The inputs that count for one result: `weights` are theirs, from number `first` on.
struct Support {
  std::int64_t first;
  std::vector<std::int32_t> weights;
};

/// Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc` for the triangle filter; the order of
/// the operations in double decides over the last bit.
Support support_of(int position, int in, int out) {
  const double scale = static_cast<double>(in) / out;
  const double filter_scale = std::max(scale, 1.0);
  const double radius = 1.0 * filter_scale;
  const double inverse = 1.0 / filter_scale;
  const double center = (position + 0.5) * scale;
  const int first = std::max(static_cast<int>(center - radius + 0.5), 0);
  const int end = std::min(static_cast<int>(center + radius + 0.5), in);

  std::vector<double> shares;
  double sum = 0.0;
  for (int x = first; x < end; ++x) {
    const double distance = std::abs((x - center + 0.5) * inverse);
    shares.push_back(distance < 1.0 ? 1.0 - distance : 0.0);
    sum += shares.back();
  }
  Support support{first, {}};
  for (double share : shares) {
    if (sum != 0.0) share /= sum;
    support.weights.push_back(static_cast<std::int32_t>(0.5 + share * kOne));
  }
  return support;
}

std::size_t checked_count(std::size_t bytes, std::int64_t height, std::int64_t width,
                          const char* what) {
  const auto size = static_cast<std::size_t>(height * width);
  core::require(bytes % size == 0, "resize", "expected ", what, " of ", height, "×", width,
                " bytes each, found ", bytes, " bytes");
  return bytes / size;
}

}  // namespace

Resize::Axis::Axis(int in, int out) : in_size(in), out_size(out), taps(0) {
  core::require(1 <= in && in <= kLargest && 1 <= out && out <= kLargest, "resize",
                "expected sizes from 1 to ", kLargest, ", found ", in, " to ", out);
  std::vector<Support> supports;
  for (int position = 0; position < out; ++position) {
    supports.push_back(support_of(position, in, out));
    taps = std::max(taps, static_cast<std::int64_t>(supports.back().weights.size()));
  }
  // As many taps for all, in fours where the image has room for them, since the kernel takes four
  // at once; none of them lies beyond the image: where a support is shorter, weights of 0 come
  // after it, or before it at the image's end.
  const std::int64_t in_fours = (taps + 3) / 4 * 4;
  if (in_fours <= in_size) taps = in_fours;
  weights.assign(static_cast<std::size_t>(out * taps), 0);
  for (std::size_t i = 0; i < supports.size(); ++i) {
    first.push_back(std::min(supports[i].first, in_size - taps));
    const std::int64_t shift = supports[i].first - first[i];
    std::copy(supports[i].weights.begin(), supports[i].weights.end(),
              weights.begin() + static_cast<std::int64_t>(i) * taps + shift);
  }
}

Resize::Resize(int in_height, int in_width, int out_height, int out_width)
    : horizontal_(in_width, out_width), vertical_(in_height, out_height) {}

void Resize::apply(std::span<const std::uint8_t> images, std::span<std::uint8_t> results) const {
  const std::size_t count =
      checked_count(images.size(), vertical_.in_size, horizontal_.in_size, "images");
  const std::size_t wanted =
      checked_count(results.size(), vertical_.out_size, horizontal_.out_size, "results");
  core::require(count == wanted, "resize", "expected as many results as images, found ", wanted,
                " and ", count);
  const auto view = [](const Axis& axis) {
    return kernels::ResizeAxis{axis.in_size, axis.out_size, axis.taps, axis.first.data(),
                               axis.weights.data()};
  };
  const kernels::ResizeAxis horizontal = view(horizontal_);
  const kernels::ResizeAxis vertical = view(vertical_);
  std::vector<std::uint8_t> scratch(
      static_cast<std::size_t>(vertical_.in_size * horizontal_.out_size));
  for (std::size_t i = 0; i < count; ++i) {
    kernels::u8_resize(horizontal, vertical, &images[i * (images.size() / count)],
                       &results[i * (results.size() / count)], scratch.data());
  }
}

}  // namespace gradlet::data
