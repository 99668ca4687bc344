#pragma once

#include <cassert>
#include <cstddef>

#include "kernels/conv2d_winograd_points.h"
#include "kernels/simd.h"

namespace gradlet::kernels {

// The two-dimensional transforms: a one-dimensional step on the columns, then on the rows of a grid
// of values, each a vector of channels.

/// A grid of rows of channels: the pixels of a tile, or a tile's rows in the matrices of the
/// points.
template <class T>
struct WinogradGrid {
  T* at;
  std::ptrdiff_t row_stride, column_stride;
};

/// V = Bᵀ d B.
template <class Points>
struct WinogradInput {
  static constexpr std::ptrdiff_t kFrom = Points::kInput, kTo = Points::kInput;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::input(x, y); }
};
/// d = B V Bᵀ.
template <class Points>
struct WinogradInputAdjoint {
  static constexpr std::ptrdiff_t kFrom = Points::kInput, kTo = Points::kInput;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::input_adjoint(x, y); }
};
/// Y = Aᵀ M A.
template <class Points>
struct WinogradOutput {
  static constexpr std::ptrdiff_t kFrom = Points::kInput, kTo = Points::kOutput;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::output(x, y); }
};
/// M = A Y Aᵀ.
template <class Points>
struct WinogradOutputAdjoint {
  static constexpr std::ptrdiff_t kFrom = Points::kOutput, kTo = Points::kInput;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::output_adjoint(x, y); }
};
/// U = G g Gᵀ.
template <class Points>
struct WinogradKernel {
  static constexpr std::ptrdiff_t kFrom = 3, kTo = Points::kInput;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::kernel(x, y); }
};
/// g = Gᵀ U G.
template <class Points>
struct WinogradKernelAdjoint {
  static constexpr std::ptrdiff_t kFrom = Points::kInput, kTo = 3;
  static void apply(const Batch (&x)[kFrom], Batch (&y)[kTo]) { Points::kernel_adjoint(x, y); }
};

/// Applies `Step` to each channel of a grid, writes the result or adds it to what is there;
/// `channels` is a multiple of four.
template <class Step, bool kAdd = false>
[[gnu::noinline]] void winograd_transform(std::ptrdiff_t channels, WinogradGrid<const float> from,
                                          WinogradGrid<float> to) {
  assert(channels % kLanes == 0);
  for (std::ptrdiff_t c = 0; c < channels; c += kLanes) {
    Batch columns[Step::kTo][Step::kFrom];
    // Not unrolled: that many values at once make V8 slower by a third.
#pragma clang loop unroll(disable)
    for (std::ptrdiff_t j = 0; j < Step::kFrom; ++j) {
      const float* column = from.at + c + j * from.column_stride;
      Batch x[Step::kFrom], y[Step::kTo];
      for (std::ptrdiff_t i = 0; i < Step::kFrom; ++i) x[i] = load(column + i * from.row_stride);
      Step::apply(x, y);
      for (std::ptrdiff_t i = 0; i < Step::kTo; ++i) columns[i][j] = y[i];
    }
#pragma clang loop unroll(disable)
    for (std::ptrdiff_t i = 0; i < Step::kTo; ++i) {
      float* row = to.at + c + i * to.row_stride;
      Batch y[Step::kTo];
      Step::apply(columns[i], y);
      for (std::ptrdiff_t j = 0; j < Step::kTo; ++j) {
        float* value = row + j * to.column_stride;
        store(value, kAdd ? load(value) + y[j] : y[j]);
      }
    }
  }
}

}  // namespace gradlet::kernels
