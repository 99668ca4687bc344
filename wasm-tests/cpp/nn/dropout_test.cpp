#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/generator.h"
#include "fixture.h"
#include "nn/activation.h"
#include "nn/mnist_example_net.h"
#include "nn/sequential.h"

namespace gradlet::tests {
namespace {

using autograd::Tensor;
using core::Array;

/// Two dropouts, one after the other.
nn::Sequential two_dropouts() {
  return nn::Sequential({{"first", std::make_shared<nn::Dropout>(0.25f)},
                         {"second", std::make_shared<nn::Dropout>(0.5f)}});
}

/// What each part of `net` makes of `input`.
std::map<std::string, Array> outputs(const nn::Module& net, const Tensor& input,
                                     nn::ForwardContext context) {
  std::map<std::string, Array> result;
  const nn::ForwardHook note = [&](const nn::Module& module, const Tensor& output) {
    result.emplace(nn::full_name(net, module), core::contiguous(output.array()));
  };
  context.hook = &note;
  net(input, context);
  return result;
}

bool equal(const Array& a, const Array& b) { return excess(a, b, 0.0) == 0.0; }

}  // namespace

TEST_CASE("dropout zeroes the share it is told to, and keeps the mean") {
  const std::int64_t count = 16 * 4096;
  const auto made = outputs(two_dropouts(), Tensor(Array::full({16, 4096}, 1.0f)), {.seed = 7});
  const auto check = [&](const char* name, double p, float kept_value) {
    CAPTURE(name);
    std::int64_t kept = 0;
    for (const float y : made.at(name).values()) {
      kept += y != 0.0f;
      CHECK_MESSAGE((y == 0.0f || y == kept_value), y);
    }
    // Five standard deviations of a binomial count: one false alarm in two million.
    const double mean = static_cast<double>(count) * (1.0 - p);
    CHECK(std::abs(static_cast<double>(kept) - mean) < 5.0 * std::sqrt(mean * p));
  };
  check("first", 0.25, 1.0f / (1.0f - 0.25f));
  // After the first, three eighths of the elements are left.
  check("second", 1.0 - 0.75 * 0.5, 1.0f / (1.0f - 0.25f) * 2.0f);
}

TEST_CASE("dropout depends on seed, step, layer and element, and on nothing else") {
  const nn::Sequential net = two_dropouts();
  const Tensor ones(Array::full({8, 100}, 1.0f));
  const auto made = outputs(net, ones, {.seed = 1, .step = 2});
  const auto again = outputs(net, ones, {.seed = 1, .step = 2});
  CHECK(equal(again.at("first"), made.at("first")));
  CHECK(equal(again.at("second"), made.at("second")));
  CHECK_FALSE(equal(outputs(net, ones, {.seed = 3, .step = 2}).at("first"), made.at("first")));
  CHECK_FALSE(equal(outputs(net, ones, {.seed = 1, .step = 4}).at("first"), made.at("first")));
  // Each layer draws for itself: the second would else leave all that the first did.
  bool differ = false;
  for (std::size_t i = 0; i < made.at("first").size(); ++i) {
    differ |= made.at("first").data()[i] != 0.0f && made.at("second").data()[i] == 0.0f;
  }
  CHECK(differ);
  // Each sample too.
  const auto row = [&](std::size_t n) { return made.at("first").values().subspan(n * 100, 100); };
  CHECK_FALSE(std::equal(row(0).begin(), row(0).end(), row(1).begin()));
}

TEST_CASE("the parts of a batch see the dropouts of the batch in one piece") {
  core::Generator generator(0);
  const nn::MnistExampleNet net(generator);
  const Array images = generator.rand({6, 1, 28, 28});
  const auto whole = outputs(net, Tensor(images), {.seed = 5, .step = 9});
  for (const auto& [first, count] :
       std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 4}, {4, 2}}) {
    const auto pixels = images.values().subspan(static_cast<std::size_t>(first * 784),
                                                static_cast<std::size_t>(count * 784));
    const auto part = outputs(net, Tensor(Array::from({count, 1, 28, 28}, pixels)),
                              {.seed = 5, .step = 9, .first_sample = first});
    for (const char* name : {"dropout1", "dropout2"}) {
      CAPTURE(name);
      const Array &mine = part.at(name), &theirs = whole.at(name);
      const std::int64_t size = mine.numel() / count;
      bool same = true;
      for (std::int64_t i = 0; i < mine.numel(); ++i) {
        same &= (mine.data()[i] == 0.0f) == (theirs.data()[first * size + i] == 0.0f);
      }
      CHECK(same);
    }
  }
}

TEST_CASE("dropout leaves everything alone in evaluation") {
  nn::Sequential net = two_dropouts();
  net.eval();
  const Tensor ones(Array::full({8, 100}, 1.0f));
  CHECK(equal(outputs(net, ones, {.seed = 1}).at("second"), ones.array()));
}

}  // namespace gradlet::tests
