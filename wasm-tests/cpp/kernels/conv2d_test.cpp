#include "kernels/conv2d.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "kernels/conv2d_im2col.h"
#include "kernels/conv2d_winograd.h"
#include "kernels/reference/conv2d_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;

std::size_t input_size(const Conv2dGeometry& g) {
  return static_cast<std::size_t>(g.batch * g.in_height * g.in_width * g.in_channels);
}
std::size_t output_size(const Conv2dGeometry& g) {
  return static_cast<std::size_t>(g.batch * g.out_height() * g.out_width() * g.out_channels);
}
std::size_t weight_size(const Conv2dGeometry& g) {
  return static_cast<std::size_t>(g.out_channels * g.in_channels * g.kernel_height *
                                  g.kernel_width);
}

/// A convolution's arguments and results. Scratch and results are NaN at first: whatever is used
/// before it is written shows.
struct Run {
  Conv2dGeometry g;
  Floats input, weight, bias, grad_output;
  Floats output, grad_input, grad_weight, grad_bias;

  explicit Run(const Conv2dGeometry& geometry)
      : g(geometry),
        input(samples(static_cast<std::int64_t>(input_size(g)), 1)),
        weight(samples(static_cast<std::int64_t>(weight_size(g)), 2)),
        bias(samples(g.out_channels, 3)),
        grad_output(samples(static_cast<std::int64_t>(output_size(g)), 4)),
        output(output_size(g), kNan),
        grad_input(input_size(g), kNan),
        grad_weight(weight_size(g), kNan),
        grad_bias(bias.size(), kNan) {}

  struct Wanted {
    bool bias = true, grad_input = true, grad_weight = true, grad_bias = true;
  };

  void execute(const Conv2dAlgorithm& algorithm, const Wanted& wanted) {
    // Off by one element: no alignment is asked for.
    Floats scratch(static_cast<std::size_t>(algorithm.workspace_size(g)) + 1, kNan);
    Floats saved(static_cast<std::size_t>(algorithm.saved_size(g)), kNan);
    Floats prepared(static_cast<std::size_t>(algorithm.prepared_size(g)) + 1, kNan);
    const bool keeps = wanted.grad_weight && !saved.empty();
    algorithm.prepare_forward(g, weight.data(), prepared.data() + 1, scratch.data() + 1);
    std::fill(scratch.begin(), scratch.end(), kNan);
    algorithm.forward(g, input.data(), prepared.data() + 1, wanted.bias ? bias.data() : nullptr,
                      output.data(), keeps ? saved.data() : nullptr, scratch.data() + 1);
    std::fill(scratch.begin(), scratch.end(), kNan);
    std::fill(prepared.begin(), prepared.end(), kNan);
    if (wanted.grad_input) {
      algorithm.prepare_backward(g, weight.data(), prepared.data() + 1, scratch.data() + 1);
      std::fill(scratch.begin(), scratch.end(), kNan);
    }
    algorithm.backward(g, wanted.grad_weight && !keeps ? input.data() : nullptr,
                       keeps ? saved.data() : nullptr, grad_output.data(),
                       wanted.grad_input ? prepared.data() + 1 : nullptr,
                       wanted.grad_input ? grad_input.data() : nullptr,
                       wanted.grad_weight ? grad_weight.data() : nullptr,
                       wanted.grad_bias ? grad_bias.data() : nullptr, scratch.data() + 1);
  }
};

/// The exact results; with `magnitudes`, those of the arguments' absolute values.
struct Exact {
  Doubles output, grad_input, grad_weight, grad_bias;

  explicit Exact(Run run, bool magnitudes = false)
      : output(run.output.size()),
        grad_input(run.input.size()),
        grad_weight(run.weight.size()),
        grad_bias(run.bias.size()) {
    if (magnitudes) {
      for (Floats* values : {&run.input, &run.weight, &run.bias, &run.grad_output}) {
        for (float& value : *values) value = std::abs(value);
      }
    }
    conv2d_forward_ref(run.g, run.input.data(), run.weight.data(), run.bias.data(), output.data());
    conv2d_grad_input_ref(run.g, run.grad_output.data(), run.weight.data(), grad_input.data());
    conv2d_grad_weight_ref(run.g, run.input.data(), run.grad_output.data(), grad_weight.data());
    conv2d_grad_bias_ref(run.g, run.grad_output.data(), grad_bias.data());
  }
};

