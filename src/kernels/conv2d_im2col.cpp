#include "kernels/conv2d_im2col.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "kernels/gemm.h"
#include "kernels/layout.h"
#include "kernels/reduce.h"
#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

using Index = std::ptrdiff_t;

/// Elements of the patches and outputs of a block of pixels.
#ifndef IMEL
#define IMEL 16*1024
#endif
constexpr Index kBlockElements = IMEL;
constexpr Index kMinBlockPixels = 32;

struct Plan {
  Index in_height, in_width, in_channels;
  Index out_height, out_width, out_channels;
  Index kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width;
  Index depth;                 // elements of a patch, in the order (row, column, channel)
  Index pixels, block_pixels;  // of the output
  bool pointwise;              // whether the input is the matrix of patches
  // Where the parts of the workspace begin.
  Index rows_at;     // kernels as (out_channels, depth)
  Index columns_at;  // kernels as (depth, out_channels)
  Index patches_at;
  Index workspace_size;

  explicit Plan(const Conv2dGeometry& g)
      : in_height(g.in_height),
        in_width(g.in_width),
        in_channels(g.in_channels),
        out_height(g.out_height()),
        out_width(g.out_width()),
        out_channels(g.out_channels),
        kernel_height(g.kernel_height),
        kernel_width(g.kernel_width),
        stride_height(g.stride_height),
        stride_width(g.stride_width),
        padding_height(g.padding_height),
        padding_width(g.padding_width),
        depth(kernel_height * kernel_width * in_channels),
        pixels(g.batch * out_height * out_width) {
    assert(g.batch >= 0 && in_channels > 0 && out_channels > 0);
    assert(stride_height > 0 && stride_width > 0 && padding_height >= 0 && padding_width >= 0);
    assert(out_height > 0 && out_width > 0);
    block_pixels =
        std::min(std::max(kBlockElements / (depth + out_channels), kMinBlockPixels), pixels);
    pointwise = kernel_height == 1 && kernel_width == 1 && stride_height == 1 &&
                stride_width == 1 && padding_height == 0 && padding_width == 0;
    rows_at = 0;
    columns_at = rows_at + depth * out_channels;
    patches_at = columns_at + depth * out_channels;
    // Runs are written in whole vectors.
    workspace_size = patches_at + (pointwise ? 0 : block_pixels * depth + kLanes);
  }
};

/// to (n) = from (n); may overwrite up to three elements more, and reads nothing from `end` on.
inline void copy_run(Index n, const float* from, const float* end, float* to) {
  Index i = 0;
  for (; i < n && from + i + kLanes <= end; i += kLanes) store(to + i, load(from + i));
  for (; i < n; ++i) to[i] = from[i];
}

/// to (n) = 0; may overwrite up to three elements more.
inline void clear_run(Index n, float* to) {
  for (Index i = 0; i < n; i += kLanes) store(to + i, Batch(0.0f));
}

/// to (n) += from (n).
inline void add_run(Index n, const float* from, float* to) {
  Index i = 0;
  for (; i + kLanes <= n; i += kLanes) store(to + i, load(to + i) + load(from + i));
  for (; i < n; ++i) to[i] += from[i];
}

/// Goes through the kernel rows of the patches of `count` output pixels from `first` on:
/// `visit(offset, left, right)` gets, of each, the offset in the input of its column 0, and which
/// of its columns [left, right) are inside of the image; none, left = right, where the row is not.
template <class Visit>
inline void for_patch_rows(const Plan& plan, Index first, Index count, Visit visit) {
  const Index image_pixels = plan.out_height * plan.out_width;
  Index image = first / image_pixels;
  Index out_y = first % image_pixels / plan.out_width;
  Index out_x = first % plan.out_width;
  for (Index pixel = 0; pixel < count; ++pixel) {
    const Index y = out_y * plan.stride_height - plan.padding_height;
    const Index x = out_x * plan.stride_width - plan.padding_width;
    const Index left = std::clamp<Index>(-x, 0, plan.kernel_width);
    const Index right = std::clamp(plan.in_width - x, left, plan.kernel_width);
    Index offset = ((image * plan.in_height + y) * plan.in_width + x) * plan.in_channels;
    for (Index r = 0; r < plan.kernel_height; ++r) {
      const bool inside = y + r >= 0 && y + r < plan.in_height;
      visit(offset, left, inside ? right : left);
      offset += plan.in_width * plan.in_channels;
    }
    if (++out_x < plan.out_width) continue;
    out_x = 0;
    if (++out_y < plan.out_height) continue;
    out_y = 0;
    ++image;
  }
}

/// patches (count, depth) of the output pixels from `first` on.
[[gnu::noinline]] void gather_patches(const Plan& plan, Index first, Index count,
                                      const float* input, const float* input_end,
                                      float* patches) {
  const Index channels = plan.in_channels;
  for_patch_rows(plan, first, count, [&](Index offset, Index left, Index right) {
    // In ascending order: what a run writes too much, the next one overwrites.
    clear_run(left * channels, patches);
    copy_run((right - left) * channels, input + offset + left * channels, input_end,
             patches + left * channels);
    clear_run((plan.kernel_width - right) * channels, patches + right * channels);
    patches += plan.kernel_width * channels;
  });
}

