#include "kernels/conv2d_winograd_tiles.h"

#include <algorithm>

namespace gradlet::kernels {

namespace {

using Index = std::ptrdiff_t;

/// Calls `visit(pixel, pixel of the buffer)` for what the tile and the image have in common.
template <class T, class U, class Visit>
void for_common_pixels(const WinogradImage<T>& image, Index y, Index x, Index size, U* buffer,
                       Visit visit) {
  const Index channels = padded_channels(image.channels);
  const Index i_end = std::min(size, image.height - y), j_end = std::min(size, image.width - x);
  for (Index i = std::max<Index>(0, -y); i < i_end; ++i) {
    for (Index j = std::max<Index>(0, -x); j < j_end; ++j) {
      visit(image.at + ((y + i) * image.width + x + j) * image.channels,
            buffer + (i * size + j) * channels);
    }
  }
}

}  // namespace

[[gnu::noinline]] WinogradGrid<const float> read_tile(const WinogradImage<const float>& image,
                                                      Index y, Index x, Index size, float* buffer) {
  if (image.holds_tile(y, x, size)) return image.grid_at(y, x);
  std::fill(buffer, buffer + size * size * padded_channels(image.channels), 0.0f);
  for_common_pixels(image, y, x, size, buffer, [&](const float* pixel, float* copy) {
    std::copy(pixel, pixel + image.channels, copy);
  });
  return buffer_grid<const float>(buffer, size, image.channels);
}

[[gnu::noinline]] void write_tile(const float* buffer, const WinogradImage<float>& image, Index y,
                                  Index x, Index size) {
  for_common_pixels(image, y, x, size, buffer, [&](float* pixel, const float* value) {
    std::copy(value, value + image.channels, pixel);
  });
}

[[gnu::noinline]] void add_tile(const float* buffer, const WinogradImage<float>& image, Index y,
                                Index x, Index size) {
  for_common_pixels(image, y, x, size, buffer, [&](float* pixel, const float* value) {
    Index c = 0;
    for (; c + kLanes <= image.channels; c += kLanes) {
      store(pixel + c, load(pixel + c) + load(value + c));
    }
    for (; c < image.channels; ++c) pixel[c] += value[c];
  });
}

}  // namespace gradlet::kernels
