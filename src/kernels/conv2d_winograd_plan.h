#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernels/conv2d.h"
#include "kernels/conv2d_winograd_tiles.h"

namespace gradlet::kernels {

// C: channels of the input, K: of the output, both in whole vectors, with zeros at the end. Tiles
// are worked off in blocks, so that what passes between transforms and products stays in the
// second-level cache. Of a block there are, for each of the points,
//   V (tiles, C) = transformed input,  U (C, K) = transformed kernels,  M (tiles, K) = V·U,
// and on the way back dM (tiles, K) = transformed gradient of the output, dU = Vᵀ·dM, dV = dM·Uᵀ.

/// Elements of V and M together in a block of tiles: 288 kB, to which comes as much of U for 64
/// channels. Larger blocks are no faster, smaller ones reload U and dU more often.
inline constexpr std::ptrdiff_t kWinogradBlockElements = 72 * 1024;
inline constexpr std::ptrdiff_t kWinogradMinBlockTiles = 8;

inline constexpr std::ptrdiff_t kCacheLine = 16;  // elements

constexpr std::ptrdiff_t ceil_div(std::ptrdiff_t a, std::ptrdiff_t b) { return (a + b - 1) / b; }

/// An odd number of cache lines for `size` elements: so the same places of all points, which the
/// transforms touch one after another, do not meet in the same sets of the cache.
constexpr std::ptrdiff_t spread(std::ptrdiff_t size) {
  return (ceil_div(size, kCacheLine) | 1) * kCacheLine;
}

/// The first cache line of a buffer that has room for one more. Memory comes aligned to no more
/// than 8 bytes in WebAssembly, and vectors that straddle cache lines make the transforms slower by
/// half.
template <class T>
T* aligned(T* buffer) {
  constexpr std::uintptr_t kBytes = kCacheLine * sizeof(float);
  const std::uintptr_t misaligned = reinterpret_cast<std::uintptr_t>(buffer) % kBytes;
  return misaligned == 0 ? buffer : buffer + (kBytes - misaligned) / sizeof(float);
}

/// Sizes, and where the parts of the workspace begin.
template <class Points>
struct WinogradPlan {
  using Index = std::ptrdiff_t;

  static constexpr Index kPoints = Points::kInput * Points::kInput;
  /// Where x = 1 in both directions: what is added there is added to every output, and the adjoint
  /// is the plain sum.
  static constexpr Index kSumPoint = Points::kSumPoint * (Points::kInput + 1);

  Index images, in_height, in_width, out_height, out_width;
  Index in_channels, out_channels;  // as they are
  Index c, k;                       // in whole vectors
  Index tiles_high, tiles_wide;     // of one image
  Index tiles, block_tiles;         // of the batch, of a block
  bool one_tile;  // whether each input image is exactly one tile: then nothing in dX is added up
  Index v_stride, m_stride, u_stride;  // from point to point

  Index kernels_at;  // kernels as (C, 9, K) or (K, 9, C)
  Index grad_u_at;
  Index v_at;     // V of a block, and then dV
  Index m_at;     // M or dM of a block
  Index tile_at;  // a tile that cannot be used in place
  Index bias_at;
  Index workspace_size;

  explicit WinogradPlan(const Conv2dGeometry& g)
      : images(g.batch),
        in_height(g.in_height),
        in_width(g.in_width),
        out_height(g.out_height()),
        out_width(g.out_width()),
        in_channels(g.in_channels),
        out_channels(g.out_channels),
        c(padded_channels(in_channels)),
        k(padded_channels(out_channels)),
        tiles_high(ceil_div(out_height, Points::kOutput)),
        tiles_wide(ceil_div(out_width, Points::kOutput)),
        tiles(images * tiles_high * tiles_wide) {
    assert(g.kernel_height == 3 && g.kernel_width == 3);
    assert(g.stride_height == 1 && g.stride_width == 1);
    assert(images >= 0 && in_channels > 0 && out_channels > 0);
    assert(out_height > 0 && out_width > 0);
    const Index fitting =
        std::max(kWinogradBlockElements / (kPoints * (c + k)), kWinogradMinBlockTiles);
    block_tiles = tiles == 0 ? 1 : ceil_div(tiles, ceil_div(tiles, fitting));
    one_tile = tiles_high * tiles_wide == 1 && in_height == Points::kInput &&
               in_width == Points::kInput && g.padding_height == 0 && g.padding_width == 0 &&
               c == in_channels;
    v_stride = spread(block_tiles * c);
    m_stride = spread(block_tiles * k);
    u_stride = spread(c * k);
    kernels_at = 0;
    grad_u_at = kernels_at + spread(9 * c * k);
    v_at = grad_u_at + kPoints * u_stride;
    m_at = v_at + kPoints * v_stride;
    tile_at = m_at + kPoints * m_stride;
    bias_at = tile_at + kPoints * spread(std::max(c, k));
    workspace_size = bias_at + spread(k) + kCacheLine;
  }

  /// Elements of U, with room to align it.
  Index prepared_u_size() const { return kPoints * u_stride + kCacheLine; }

  /// Elements of V of all blocks.
  Index all_v_size() const { return ceil_div(tiles, block_tiles) * kPoints * v_stride; }

  /// Where tiles overlap much, V is larger than the input, and quicker to compute once more than to
  /// write out and read back.
  bool saves_v() const { return 4 * all_v_size() <= 5 * images * in_height * in_width * c; }

  /// The place of the upper left output of a tile.
  struct Place {
    Index image, y, x;
  };
  Place output_place(Index tile) const {
    const Index in_image = tile % (tiles_high * tiles_wide);
    return {tile / (tiles_high * tiles_wide), in_image / tiles_wide * Points::kOutput,
            in_image % tiles_wide * Points::kOutput};
  }

  template <class T>
  WinogradImage<T> input_image(T* first, Index image) const {
    return {first + image * in_height * in_width * in_channels, in_height, in_width, in_channels};
  }

  template <class T>
  WinogradImage<T> output_image(T* first, Index image) const {
    return {first + image * out_height * out_width * out_channels, out_height, out_width,
            out_channels};
  }

  /// A tile's rows in V, M or U, one a point.
  template <class T>
  WinogradGrid<T> point_grid(T* at, Index stride) const {
    return {at, Points::kInput * stride, stride};
  }
};

}  // namespace gradlet::kernels
