#include "kernels/conv2d_winograd.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "kernels/conv2d_near_zeros.h"
#include "kernels/conv2d_winograd_plan.h"
#include "kernels/conv2d_winograd_tiles.h"
#include "kernels/gemm.h"
#include "kernels/layout.h"
#include "kernels/reduce.h"

namespace gradlet::kernels {

namespace {

using Index = std::ptrdiff_t;

template <class Points>
using Plan = WinogradPlan<Points>;

template <class Points>
void input_to_v(const Conv2dGeometry& g, const Plan<Points>& plan, Index first, Index count,
                const float* input, float* buffer, float* v) {
  for (Index t = 0; t < count; ++t) {
    const auto at = plan.output_place(first + t);
    const auto tile = read_tile(plan.input_image(input, at.image), at.y - g.padding_height,
                                at.x - g.padding_width, Points::kInput, buffer);
    winograd_transform<WinogradInput<Points>>(plan.c, tile,
                                              plan.point_grid(v + t * plan.c, plan.v_stride));
  }
}

template <class Points>
void v_to_grad_input(const Conv2dGeometry& g, const Plan<Points>& plan, Index first, Index count,
                     const float* v, float* buffer, float* grad_input) {
  using Step = WinogradInputAdjoint<Points>;
  for (Index t = 0; t < count; ++t) {
    const auto at = plan.output_place(first + t);
    const Index y = at.y - g.padding_height, x = at.x - g.padding_width;
    const auto image = plan.input_image(grad_input, at.image);
    const auto row = plan.point_grid(v + t * plan.c, plan.v_stride);
    if (plan.one_tile) {
      winograd_transform<Step>(plan.c, row, image.grid_at(y, x));
    } else if (image.holds_tile(y, x, Points::kInput)) {
      winograd_transform<Step, /*kAdd=*/true>(plan.c, row, image.grid_at(y, x));
    } else {
      winograd_transform<Step>(plan.c, row, buffer_grid(buffer, Points::kInput, plan.c));
      add_tile(buffer, image, y, x, Points::kInput);
    }
  }
}

template <class Points>
void m_to_output(const Plan<Points>& plan, Index first, Index count, const float* m, float* buffer,
                 float* output) {
  for (Index t = 0; t < count; ++t) {
    const auto at = plan.output_place(first + t);
    const auto image = plan.output_image(output, at.image);
    const bool in_place = image.holds_tile(at.y, at.x, Points::kOutput);
    winograd_transform<WinogradOutput<Points>>(
        plan.k, plan.point_grid(m + t * plan.k, plan.m_stride),
        in_place ? image.grid_at(at.y, at.x) : buffer_grid(buffer, Points::kOutput, plan.k));
    if (!in_place) write_tile(buffer, image, at.y, at.x, Points::kOutput);
  }
}

template <class Points>
void grad_output_to_m(const Plan<Points>& plan, Index first, Index count, const float* grad_output,
                      float* buffer, float* m) {
  for (Index t = 0; t < count; ++t) {
    const auto at = plan.output_place(first + t);
    const auto tile =
        read_tile(plan.output_image(grad_output, at.image), at.y, at.x, Points::kOutput, buffer);
    winograd_transform<WinogradOutputAdjoint<Points>>(
        plan.k, tile, plan.point_grid(m + t * plan.k, plan.m_stride));
  }
}

/// x (rows, columns) → (rows, padded columns) with zeros at the end of each row, in place.
void widen_rows(Index rows, Index columns, Index padded, float* x) {
  if (columns == padded) return;
  for (Index i = rows - 1; i >= 0; --i) {
    if (i > 0) std::copy_backward(x + i * columns, x + (i + 1) * columns, x + i * padded + columns);
    std::fill(x + i * padded + columns, x + (i + 1) * padded, 0.0f);
  }
}

/// The way back.
void narrow_rows(Index rows, Index columns, Index padded, float* x) {
  if (columns == padded) return;
  for (Index i = 1; i < rows; ++i) {
    std::copy(x + i * padded, x + i * padded + columns, x + i * columns);
  }
}

/// kernels (outer, 9, inner) → U (outer, inner) at each point.
template <class Points>
void kernels_to_u(const Plan<Points>& plan, Index outer, Index inner, const float* kernels,
                  float* u) {
  for (Index i = 0; i < outer; ++i) {
    winograd_transform<WinogradKernel<Points>>(inner, {kernels + i * 9 * inner, 3 * inner, inner},
                                               plan.point_grid(u + i * inner, plan.u_stride));
  }
}

template <class Points>
std::int64_t prepared_size(const Conv2dGeometry& g) {
  return Plan<Points>(g).prepared_u_size() + near_zeros_size(g);
}

/// weight (K, C, 9) → (C, 9, K) → U (C, K).
template <class Points>
void prepare_forward(const Conv2dGeometry& g, const float* weight, float* prepared,
                     float* workspace) {
  const Plan<Points> plan(g);
  float* const kernels = aligned(workspace) + plan.kernels_at;
  f32_transpose(plan.out_channels, plan.in_channels * 9, weight, kernels);
  widen_rows(plan.in_channels * 9, plan.out_channels, plan.k, kernels);
  kernels_to_u(plan, plan.in_channels, plan.k, kernels, aligned(prepared));
  prepare_near_zeros(g, weight, prepared + plan.prepared_u_size());
}

/// weight (K, C, 9) → (K, 9, C) → Uᵀ (K, C).
template <class Points>
void prepare_backward(const Conv2dGeometry& g, const float* weight, float* prepared,
                      float* workspace) {
  const Plan<Points> plan(g);
  float* const kernels = aligned(workspace) + plan.kernels_at;
  const Index size = plan.in_channels * 9;
  for (Index i = 0; i < plan.out_channels; ++i) {
    f32_transpose(plan.in_channels, 9, weight + i * size, kernels + i * size);
  }
  widen_rows(plan.out_channels * 9, plan.in_channels, plan.c, kernels);
  kernels_to_u(plan, plan.out_channels, plan.c, kernels, aligned(prepared));
}

/// dU (C, K) → (C, 9, K) → gradient of the weight (K, C, 9).
template <class Points>
void u_to_grad_weight(const Plan<Points>& plan, const float* u, float* kernels,
                      float* grad_weight) {
  for (Index i = 0; i < plan.in_channels; ++i) {
    winograd_transform<WinogradKernelAdjoint<Points>>(
        plan.k, plan.point_grid(u + i * plan.k, plan.u_stride),
        {kernels + i * 9 * plan.k, 3 * plan.k, plan.k});
  }
  narrow_rows(plan.in_channels * 9, plan.out_channels, plan.k, kernels);
  f32_transpose(plan.in_channels * 9, plan.out_channels, kernels, grad_weight);
}

template <class Points>
std::int64_t saved_size(const Conv2dGeometry& g) {
  const Plan<Points> plan(g);
  return plan.saves_v() ? plan.all_v_size() + kCacheLine : 0;
}

template <class Points>
std::int64_t workspace_size(const Conv2dGeometry& g) {
  return Plan<Points>(g).workspace_size;
}

template <class Points>
void forward(const Conv2dGeometry& g, const float* input, const float* prepared, const float* bias,
             float* output, float* saved, float* workspace) {
  const Plan<Points> plan(g);
  workspace = aligned(workspace);
  const float* const u = aligned(prepared);
  float* const m = workspace + plan.m_at;
  float* const tile = workspace + plan.tile_at;
  const bool save = saved != nullptr && plan.saves_v();
  float* v = save ? aligned(saved) : workspace + plan.v_at;
  float* const shift = workspace + plan.bias_at;
  std::fill(shift, shift + plan.k, 0.0f);
  if (bias != nullptr) std::copy(bias, bias + plan.out_channels, shift);
  for (Index first = 0; first < plan.tiles; first += plan.block_tiles) {
    const Index count = std::min(plan.block_tiles, plan.tiles - first);
    input_to_v(g, plan, first, count, input, tile, v);
    for (Index p = 0; p < plan.kPoints; ++p) {
      float* const point_m = m + p * plan.m_stride;
      const float* const point_v = v + p * plan.v_stride;
      const float* const point_u = u + p * plan.u_stride;
      if (p == plan.kSumPoint) {
        f32_gemm_nn_bias(count, plan.k, plan.in_channels, point_v, plan.c, point_u, plan.k, shift,
                         point_m, plan.k);
      } else {
        f32_gemm_nn(count, plan.k, plan.in_channels, point_v, plan.c, point_u, plan.k, point_m,
                    plan.k, /*accumulate=*/false);
      }
    }
    m_to_output(plan, first, count, m, tile, output);
    if (save) v += plan.kPoints * plan.v_stride;
  }
  recompute_near_zeros(g, input, prepared + plan.prepared_u_size(), bias, output, shift);
}

template <class Points>
void backward(const Conv2dGeometry& g, const float* input, const float* saved,
              const float* grad_output, const float* prepared, float* grad_input,
              float* grad_weight, float* grad_bias, float* workspace) {
  const Plan<Points> plan(g);
  workspace = aligned(workspace);
  float* const kernels = workspace + plan.kernels_at;
  float* const grad_u = workspace + plan.grad_u_at;
  float* const v = workspace + plan.v_at;
  float* const m = workspace + plan.m_at;
  float* const tile = workspace + plan.tile_at;
  float* const bias_sums = workspace + plan.bias_at;

  const float* const u = grad_input != nullptr ? aligned(prepared) : nullptr;
  if (grad_input != nullptr && !plan.one_tile) {
    std::fill(grad_input,
              grad_input + plan.images * plan.in_height * plan.in_width * plan.in_channels, 0.0f);
  }
  if (grad_weight != nullptr && plan.tiles == 0) {
    std::fill(grad_u, grad_u + plan.kPoints * plan.u_stride, 0.0f);
  }
  std::fill(bias_sums, bias_sums + plan.k, 0.0f);

  for (Index first = 0; first < plan.tiles; first += plan.block_tiles) {
    const Index count = std::min(plan.block_tiles, plan.tiles - first);
    grad_output_to_m(plan, first, count, grad_output, tile, m);
    f32_column_sums(count, plan.k, m + plan.kSumPoint * plan.m_stride, tile);
    for (Index i = 0; i < plan.k; ++i) bias_sums[i] += tile[i];
    const float* block_v = v;
    if (grad_weight != nullptr) {
      if (plan.saves_v()) {
        assert(saved != nullptr);
        block_v = aligned(saved) + first / plan.block_tiles * plan.kPoints * plan.v_stride;
      } else {
        assert(input != nullptr);
        input_to_v(g, plan, first, count, input, tile, v);
      }
    }
    for (Index p = 0; p < plan.kPoints; ++p) {
      const float* const point_m = m + p * plan.m_stride;
      if (grad_weight != nullptr) {
        f32_gemm_tn(plan.in_channels, plan.k, count, block_v + p * plan.v_stride, plan.c, point_m,
                    plan.k, grad_u + p * plan.u_stride, plan.k, /*accumulate=*/first > 0);
      }
      // May take the place of V, of which this point is done with.
      if (grad_input != nullptr) {
        f32_gemm_nn(count, plan.c, plan.out_channels, point_m, plan.k, u + p * plan.u_stride,
                    plan.c, v + p * plan.v_stride, plan.c, /*accumulate=*/false);
      }
    }
    if (grad_input != nullptr) v_to_grad_input(g, plan, first, count, v, tile, grad_input);
  }

  if (grad_weight != nullptr) u_to_grad_weight(plan, grad_u, kernels, grad_weight);
  if (grad_bias != nullptr) std::copy(bias_sums, bias_sums + plan.out_channels, grad_bias);
}

template <class Points>
std::int64_t products(const Conv2dGeometry& g) {
  return Plan<Points>(g).kPoints * Plan<Points>(g).tiles_high * Plan<Points>(g).tiles_wide;
}

template <class Points>
constexpr Conv2dAlgorithm algorithm(const char* name) {
  return {name,
          saved_size<Points>,
          workspace_size<Points>,
          prepared_size<Points>,
          prepare_forward<Points>,
          prepare_backward<Points>,
          forward<Points>,
          backward<Points>};
}

}  // namespace

constinit const Conv2dAlgorithm kConv2dWinograd4x4 = algorithm<WinogradPoints4>("winograd 4x4");
constinit const Conv2dAlgorithm kConv2dWinograd2x2 = algorithm<WinogradPoints2>("winograd 2x2");

std::int64_t winograd4x4_products(const Conv2dGeometry& geometry) {
  return products<WinogradPoints4>(geometry);
}

std::int64_t winograd2x2_products(const Conv2dGeometry& geometry) {
  return products<WinogradPoints2>(geometry);
}

}  // namespace gradlet::kernels
