#pragma once

#include <cstddef>

#include "kernels/conv2d_winograd_transform.h"
#include "kernels/simd.h"

namespace gradlet::kernels {

/// `channels` in whole vectors.
constexpr std::ptrdiff_t padded_channels(std::ptrdiff_t channels) {
  return (channels + kLanes - 1) / kLanes * kLanes;
}

/// An image with channels last.
template <class T>
struct WinogradImage {
  T* at;
  std::ptrdiff_t height, width, channels;

  /// The grid of pixels whose upper left one is (y, x).
  WinogradGrid<T> grid_at(std::ptrdiff_t y, std::ptrdiff_t x) const {
    return {at + (y * width + x) * channels, width * channels, channels};
  }

  /// Whether a tile of size×size pixels at (y, x) can be used in place: it is inside of the image,
  /// and its channels are whole vectors.
  bool holds_tile(std::ptrdiff_t y, std::ptrdiff_t x, std::ptrdiff_t size) const {
    return y >= 0 && x >= 0 && y + size <= height && x + size <= width && channels % kLanes == 0;
  }
};

/// A buffer (size, size, padded channels) as a grid.
template <class T>
WinogradGrid<T> buffer_grid(T* buffer, std::ptrdiff_t size, std::ptrdiff_t channels) {
  return {buffer, size * padded_channels(channels), padded_channels(channels)};
}

/// The tile of size×size pixels at (y, x): in place where the image holds it, otherwise as a copy
/// in `buffer` with zeros for what the image lacks.
WinogradGrid<const float> read_tile(const WinogradImage<const float>& image, std::ptrdiff_t y,
                                    std::ptrdiff_t x, std::ptrdiff_t size, float* buffer);

/// Copies from `buffer` what is inside of the image.
void write_tile(const float* buffer, const WinogradImage<float>& image, std::ptrdiff_t y,
                std::ptrdiff_t x, std::ptrdiff_t size);

/// Adds from `buffer` what is inside of the image.
void add_tile(const float* buffer, const WinogradImage<float>& image, std::ptrdiff_t y,
              std::ptrdiff_t x, std::ptrdiff_t size);

}  // namespace gradlet::kernels
