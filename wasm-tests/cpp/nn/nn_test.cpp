#include "nn/nn.h"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/generator.h"
#include "core/sha256.h"
#include "fixture.h"
#include "ops/ops.h"
#include "train/fingerprint.h"

namespace gradlet::tests {

using autograd::Tensor;
using core::Array;
using core::Error;
using core::Generator;

namespace {

std::string printed(const nn::Module& module) {
  std::ostringstream text;
  text << module;
  return text.str();
}

/// The first 16 of the fixture's images, normalised.
Tensor small_batch() {
  const std::vector<std::uint8_t> bytes = fixture("tutorial").u8("images");
  const Array table = fixture("tutorial").f32("normalised_bytes");
  Array images = Array::empty({16, 1, 8, 8});
  float* x = images.mutable_data();
  for (std::size_t i = 0; i < images.size(); ++i) x[i] = table.data()[bytes[i]];
  return Tensor(images);
}

core::IntArray small_targets() {
  return core::IntArray::from({16}, fixture("tutorial").i64("labels").values().first(16));
}

}  // namespace

TEST_CASE("the tutorial's network begins with PyTorch's parameters, bit for bit") {
  Generator generator(0);
  const nn::Net net(generator);
  std::vector<std::string> names;
  for (const auto& [name, parameter] : net.named_parameters()) {
    names.push_back(name);
    const Array expected = fixture("tutorial").f32("seed_0/initial/" + name);
    CAPTURE(name);
    CHECK(parameter.shape() == expected.shape());
    CHECK(excess(parameter.array(), expected, 0.0) == 0.0);
  }
  CHECK(names == std::vector<std::string>{"conv1.weight", "conv1.bias", "conv2.weight",
                                          "conv2.bias", "fc.weight", "fc.bias"});
}

TEST_CASE("fingerprints of initial parameters are PyTorch's") {
  for (const int seed : {0, 1, 42}) {
    CAPTURE(seed);
    Generator generator(static_cast<std::uint64_t>(seed));
    const nn::Net net(generator);
    std::ostringstream expected;
    for (const int byte :
         fixture("tutorial").u8("seed_" + std::to_string(seed) + "/initial_sha256")) {
      expected << "0123456789abcdef"[byte / 16] << "0123456789abcdef"[byte % 16];
    }
    CHECK(train::fingerprint(net) == expected.str());
  }
}

TEST_CASE("layers begin with PyTorch's parameters, bit for bit") {
  const auto& random = fixture("random");
  for (const std::string seed : {"0", "1", "42", "2147483648", "123456789", "1099511627783"}) {
    const std::string prefix = "seed_" + seed + "/";
    CAPTURE(prefix);
    const auto check = [&](const std::string& layer, const nn::Module& module) {
      for (const auto& [name, parameter] : module.named_parameters()) {
        CAPTURE(layer + name);
        CHECK(excess(parameter.array(), random.f32(prefix + layer + "/" + name), 0.0) == 0.0);
      }
    };
    const auto seeded = [&] { return Generator(std::stoull(seed)); };
    Generator a = seeded(), b = seeded(), c = seeded(), d = seeded();
    check("linear_1_1", nn::Linear(1, 1, a));
    check("linear_5_3", nn::Linear(5, 3, b));
    check("conv2d_1_32_3", nn::Conv2d(1, 32, {}, c));
    check("conv2d_3_4_3x5", nn::Conv2d(3, 4, {.kernel_size = {3, 5}, .bias = false}, d));
  }
}

TEST_CASE("the tutorial's network computes PyTorch's results and gradients") {
  const auto& expected = fixture("tutorial");
  for (const bool precise : {false, true}) {
    CAPTURE(precise);
    Generator generator(0);
    nn::Net net(generator, precise);
    const Tensor output = net(small_batch());
    // Sums of up to 1024 products, and Winograd's rounding, of log-probabilities of size 2.3.
    CHECK(excess(output.array(), expected.f32("small/log_probabilities"), 0.0) < 1e-5);
    nn::NLLLoss()(output, small_targets()).backward();
    for (const auto& [name, parameter] : net.named_parameters()) {
      CAPTURE(name);
      double square_sum = 0.0;
      for (const float g : parameter.grad().values()) square_sum += double{g} * g;
      const double norm = expected.f64("small/gradient_norms/" + name)[0];
      CHECK(std::abs(std::sqrt(square_sum) - norm) < 1e-5 * norm);
      const std::string path = "small/gradients/" + name;
      if (expected.contains(path)) {
        CHECK(excess(parameter.grad(), expected.f32(path), 1e-4) < 1e-6);
      }
    }
  }
}

TEST_CASE("modules print as PyTorch prints them") {
  Generator g(0);
  CHECK(printed(nn::Net(g)) ==
        "Net(\n"
        "  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))\n"
        "  (conv2): Conv2d(32, 64, kernel_size=(3, 3), stride=(1, 1))\n"
        "  (fc): Linear(in_features=1024, out_features=10, bias=True)\n"
        ")");
  const nn::Sequential layers(
      {std::make_shared<nn::Conv2d>(1, 2, nn::Conv2dOptions{.window = {.padding = {1, 1}}}, g),
       std::make_shared<nn::ReLU>(), std::make_shared<nn::MaxPool2d>(2),
       std::make_shared<nn::Flatten>(), std::make_shared<nn::Dropout>(0.5f),
       std::make_shared<nn::LogSoftmax>(1)});
  CHECK(printed(layers) ==
        "Sequential(\n"
        "  (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))\n"
        "  (1): ReLU()\n"
        "  (2): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)\n"
        "  (3): Flatten(start_dim=1, end_dim=-1)\n"
        "  (4): Dropout(p=0.5, inplace=False)\n"
        "  (5): LogSoftmax(dim=1)\n"
        ")");
}

TEST_CASE("Sequential names its parts and passes modes on to them") {
  Generator g(0);
  const auto dropout = std::make_shared<nn::Dropout>(0.5f);
  nn::Sequential net({{"first", std::make_shared<nn::Linear>(4, 4, g)},
                      {"drop", dropout},
                      {"last", std::make_shared<nn::Linear>(4, 2, g, /*bias=*/false)}});
  std::vector<std::string> names;
  for (const auto& [name, parameter] : net.named_parameters()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"first.weight", "first.bias", "last.weight"});

  const Tensor x(g.rand({3, 4}));
  nn::ForwardContext one{.seed = 1}, other{.seed = 2};
  CHECK(excess(net(x, one).array(), net(x, other).array(), 0.0) > 0.0);
  net.eval();
  CHECK_FALSE(dropout->training());
  CHECK(excess(net(x, one).array(), net(x, other).array(), 0.0) == 0.0);
}

TEST_CASE("layers refuse sizes that make no sense") {
  Generator g(0);
  CHECK_THROWS_AS(nn::Linear(0, 3, g), Error);
  CHECK_THROWS_AS(nn::Conv2d(1, 0, {}, g), Error);
  CHECK_THROWS_AS(nn::Dropout(1.0f), Error);
  CHECK_THROWS_AS(nn::Dropout(-0.1f), Error);
}

}  // namespace gradlet::tests