double dot(const Floats& a, const Floats& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
  return sum;
}

double norm(const Floats& a) { return std::sqrt(dot(a, a)); }

/// ‖found − exact‖ / ‖exact‖.
double relative_error(const Floats& found, const Doubles& exact) {
  double error = 0.0, size = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    error += (found[i] - exact[i]) * (found[i] - exact[i]);
    size += exact[i] * exact[i];
  }
  return size == 0.0 ? std::sqrt(error) : std::sqrt(error / size);
}

/// A sum of `terms` products, in whatever order, rounds at most `terms` + 1 times on the way of
/// each product, by at most 2^-24 of what cannot exceed the sum of magnitudes.
void check_plain_sum(const Floats& found, const Doubles& exact, const Doubles& magnitudes,
                     std::int64_t terms) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double bound = static_cast<double>(terms + 1) * 0x1p-24 * magnitudes[i];
    if (std::abs(found[i] - exact[i]) <= bound) continue;
    INFO("at ", i, ": found ", found[i], ", expected ", exact[i], " ± ", bound);
    FAIL_CHECK("too far from the exact sum");
    return;
  }
  CHECK(true);
}

std::string to_string(const Conv2dGeometry& g) {
  std::string text;
  for (std::int64_t size :
       {g.batch, g.in_channels, g.in_height, g.in_width, g.out_channels, g.kernel_height,
        g.kernel_width, g.stride_height, g.stride_width, g.padding_height, g.padding_width}) {
    text += std::to_string(size) + ' ';
  }
  return text;
}

const std::vector<Conv2dGeometry> kGeometries = {
    // batch, in: channels height width, out: channels, kernel, stride, padding
    {2, 1, 8, 8, 32, 3, 3, 1, 1, 0, 0},   {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0},
    {3, 2, 5, 7, 3, 1, 1, 1, 1, 0, 0},    {2, 8, 4, 4, 5, 1, 1, 2, 2, 0, 0},
    {2, 3, 4, 4, 5, 1, 1, 1, 1, 1, 1},    {1, 3, 9, 8, 4, 5, 5, 1, 1, 2, 2},
    {2, 4, 9, 11, 7, 3, 5, 2, 1, 1, 0},   {2, 5, 7, 6, 6, 2, 4, 1, 3, 0, 2},
    {1, 6, 12, 5, 9, 5, 3, 3, 2, 2, 1},   {2, 7, 6, 6, 8, 3, 3, 2, 2, 1, 1},
    {1, 9, 3, 3, 2, 3, 3, 1, 1, 0, 0},    {1, 2, 2, 3, 3, 4, 4, 1, 1, 2, 2},
    {1, 3, 2, 2, 2, 3, 3, 1, 1, 3, 4},    {1, 40, 7, 7, 20, 5, 5, 1, 1, 2, 2},
    {40, 2, 10, 10, 6, 3, 3, 1, 1, 1, 1}, {1, 2, 3, 120, 5, 3, 3, 1, 1, 1, 1},
    {0, 3, 6, 6, 4, 3, 3, 1, 1, 0, 0},
};

const std::vector<Conv2dGeometry> kWinogradGeometries = {
    {5, 32, 6, 6, 64, 3, 3, 1, 1, 0, 0},  {3, 8, 6, 6, 8, 3, 3, 1, 1, 0, 0},
    {2, 8, 4, 4, 12, 3, 3, 1, 1, 0, 0},   {2, 5, 6, 6, 7, 3, 3, 1, 1, 0, 0},
    {1, 1, 3, 3, 1, 3, 3, 1, 1, 0, 0},    {2, 3, 5, 8, 4, 3, 3, 1, 1, 0, 0},
    {2, 4, 9, 7, 3, 3, 3, 1, 1, 1, 1},    {1, 9, 10, 13, 6, 3, 3, 1, 1, 2, 0},
    {1, 4, 14, 10, 4, 3, 3, 1, 1, 1, 2},  {30, 8, 5, 5, 9, 3, 3, 1, 1, 1, 1},
    {1, 2, 1, 1, 3, 3, 3, 1, 1, 1, 1},    {1, 8, 2, 3, 4, 3, 3, 1, 1, 5, 4},
    {60, 16, 6, 6, 80, 3, 3, 1, 1, 0, 0}, {1, 200, 6, 9, 4, 3, 3, 1, 1, 0, 0},
    {0, 8, 6, 6, 8, 3, 3, 1, 1, 0, 0},
};

