#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gradlet::data {

/// Resizes 8-bit grey images to the very bytes of torchvision's `transforms.Resize` on Pillow
/// images: bilinear, and when it shrinks over all the pixels that a result covers.
/// https://pytorch.org/vision/0.14/generated/torchvision.transforms.Resize.html
/// (Pillow's src/libImaging/Resample.c)
class Resize {
 public:
  /// Throws unless all sizes are from 1 to 32767.
  Resize(int in_height, int in_width, int out_height, int out_width);

  /// Resizes `images`, (N, in_height, in_width), into `results`, (N, out_height, out_width). Throws
  /// if one does not hold as many whole images as the other. The two must not overlap.
  void apply(std::span<const std::uint8_t> images, std::span<std::uint8_t> results) const;

 private:
  /// What `kernels::ResizeAxis` points to.
  struct Axis {
    Axis(int in, int out);

    std::int64_t in_size;
    std::int64_t out_size;
    std::int64_t taps;
    std::vector<std::int64_t> first;
    std::vector<std::int32_t> weights;
  };

  Axis horizontal_;
  Axis vertical_;
};

}  // namespace gradlet::data
