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

/// Elements of the patches and outputs of a block of pixels: 128 kB.
constexpr Index kBlockElements = 32 * 1024;
constexpr Index kMinBlockPixels = 32;

struct Plan {
  Index in_height, in_width, in_channels;
  Index out_height, out_width, out_channels;
  Index kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width;
  Index depth;                 // elements of a patch, in the order (row, column, channel)
  Index input_size;            // elements
  Index pixels, block_pixels;  // of the output
  bool pointwise;              // whether the input is the matrix of patches
  // Where the parts of the workspace begin.
  Index rows_at;     // kernels or their gradient as (out_channels, depth)
  Index columns_at;  // bias and kernels, or their gradients, as (1 + depth, out_channels)
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
        input_size(g.batch * in_height * in_width * in_channels),
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
    patches_at = columns_at + (1 + depth) * out_channels;
    // Patches are written in whole vectors.
    workspace_size = patches_at + (pointwise ? 0 : block_pixels * (1 + depth) + kLanes);
  }
};

/// A part of a row of output pixels.
struct Segment {
  Index image, out_y, begin, end;  // pixels [begin, end) of the row
};

/// Calls `visit(segment)` for what `count` output pixels from `first` on make of each row.
template <class Visit>
inline void for_segments(const Plan& plan, Index first, Index count, Visit visit) {
  Index begin = first % plan.out_width;
  Index row = first / plan.out_width;
  while (count > 0) {
    const Index end = std::min(plan.out_width, begin + count);
    visit(Segment{row / plan.out_height, row % plan.out_height, begin, end});
    count -= end - begin;
    begin = 0;
    ++row;
  }
}

/// The part of a patch that is inside of the image, and where its first element, which may be
/// outside, is in the input.
struct Patch {
  Index top, bottom, left, right;
  Index offset;

  Patch(const Plan& plan, const Segment& segment, Index out_x) {
    const Index y = segment.out_y * plan.stride_height - plan.padding_height;
    const Index x = out_x * plan.stride_width - plan.padding_width;
    top = std::clamp<Index>(-y, 0, plan.kernel_height);
    bottom = std::clamp(plan.in_height - y, top, plan.kernel_height);
    left = std::clamp<Index>(-x, 0, plan.kernel_width);
    right = std::clamp(plan.in_width - x, left, plan.kernel_width);
    offset = ((segment.image * plan.in_height + y) * plan.in_width + x) * plan.in_channels;
  }

  bool is_whole(const Plan& plan) const {
    return bottom - top == plan.kernel_height && right - left == plan.kernel_width;
  }
};

/// `count` whole patches side by side, the first of them at `from`. Copies whole vectors: reads and
/// writes up to three elements too many.
[[gnu::noinline]] void gather_whole_patches(const Plan& plan, Index count, const float* from,
                                            bool with_one, float* patches) {
  const Index step = plan.stride_width * plan.in_channels;
  const Index row_stride = plan.in_width * plan.in_channels;
  const Index run = plan.kernel_width * plan.in_channels, rows = plan.kernel_height;
  for (; count > 0; --count) {
    const float* row = from;
    if (with_one) *patches++ = 1.0f;
    for (Index r = 0; r < rows; ++r) {
      // What is written too much of one row, the next one overwrites.
      Index i = 0;
      do {
        store(patches + i, load(row + i));
        i += kLanes;
      } while (i < run);
      row += row_stride;
      patches += run;
    }
    from += step;
  }
}

/// patches (count, depth) of the output pixels from `first` on, with zeros outside of the image; or
/// (count, 1 + depth), each behind a one, which in products stands for the bias. May write up to
/// three elements more.
[[gnu::noinline]] void gather_patches(const Plan& plan, Index first, Index count,
                                      const float* input, bool with_one, float* patches) {
  const Index channels = plan.in_channels, row_stride = plan.in_width * channels;
  const Index run = plan.kernel_width * channels;
  // How far behind its first element a patch is read in whole vectors.
  const Index reach = (plan.kernel_height - 1) * row_stride + run + kLanes - 1;
  for_segments(plan, first, count, [&](const Segment& segment) {
    for (Index out_x = segment.begin; out_x < segment.end;) {
      const Patch patch(plan, segment, out_x);
      Index whole = 0;  // patches from here on that are whole and not too near to the input's end
      if (patch.is_whole(plan)) {
        const Index last_x =
            (plan.in_width + plan.padding_width - plan.kernel_width) / plan.stride_width;
        const Index step = plan.stride_width * channels;
        const Index readable = (plan.input_size - reach - patch.offset + step) / step;
        whole = std::min({segment.end, last_x + 1, out_x + readable}) - out_x;
      }
      if (whole > 0) {
        gather_whole_patches(plan, whole, input + patch.offset, with_one, patches);
        patches += whole * (plan.depth + (with_one ? 1 : 0));
        out_x += whole;
        continue;
      }
      if (with_one) *patches++ = 1.0f;
      std::fill(patches, patches + plan.depth, 0.0f);
      for (Index r = patch.top; r < patch.bottom; ++r) {
        const float* from = input + patch.offset + r * row_stride;
        std::copy(from + patch.left * channels, from + patch.right * channels,
                  patches + r * run + patch.left * channels);
      }
      patches += plan.depth;
      ++out_x;
    }
  });
}