const Conv2dAlgorithm* const kWinograds[] = {&kConv2dWinograd4x4, &kConv2dWinograd2x2};

}  // namespace

TEST_CASE("im2col: results and gradients are plain sums") {
  std::vector<Conv2dGeometry> geometries = kGeometries;
  geometries.insert(geometries.end(), kWinogradGeometries.begin(), kWinogradGeometries.end());
  for (const Conv2dGeometry& g : geometries) {
    CAPTURE(to_string(g));
    Run run(g);
    const Exact exact(run), magnitudes(run, true);
    run.execute(kConv2dIm2col, {});
    const std::int64_t taps = g.kernel_height * g.kernel_width;
    const std::int64_t pixels = g.batch * g.out_height() * g.out_width();
    check_plain_sum(run.output, exact.output, magnitudes.output, 1 + taps * g.in_channels);
    check_plain_sum(run.grad_input, exact.grad_input, magnitudes.grad_input, taps * g.out_channels);
    check_plain_sum(run.grad_weight, exact.grad_weight, magnitudes.grad_weight, pixels);
    check_plain_sum(run.grad_bias, exact.grad_bias, magnitudes.grad_bias, pixels);
  }
}

TEST_CASE("Winograd: results and gradients are as near as the method allows") {
  for (const Conv2dAlgorithm* algorithm : kWinograds) {
    // On random values the transforms for 4×4 outputs amplify rounding to some 6e-7 of the norm,
    // those for 2×2 to 1.2e-7; the sums that come to it, of up to 200 channels or 270 tiles, make
    // 1.5e-6 and 5e-7 at most. The numbers here are the same on all machines.
    const double bound = algorithm == &kConv2dWinograd4x4 ? 2e-6 : 1e-6;
    for (const Conv2dGeometry& g : kWinogradGeometries) {
      CAPTURE(std::string(algorithm->name));
      CAPTURE(to_string(g));
      Run run(g);
      const Exact exact(run);
      run.execute(*algorithm, {});
      CHECK(relative_error(run.output, exact.output) <= bound);
      CHECK(relative_error(run.grad_input, exact.grad_input) <= bound);
      CHECK(relative_error(run.grad_weight, exact.grad_weight) <= bound);
      CHECK(relative_error(run.grad_bias, exact.grad_bias) <= bound);
    }
  }
}

TEST_CASE("Winograd 4x4: the error of single outputs is that of its interpolation points") {
  const Conv2dGeometry g{64, 32, 6, 6, 64, 3, 3, 1, 1, 0, 0};
  Run run(g);
  const Exact exact(run);
  run.execute(kConv2dWinograd4x4, {});
  double mean_size = 0.0, mean_error = 0.0, worst = 0.0;
  for (std::size_t i = 0; i < run.output.size(); ++i) {
    const double error = std::abs(run.output[i] - exact.output[i]);
    mean_size += std::abs(exact.output[i]);
    mean_error += error;
    worst = std::max(worst, error);
  }
  // Of the mean output these points cost 8e-7 on average and 0.9e-5 at worst; a wrong choice of
  // points, such as 0, ±1, ±2, ∞ with 2.5e-5 at worst, shows here.
  CHECK(mean_error / mean_size <= 1e-6);
  CHECK(worst / mean_size * static_cast<double>(run.output.size()) <= 1.2e-5);
}

