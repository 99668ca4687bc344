#include "programs/kernel_cases.h"

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/array.h"
#include "data/resize.h"
#include "kernels/conv2d.h"
#include "kernels/conv2d_im2col.h"
#include "kernels/conv2d_winograd.h"
#include "kernels/elementwise.h"
#include "kernels/gemm.h"
#include "kernels/layout.h"
#include "kernels/loss.h"
#include "kernels/normalize.h"
#include "kernels/optimizer.h"
#include "kernels/pooling.h"
#include "kernels/simd.h"
#include "kernels/softmax.h"

namespace gradlet::programs {
namespace {

using core::Array;
using kernels::Batch;
using Cases = std::vector<KernelCase>;
using Index = std::int64_t;

/// Samples in a chunk of the tutorial's step, and of the example's.
constexpr Index kChunk = 64;
constexpr Index kExampleChunk = 16;
constexpr Index kClasses = 10;

/// `count` numbers from −0.5 to 0.5, aligned to cache lines.
Array numbers(Index count) {
  Array array = Array::empty({count});
  float* const values = array.mutable_data();
  std::uint32_t state = 12345;
  for (Index i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    values[i] = static_cast<float>(state >> 8) / 16777216.0f - 0.5f;
  }
  return array;
}

constexpr double as_bytes(Index floats) { return 4.0 * static_cast<double>(floats); }

// --- what the machine can do -------------------------------------------------------------------

constexpr Index kPeakRounds = 4096;

/// A result that the compiler cannot leave out.
volatile float sink;

/// `Chains` accumulators, each multiplied and then added to, without a load.
template <int Chains>
[[gnu::noinline]] void multiply_then_add(Index rounds, float factor, float term) {
  const Batch a(factor), b(term);
  std::array<Batch, Chains> sums;
  for (int i = 0; i < Chains; ++i) sums[i] = Batch(static_cast<float>(i));
  for (Index round = 0; round < rounds; ++round) {
#pragma clang loop unroll(full)
    for (int i = 0; i < Chains; ++i) sums[i] = sums[i] * a + b;
  }
  Batch total = sums[0];
  for (int i = 1; i < Chains; ++i) total = total + sums[i];
  sink = kernels::sum_of_lanes(total);
}

/// As many products as sums, which do not wait for each other, without a load.
template <int Chains>
[[gnu::noinline]] void multiply_beside_add(Index rounds, float factor, float term) {
  const Batch a(factor), b(term);
  std::array<Batch, Chains> products, sums;
  for (int i = 0; i < Chains; ++i) products[i] = sums[i] = Batch(static_cast<float>(i));
  for (Index round = 0; round < rounds; ++round) {
#pragma clang loop unroll(full)
    for (int i = 0; i < Chains; ++i) {
      products[i] = products[i] * a;
      sums[i] = sums[i] + b;
    }
  }
  Batch total = products[0] + sums[0];
  for (int i = 1; i < Chains; ++i) total = total + (products[i] + sums[i]);
  sink = kernels::sum_of_lanes(total);
}

/// What a product of matrices does in a tile of `Rows`×2 accumulators, without its loads: in their
/// place one more product and one more sum change the columns' factors, or the compiler would
/// multiply but once. Nor may it know the rows' factors: a product with 1 would be left out.
template <int Rows>
[[gnu::noinline]] void multiply_add_tile(Index rounds, float factor, float term) {
  const Batch change(factor);
  Batch left(term), right(-term);
  std::array<Batch, Rows> a, left_sums, right_sums;
  for (int i = 0; i < Rows; ++i) {
    a[i] = Batch(factor + term * static_cast<float>(i));
    left_sums[i] = right_sums[i] = Batch(static_cast<float>(i));
  }
  for (Index round = 0; round < rounds; ++round) {
#pragma clang loop unroll(full)
    for (int i = 0; i < Rows; ++i) {
      left_sums[i] = left_sums[i] + a[i] * left;
      right_sums[i] = right_sums[i] + a[i] * right;
    }
    left = left * change;
    right = right + change;
  }
  Batch total(0.0f);
  for (int i = 0; i < Rows; ++i) total = total + (left_sums[i] + right_sums[i]);
  sink = kernels::sum_of_lanes(total);
}

KernelCase peak_case(const char* name, int chains, void (*loop)(Index, float, float)) {
  return {"peak", name, 2.0 * kernels::kLanes * chains * kPeakRounds, 0.0,
          [loop] { loop(kPeakRounds, 1.0f, 0.25f); }};
}

struct Same {
  Batch operator()(const Batch& x) const { return x; }
};

void add_peaks(Cases& cases) {
  // Processors differ in what keeps all of their units busy; the quickest one is the peak.
  cases.push_back(peak_case("multiply, then add: 10", 10, multiply_then_add<10>));
  cases.push_back(peak_case("multiply, then add: 12", 12, multiply_then_add<12>));
  cases.push_back(peak_case("multiply beside add: 6", 6, multiply_beside_add<6>));
  cases.push_back(peak_case("tile of 3×2", 7, multiply_add_tile<3>));
  cases.push_back(peak_case("tile of 4×2", 9, multiply_add_tile<4>));
  constexpr Index kCopied = 4096;  // 16 kB each: in the first-level cache
  cases.push_back({"peak", "copy", 0.0, 2 * as_bytes(kCopied),
                   [x = numbers(kCopied), y = numbers(kCopied)]() mutable {
                     kernels::f32_map(kCopied, Same{}, x.data(), y.mutable_data());
                   }});
}

// --- products ----------------------------------------------------------------------------------

enum class Form { kNN, kNT, kTN };

struct Product {
  const char* name;
  Form form;
  Index m, n, k;
  /// So many products of different matrices, one after the other.
  Index times;
};

// Of a chunk of the tutorial's step: conv1 as a product of patches, conv2 by Winograd's 36 points.
constexpr Product kProducts[] = {
    {"conv1 forward", Form::kNN, kChunk * 36, 32, 9, 1},
    {"conv2 forward", Form::kNN, kChunk, 64, 32, 36},
    {"conv2 gradient of the input", Form::kNN, kChunk, 32, 64, 36},
    {"linear gradient of the input", Form::kNN, kChunk, 1024, kClasses, 1},
    {"linear forward", Form::kNT, kChunk, kClasses, 1024, 1},
    {"conv1 gradient of the weight", Form::kTN, 9, 32, kChunk * 36, 1},
    {"conv2 gradient of the weight", Form::kTN, 32, 64, kChunk, 36},
    {"linear gradient of the weight", Form::kTN, kClasses, 1024, kChunk, 1},
};

const char* group_of(Form form) {
  return form == Form::kNN ? "gemm nn" : form == Form::kNT ? "gemm nt" : "gemm tn";
}

/// Room for one matrix and an odd number of cache lines apart, as Winograd's points have it.
Index spread(Index size) { return ((size + 15) / 16 | 1) * 16; }

void add_products(Cases& cases) {
  for (const Product& p : kProducts) {
    const Index a_size = spread(p.m * p.k), b_size = spread(p.k * p.n), c_size = spread(p.m * p.n);
    auto call = [p, a_size, b_size, c_size, a = numbers(a_size * p.times),
                 b = numbers(b_size * p.times), c = numbers(c_size * p.times)]() mutable {
      const Index lda = p.form == Form::kTN ? p.m : p.k;
      const Index ldb = p.form == Form::kNT ? p.k : p.n;
      const auto gemm = p.form == Form::kNN   ? kernels::f32_gemm_nn
                        : p.form == Form::kNT ? kernels::f32_gemm_nt
                                              : kernels::f32_gemm_tn;
      for (Index i = 0; i < p.times; ++i) {
        gemm(p.m, p.n, p.k, a.data() + i * a_size, lda, b.data() + i * b_size, ldb,
             c.mutable_data() + i * c_size, p.n, /*accumulate=*/false);
      }
    };
    cases.push_back(
        {group_of(p.form),
         std::string(p.name) + ", " + (p.times > 1 ? std::to_string(p.times) + " × " : "") +
             std::to_string(p.m) + "×" + std::to_string(p.n) + "×" + std::to_string(p.k),
         2.0 * static_cast<double>(p.times * p.m * p.n * p.k),
         as_bytes(p.times * (p.m * p.k + p.k * p.n + p.m * p.n)), std::move(call)});
  }
}

// --- convolutions ------------------------------------------------------------------------------

struct Convolution {
  const char* name;
  kernels::Conv2dGeometry geometry;
  /// Whether anybody asks for the gradient of its input.
  bool inner;
};

constexpr Convolution kConvolutions[] = {
    {"tutorial conv1", {kChunk, 1, 8, 8, 32, 3, 3, 1, 1, 0, 0}, false},
    {"tutorial conv2", {kChunk, 32, 6, 6, 64, 3, 3, 1, 1, 0, 0}, true},
    {"example conv1", {kExampleChunk, 1, 28, 28, 32, 3, 3, 1, 1, 0, 0}, false},
    {"example conv2", {kExampleChunk, 32, 26, 26, 64, 3, 3, 1, 1, 0, 0}, true},
};

/// What one convolution is computed from and into.
struct ConvolutionBuffers {
  ConvolutionBuffers(const kernels::Conv2dGeometry& g, const kernels::Conv2dAlgorithm& algorithm)
      : input(numbers(g.batch * g.in_height * g.in_width * g.in_channels)),
        weight(numbers(9 * g.in_channels * g.out_channels)),
        bias(numbers(g.out_channels)),
        output(numbers(g.batch * g.out_height() * g.out_width() * g.out_channels)),
        saved(numbers(algorithm.saved_size(g) + 1)),
        workspace(numbers(algorithm.workspace_size(g) + 1)),
        grad_input(numbers(input.numel())),
        grad_weight(numbers(weight.numel())),
        grad_bias(numbers(bias.numel())) {}