/// The adjoint: grad_input += what the patches hold of it.
[[gnu::noinline]] void scatter_patches(const Plan& plan, Index first, Index count,
                                       const float* patches, float* grad_input) {
  const Index channels = plan.in_channels, row_stride = plan.in_width * channels;
  for_segments(plan, first, count, [&](const Segment& segment) {
    for (Index out_x = segment.begin; out_x < segment.end; ++out_x) {
      const Patch patch(plan, segment, out_x);
      const Index end = patch.right * channels;
      for (Index r = patch.top; r < patch.bottom; ++r) {
        const float* from = patches + r * plan.kernel_width * channels;
        float* to = grad_input + patch.offset + r * row_stride;
        Index i = patch.left * channels;
        for (; i + kLanes <= end; i += kLanes) store(to + i, load(to + i) + load(from + i));
        for (; i < end; ++i) to[i] += from[i];
      }
      patches += plan.depth;
    }
  });
}

/// weight (out_channels, in_channels, taps) → (out_channels, taps, in_channels) = (…, depth).
void weight_to_rows(const Plan& plan, const float* weight, float* rows) {
  f32_nchw_to_nhwc(plan.out_channels, plan.in_channels, plan.kernel_height * plan.kernel_width,
                   weight, rows);
}

std::int64_t saved_size(const Conv2dGeometry&) { return 0; }

std::int64_t workspace_size(const Conv2dGeometry& g) { return Plan(g).workspace_size; }

std::int64_t prepared_size(const Conv2dGeometry& g) {
  const Plan plan(g);
  return plan.depth * plan.out_channels;
}

/// prepared: kernels as (depth, out_channels).
void prepare_forward(const Conv2dGeometry& g, const float* weight, float* prepared,
                     float* workspace) {
  const Plan plan(g);
  weight_to_rows(plan, weight, workspace + plan.rows_at);
  f32_transpose(plan.out_channels, plan.depth, workspace + plan.rows_at, prepared);
}

/// prepared: kernels as (out_channels, depth).
void prepare_backward(const Conv2dGeometry& g, const float* weight, float* prepared,
                      float* /*workspace*/) {
  weight_to_rows(Plan(g), weight, prepared);
}

void forward(const Conv2dGeometry& g, const float* input, const float* prepared, const float* bias,
             float* output, float* /*saved*/, float* workspace) {
  const Plan plan(g);
  const Index n = plan.out_channels;
  float* const columns = workspace + plan.columns_at;
  float* const patches = workspace + plan.patches_at;
  const bool with_one = bias != nullptr && !plan.pointwise;
  if (with_one) {
    std::copy(bias, bias + n, columns);
    std::copy(prepared, prepared + plan.depth * n, columns + n);
  }
  for (Index first = 0; first < plan.pixels; first += plan.block_pixels) {
    const Index count = std::min(plan.block_pixels, plan.pixels - first);
    float* const out = output + first * n;
    if (plan.pointwise) {
      const float* const from = input + first * plan.depth;
      if (bias != nullptr) {
        f32_gemm_nn_bias(count, n, plan.depth, from, plan.depth, prepared, n, bias, out, n);
      } else {
        f32_gemm_nn(count, n, plan.depth, from, plan.depth, prepared, n, out, n, false);
      }
    } else {
      const Index depth = plan.depth + (with_one ? 1 : 0);
      gather_patches(plan, first, count, input, with_one, patches);
      f32_gemm_nn(count, n, depth, patches, depth, with_one ? columns : prepared, n, out, n,
                  /*accumulate=*/false);
    }
  }
}

void backward(const Conv2dGeometry& g, const float* input, const float* /*saved*/,
              const float* grad_output, const float* prepared, float* grad_input,
              float* grad_weight, float* grad_bias, float* workspace) {
  const Plan plan(g);
  const Index n = plan.out_channels;
  float* const rows = workspace + plan.rows_at;
  float* const grad_columns = workspace + plan.columns_at;
  float* const patches = workspace + plan.patches_at;
  if (grad_input != nullptr && !plan.pointwise) {
    std::fill(grad_input, grad_input + plan.input_size, 0.0f);
  }
  assert(grad_weight == nullptr || input != nullptr || plan.pixels == 0);
  std::fill(grad_columns, grad_columns + (1 + plan.depth) * n, 0.0f);
  // The gradients of bias and weight in one product, if both are wanted.
  const bool with_one = grad_weight != nullptr && !plan.pointwise;
  for (Index first = 0; first < plan.pixels; first += plan.block_pixels) {
    const Index count = std::min(plan.block_pixels, plan.pixels - first);
    const float* const grad = grad_output + first * n;
    if (with_one) {
      gather_patches(plan, first, count, input, true, patches);
      f32_gemm_tn(1 + plan.depth, n, count, patches, 1 + plan.depth, grad, n, grad_columns, n,
                  /*accumulate=*/true);
    } else if (grad_weight != nullptr) {
      f32_gemm_tn(plan.depth, n, count, input + first * plan.depth, plan.depth, grad, n,
                  grad_columns + n, n, /*accumulate=*/true);
    }
    if (grad_input != nullptr) {
      float* const to = plan.pointwise ? grad_input + first * plan.depth : patches;
      f32_gemm_nn(count, plan.depth, n, grad, n, prepared, plan.depth, to, plan.depth,
                  /*accumulate=*/false);
      if (!plan.pointwise) scatter_patches(plan, first, count, patches, grad_input);
    }
  }
  if (grad_weight != nullptr) {
    f32_transpose(plan.depth, n, grad_columns + n, rows);
    f32_nhwc_to_nchw(n, plan.in_channels, plan.kernel_height * plan.kernel_width, rows,
                     grad_weight);
  }
  if (grad_bias == nullptr) return;
  if (with_one) {
    std::copy(grad_columns, grad_columns + n, grad_bias);
  } else {
    f32_column_sums(plan.pixels, n, grad_output, grad_bias);
  }
}

}  // namespace

constinit const Conv2dAlgorithm kConv2dIm2col = {"im2col",      saved_size,      workspace_size,
                                                 prepared_size, prepare_forward, prepare_backward,
                                                 forward,       backward};

}  // namespace gradlet::kernels