TEST_CASE("Winograd: outputs next to zero are correct to the last bits, and so are their signs") {
  for (const Conv2dAlgorithm* algorithm : kWinograds) {
    for (const Conv2dGeometry& g : kWinogradGeometries) {
      if (g.batch == 0) continue;
      CAPTURE(std::string(algorithm->name));
      CAPTURE(to_string(g));
      Run run(g);
      // Of the last pixel nothing but the rounding of the bias is left.
      const std::size_t channels = run.bias.size(), pixel = run.output.size() - channels;
      std::fill(run.bias.begin(), run.bias.end(), 0.0f);
      const Exact sums(run), magnitudes(run, true);
      for (std::size_t k = 0; k < channels; ++k) {
        run.bias[k] = static_cast<float>(-sums.output[pixel + k]);
      }
      const Exact exact(run);
      run.execute(*algorithm, {});
      for (std::size_t k = 0; k < channels; ++k) {
        const double left = exact.output[pixel + k];
        // Rounded once to float, after at most 2000 roundings of a double.
        const double slack =
            0x1p-24 * std::abs(left) + 2000 * 0x1p-53 * magnitudes.output[pixel + k];
        CHECK(std::abs(run.output[pixel + k] - left) <= slack);
      }
    }
  }
}

TEST_CASE("the gradients are adjoint to the convolution") {
  std::vector<const Conv2dAlgorithm*> algorithms = {&kConv2dIm2col};
  algorithms.insert(algorithms.end(), std::begin(kWinograds), std::end(kWinograds));
  for (const Conv2dAlgorithm* algorithm : algorithms) {
    std::vector<Conv2dGeometry> geometries = kWinogradGeometries;
    if (algorithm == &kConv2dIm2col) {
      geometries.insert(geometries.end(), kGeometries.begin(), kGeometries.end());
    }
    for (const Conv2dGeometry& g : geometries) {
      CAPTURE(std::string(algorithm->name));
      CAPTURE(to_string(g));
      Run run(g);
      run.execute(*algorithm, {.bias = false});
      // ⟨y, dy⟩ = ⟨x, dx⟩ = ⟨w, dw⟩ but for the errors of y, dx and dw, each at most 2e-6 of its
      // norm (above): by Cauchy and Schwarz the products are off by 2e-6 of the norms' products.
      const double expected = dot(run.output, run.grad_output);
      const double slack = 2e-6 * norm(run.output) * norm(run.grad_output);
      CHECK(std::abs(dot(run.input, run.grad_input) - expected) <=
            slack + 2e-6 * norm(run.input) * norm(run.grad_input));
      CHECK(std::abs(dot(run.weight, run.grad_weight) - expected) <=
            slack + 2e-6 * norm(run.weight) * norm(run.grad_weight));
    }
  }
}

TEST_CASE("a gradient does not depend on which others are asked for") {
  for (const Conv2dAlgorithm* algorithm :
       {&kConv2dIm2col, &kConv2dWinograd4x4, &kConv2dWinograd2x2}) {
    for (const Conv2dGeometry& g : {Conv2dGeometry{5, 8, 6, 6, 12, 3, 3, 1, 1, 0, 0},
                                    Conv2dGeometry{3, 5, 9, 7, 6, 3, 3, 1, 1, 1, 1}}) {
      CAPTURE(std::string(algorithm->name));
      CAPTURE(to_string(g));
      Run all(g);
      all.execute(*algorithm, {});
      for (int wanted = 0; wanted < 8; ++wanted) {
        CAPTURE(wanted);
        const bool grad_input = (wanted & 1) != 0, grad_weight = (wanted & 2) != 0;
        const bool grad_bias = (wanted & 4) != 0;
        Run some(g);
        some.execute(*algorithm, {.bias = true,
                                  .grad_input = grad_input,
                                  .grad_weight = grad_weight,
                                  .grad_bias = grad_bias});
        check_same_bits(some.output, all.output);
        if (grad_input) check_same_bits(some.grad_input, all.grad_input);
        if (grad_weight) check_same_bits(some.grad_weight, all.grad_weight);
        if (grad_bias && grad_weight) check_same_bits(some.grad_bias, all.grad_bias);
      }
    }
  }
}