/// The adjoint: grad_input += what the patches hold of it.
[[gnu::noinline]] void scatter_patches(const Plan& plan, Index first, Index count,
                                       const float* patches, float* grad_input) {
  const Index channels = plan.in_channels;
  for_patch_rows(plan, first, count, [&](Index offset, Index left, Index right) {
    add_run((right - left) * channels, patches + left * channels,
            grad_input + offset + left * channels);
    patches += plan.kernel_width * channels;
  });
}

/// weight (out_channels, in_channels, taps) → (out_channels, taps, in_channels) = (…, depth).
void weight_to_rows(const Plan& plan, const float* weight, float* rows) {
  f32_nchw_to_nhwc(plan.out_channels, plan.in_channels, plan.kernel_height * plan.kernel_width,
                   weight, rows);
}

std::int64_t saved_size(const Conv2dGeometry&) { return 0; }

std::int64_t workspace_size(const Conv2dGeometry& g) { return Plan(g).workspace_size; }

void forward(const Conv2dGeometry& g, const float* input, const float* weight, const float* bias,
             float* output, float* /*saved*/, float* workspace) {
  const Plan plan(g);
  const float* const input_end =
      input + g.batch * plan.in_height * plan.in_width * plan.in_channels;
  float* const columns = workspace + plan.columns_at;
  float* const patches = workspace + plan.patches_at;
  weight_to_rows(plan, weight, workspace + plan.rows_at);
  f32_transpose(plan.out_channels, plan.depth, workspace + plan.rows_at, columns);
  for (Index first = 0; first < plan.pixels; first += plan.block_pixels) {
    const Index count = std::min(plan.block_pixels, plan.pixels - first);
    const float* block = patches;
    if (plan.pointwise) {
      block = input + first * plan.in_channels;
    } else {
      gather_patches(plan, first, count, input, input_end, patches);
    }
    float* const out = output + first * plan.out_channels;
    for (Index i = 0; bias != nullptr && i < count; ++i) {
      std::copy(bias, bias + plan.out_channels, out + i * plan.out_channels);
    }
    f32_gemm_nn(count, plan.out_channels, plan.depth, block, plan.depth, columns,
                plan.out_channels, out, plan.out_channels, /*accumulate=*/bias != nullptr);
  }
}

void backward(const Conv2dGeometry& g, const float* input, const float* /*saved*/,
              const float* grad_output, const float* weight, float* grad_input, float* grad_weight,
              float* grad_bias, float* workspace) {
  const Plan plan(g);
  const Index input_size = g.batch * plan.in_height * plan.in_width * plan.in_channels;
  float* const rows = workspace + plan.rows_at;
  float* const grad_columns = workspace + plan.columns_at;
  float* const patches = workspace + plan.patches_at;
  if (grad_input != nullptr) {
    weight_to_rows(plan, weight, rows);
    if (!plan.pointwise) std::fill(grad_input, grad_input + input_size, 0.0f);
  }
  if (grad_weight != nullptr) {
    assert(input != nullptr);
    std::fill(grad_columns, grad_columns + plan.depth * plan.out_channels, 0.0f);
  }
  for (Index first = 0; first < plan.pixels; first += plan.block_pixels) {
    const Index count = std::min(plan.block_pixels, plan.pixels - first);
    const float* const grad = grad_output + first * plan.out_channels;
    if (grad_weight != nullptr) {
      const float* block = patches;
      if (plan.pointwise) {
        block = input + first * plan.in_channels;
      } else {
        gather_patches(plan, first, count, input, input + input_size, patches);
      }
      f32_gemm_tn(plan.depth, plan.out_channels, count, block, plan.depth, grad, plan.out_channels,
                  grad_columns, plan.out_channels, /*accumulate=*/true);
    }
    if (grad_input != nullptr) {
      float* const block = plan.pointwise ? grad_input + first * plan.in_channels : patches;
      f32_gemm_nn(count, plan.depth, plan.out_channels, grad, plan.out_channels, rows, plan.depth,
                  block, plan.depth, /*accumulate=*/false);
      if (!plan.pointwise) scatter_patches(plan, first, count, patches, grad_input);
    }
  }
  if (grad_weight != nullptr) {
    f32_transpose(plan.depth, plan.out_channels, grad_columns, rows);
    f32_nhwc_to_nchw(plan.out_channels, plan.in_channels, plan.kernel_height * plan.kernel_width,
                     rows, grad_weight);
  }
  if (grad_bias != nullptr) {
    f32_column_sums(plan.pixels, plan.out_channels, grad_output, grad_bias);
  }
}

}  // namespace

constinit const Conv2dAlgorithm kConv2dIm2col = {"im2col", saved_size, workspace_size, forward,
                                                 backward};

}  // namespace gradlet::kernels