  Array input, weight, bias, output, saved, workspace, grad_input, grad_weight, grad_bias;
};

void add_convolution(Cases& cases, const Convolution& convolution,
                     const kernels::Conv2dAlgorithm& algorithm) {
  const kernels::Conv2dGeometry& g = convolution.geometry;
  const bool chosen = &kernels::select_conv2d(g, /*precise=*/false) == &algorithm;
  const std::string name =
      std::string(convolution.name) + ", " + algorithm.name + (chosen ? " (chosen)" : "");
  const Index outputs = g.batch * g.out_height() * g.out_width() * g.out_channels;
  const double operations = 2.0 * static_cast<double>(outputs * 9 * g.in_channels);
  const ConvolutionBuffers buffers(g, algorithm);
  const double bytes =
      as_bytes(buffers.input.numel() + buffers.weight.numel() + buffers.output.numel());
  cases.push_back(
      {"conv2d forward", name, operations, bytes, [&algorithm, g, b = buffers]() mutable {
         algorithm.forward(g, b.input.data(), b.weight.data(), b.bias.data(),
                           b.output.mutable_data(), b.saved.mutable_data(),
                           b.workspace.mutable_data());
       }});
  // The output's buffer holds the gradient of the output here.
  cases.push_back({"conv2d backward", name, operations * (convolution.inner ? 2.0 : 1.0),
                   bytes * (convolution.inner ? 2.0 : 1.0),
                   [&algorithm, g, inner = convolution.inner, b = buffers]() mutable {
                     const bool saves = algorithm.saved_size(g) > 0;
                     algorithm.backward(g, saves ? nullptr : b.input.data(), b.saved.data(),
                                        b.output.data(), b.weight.data(),
                                        inner ? b.grad_input.mutable_data() : nullptr,
                                        b.grad_weight.mutable_data(), b.grad_bias.mutable_data(),
                                        b.workspace.mutable_data());
                   }});
}

void add_convolutions(Cases& cases) {
  for (const Convolution& convolution : kConvolutions) {
    add_convolution(cases, convolution, kernels::kConv2dIm2col);
    // The transforms of a single channel never pay.
    if (convolution.geometry.in_channels == 1) continue;
    add_convolution(cases, convolution, kernels::kConv2dWinograd2x2);
    add_convolution(cases, convolution, kernels::kConv2dWinograd4x4);
  }
}

// --- pooling, loss, optimizers, data -----------------------------------------------------------

struct PoolingBuffers {
  Array x, y, grad, dx;
  std::vector<std::int32_t> index;
};

void add_pooling(Cases& cases, const std::string& name, const kernels::MaxPool2dGeometry& g) {
  const Index in = g.batch * g.in_height * g.in_width * g.channels;
  const Index out = g.batch * g.out_height() * g.out_width() * g.channels;
  // Shared, so that the way back takes the places that the way forward has found.
  const auto b = std::make_shared<PoolingBuffers>(
      PoolingBuffers{numbers(in), numbers(out), numbers(out), numbers(in),
                     std::vector<std::int32_t>(static_cast<std::size_t>(out))});
  const auto forward = [g, b] {
    kernels::f32_max_pool2d(g, b->x.data(), b->y.mutable_data(), b->index.data());
  };
  forward();
  cases.push_back({"pooling", name + ", forward", 0.0, as_bytes(in + 2 * out), forward});
  cases.push_back({"pooling", name + ", backward", 0.0, as_bytes(in + 2 * out), [g, b] {
                     kernels::f32_max_pool2d_backward(g, b->grad.data(), b->index.data(),
                                                      b->dx.mutable_data());
                   }});
}

void add_loss(Cases& cases) {
  constexpr Index kScores = kChunk * kClasses;
  const std::vector<Index> targets(kChunk, 3);
  cases.push_back(
      {"softmax and loss", "forward, 64×10", 0.0, as_bytes(2 * kScores),
       [targets, x = numbers(kScores), y = numbers(kScores), loss = numbers(kChunk)]() mutable {
         kernels::f32_log_softmax(kChunk, kClasses, 1, x.data(), y.mutable_data());
         kernels::f32_nll_loss(kChunk, kClasses, y.data(), targets.data(), loss.mutable_data());
       }});
  cases.push_back(
      {"softmax and loss", "backward, 64×10", 0.0, as_bytes(4 * kScores),
       [targets, y = numbers(kScores), grad = numbers(kScores), dx = numbers(kScores)]() mutable {
         kernels::f32_nll_loss_backward(kChunk, kClasses, targets.data(), 1.0f / 512,
                                        grad.mutable_data());
         kernels::f32_log_softmax_backward(kChunk, kClasses, 1, y.data(), grad.data(),
                                           dx.mutable_data());
       }});
}

void add_optimizers(Cases& cases) {
  constexpr Index kParameters = 320 + 18'496 + 10'250;
  const Array grad = numbers(kParameters), param = numbers(kParameters);
  const Array zeros = Array::zeros({kParameters});
  cases.push_back({"optimizer", "adadelta", 0.0, as_bytes(7 * kParameters),
                   [grad, param = param.clone(), a = zeros.clone(), b = zeros.clone()]() mutable {
                     kernels::f32_adadelta_step(kParameters, {}, grad.data(), param.mutable_data(),
                                                a.mutable_data(), b.mutable_data());
                   }});
  cases.push_back({"optimizer", "adam", 0.0, as_bytes(7 * kParameters),
                   [grad, param = param.clone(), a = zeros.clone(), b = zeros.clone()]() mutable {
                     kernels::f32_adam_step(kParameters, {}, 1, grad.data(), param.mutable_data(),
                                            a.mutable_data(), b.mutable_data());
                   }});
  cases.push_back({"optimizer", "sgd with momentum", 0.0, as_bytes(5 * kParameters),
                   [grad, param = param.clone(), a = zeros.clone()]() mutable {
                     kernels::f32_sgd_step(kParameters, {.momentum = 0.9}, false, grad.data(),
                                           param.mutable_data(), a.mutable_data());
                   }});
}

void add_elementwise(Cases& cases) {
  constexpr Index kOutputs = kChunk * 36 * 32;  // of conv1
  cases.push_back({"element-wise", "relu, forward", 0.0, as_bytes(2 * kOutputs),
                   [x = numbers(kOutputs), y = numbers(kOutputs)]() mutable {
                     kernels::f32_map(kOutputs, kernels::Relu{}, x.data(), y.mutable_data());
                   }});
  cases.push_back({"element-wise", "relu, backward", 0.0, as_bytes(3 * kOutputs),
                   [x = numbers(kOutputs), g = numbers(kOutputs), y = numbers(kOutputs)]() mutable {
                     kernels::f32_map2(kOutputs, kernels::ReluGrad{}, x.data(), g.data(),
                                       y.mutable_data());
                   }});
  cases.push_back({"layout", "channels first to last, 64×64×16", 0.0, as_bytes(2 * kChunk * 1024),
                   [x = numbers(kChunk * 1024), y = numbers(kChunk * 1024)]() mutable {
                     kernels::f32_nchw_to_nhwc(kChunk, 64, 16, x.data(), y.mutable_data());
                   }});
}

void add_data(Cases& cases) {
  constexpr Index kImages = 64, kFrom = 28 * 28, kTo = 8 * 8;
  std::vector<std::uint8_t> images(kImages * kFrom);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>(i * 37);
  std::vector<std::uint8_t> small(kImages * kTo);
  cases.push_back({"data", "resize, 64 images of 28×28 to 8×8", 0.0,
                   double(kImages * (kFrom + kTo)),
                   [images, small, resize = data::Resize(28, 28, 8, 8)]() mutable {
                     resize.apply(images, small);
                   }});
  cases.push_back({"data", "normalise, 64 images of 8×8", 0.0, double(kImages * kTo) * 5,
                   [small, y = numbers(kImages * kTo)]() mutable {
                     kernels::u8_normalize(kImages * kTo, small.data(), 0.1307f, 0.3081f,
                                           y.mutable_data());
                   }});
}

}  // namespace

std::vector<KernelCase> kernel_cases() {
  Cases cases;
  add_peaks(cases);
  add_products(cases);
  add_convolutions(cases);
  add_pooling(cases, "2×2 of 24×24×64", {kExampleChunk, 24, 24, 64, 2, 2, 2, 2, 0, 0});
  add_pooling(cases, "1×1 of 4×4×64", {kChunk, 4, 4, 64, 1, 1, 1, 1, 0, 0});
  add_loss(cases);
  add_optimizers(cases);
  add_elementwise(cases);
  add_data(cases);
  return cases;
}

}  // namespace gradlet::programs