TEST_CASE("an image's results do not depend on its batch") {
  for (const Conv2dAlgorithm* algorithm :
       {&kConv2dIm2col, &kConv2dWinograd4x4, &kConv2dWinograd2x2}) {
    Conv2dGeometry g{70, 8, 6, 9, 12, 3, 3, 1, 1, 0, 1};
    CAPTURE(std::string(algorithm->name));
    Run batch(g);
    batch.execute(*algorithm, {});
    for (std::ptrdiff_t image : {0, 33, 69}) {
      CAPTURE(image);
      g.batch = 1;
      Run single(g);
      const auto inputs = static_cast<std::ptrdiff_t>(single.input.size());
      const auto outputs = static_cast<std::ptrdiff_t>(single.output.size());
      std::copy_n(batch.input.begin() + image * inputs, inputs, single.input.begin());
      std::copy_n(batch.grad_output.begin() + image * outputs, outputs, single.grad_output.begin());
      single.execute(*algorithm, {});
      check_same_bits(single.output, {batch.output.data() + image * outputs, single.output.size()});
      check_same_bits(single.grad_input,
                      {batch.grad_input.data() + image * inputs, single.grad_input.size()});
    }
  }
}

TEST_CASE("im2col: NaN and infinity go only where their element is used") {
  const Conv2dGeometry g{1, 2, 6, 6, 3, 3, 3, 1, 1, 0, 0};
  for (float special : {kNan, kInf}) {
    Run run(g), clean(g);
    run.input[(1 * 6 + 1) * 2] = special;  // pixel (1, 1), channel 0
    run.execute(kConv2dIm2col, {});
    clean.execute(kConv2dIm2col, {});
    for (std::int64_t y = 0; y < 4; ++y) {
      for (std::int64_t x = 0; x < 4; ++x) {
        for (std::int64_t o = 0; o < 3; ++o) {
          const auto at = static_cast<std::size_t>((y * 4 + x) * 3 + o);
          if (y <= 1 && x <= 1) {
            CHECK_FALSE(std::isfinite(run.output[at]));
          } else {
            CHECK(bits_of(run.output[at]) == bits_of(clean.output[at]));
          }
        }
      }
    }
  }
}

TEST_CASE("the bits are those of every other machine") {
  // Recorded from the native build.
  const struct {
    const Conv2dAlgorithm* algorithm;
    std::uint64_t output, grad_input, grad_weight;
  } records[] = {
      {&kConv2dIm2col, 2638373268110092947u, 4619984050622720663u, 3448755063080723206u},
      {&kConv2dWinograd4x4, 7419971182852018209u, 11532763786628022266u, 12020068577676340423u},
      {&kConv2dWinograd2x2, 12176754546288161246u, 1103884758896686066u, 4813001351363095866u},
  };
  for (const auto& record : records) {
    CAPTURE(std::string(record.algorithm->name));
    Run run({20, 12, 9, 7, 10, 3, 3, 1, 1, 1, 1});
    run.execute(*record.algorithm, {});
    CHECK(fingerprint(run.output) == record.output);
    CHECK(fingerprint(run.grad_input) == record.grad_input);
    CHECK(fingerprint(run.grad_weight) == record.grad_weight);
  }
}

TEST_CASE("select_conv2d goes by the sizes alone") {
  const auto selected = [](const Conv2dGeometry& g, bool precise = false) {
    return std::string(select_conv2d(g, precise).name);
  };
  const Conv2dGeometry to_4x4{64, 32, 6, 6, 64, 3, 3, 1, 1, 0, 0};
  CHECK(selected(to_4x4) == "winograd 4x4");
  CHECK(selected(to_4x4, true) == "im2col");
  CHECK(selected({1, 32, 6, 6, 64, 3, 3, 1, 1, 0, 0}) == "winograd 4x4");
  CHECK(selected({64, 32, 28, 28, 64, 3, 3, 1, 1, 1, 1}) == "winograd 4x4");
  CHECK(selected({64, 32, 4, 4, 64, 3, 3, 1, 1, 0, 0}) == "winograd 2x2");
  CHECK(selected({64, 32, 3, 3, 64, 3, 3, 1, 1, 0, 0}) == "im2col");    // one output
  CHECK(selected({64, 1, 28, 28, 32, 3, 3, 1, 1, 0, 0}) == "im2col");   // few channels
  CHECK(selected({64, 32, 28, 28, 3, 3, 3, 1, 1, 0, 0}) == "im2col");   // few channels
  CHECK(selected({64, 32, 28, 28, 64, 3, 3, 2, 2, 1, 1}) == "im2col");  // stride
  CHECK(selected({64, 32, 28, 28, 64, 5, 5, 1, 1, 2, 2}) == "im2col");  // kernel
}

}  // namespace gradlet::kernels
