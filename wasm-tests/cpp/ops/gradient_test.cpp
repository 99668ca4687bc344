/// Every op's gradient by finite differences, for each of its arguments.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/generator.h"
#include "ops/gradient_check.h"
#include "ops/ops.h"

namespace gradlet::tests {

using autograd::Tensor;
using core::Array;
using core::IntArray;
using core::Shape;

namespace {

using Inputs = std::vector<Tensor>;

/// Values in [0.5, 1.5) with either sign: never near 0, where relu, max and division are not
/// smooth.
Array away_from_zero(const Shape& shape, core::Generator& generator) {
  Array array = generator.uniform(shape, -1.0f, 1.0f);
  float* x = array.mutable_data();
  for (std::size_t i = 0; i < array.size(); ++i) x[i] += x[i] < 0 ? -0.5f : 0.5f;
  return array;
}

Array positive(const Shape& shape, core::Generator& generator) {
  return generator.uniform(shape, 0.5f, 1.5f);
}

/// Distinct values at least 0.1 apart, in random order: a maximum that stays where it is.
Array distinct(const Shape& shape, core::Generator& generator) {
  Array array = Array::empty(shape);
  float* x = array.mutable_data();
  for (const std::int64_t rank : generator.permutation(array.numel())) {
    *x++ = 0.1f * static_cast<float>(rank);
  }
  return array;
}

}  // namespace

TEST_CASE("gradients agree with finite differences") {
  core::Generator g(7);
  const IntArray classes = IntArray::from({3}, {2, 0, 4});
  struct Check {
    std::string name;
    std::function<Tensor(const Inputs&)> function;
    std::vector<Array> inputs;
  };
  const std::vector<Check> checks{
      {"add",
       [](const Inputs& x) { return x[0] + x[1]; },
       {away_from_zero({2, 3}, g), away_from_zero({3}, g)}},
      {"sub",
       [](const Inputs& x) { return x[0] - x[1]; },
       {away_from_zero({2, 1}, g), away_from_zero({3}, g)}},
      {"mul",
       [](const Inputs& x) { return x[0] * x[1]; },
       {away_from_zero({2, 3}, g), away_from_zero({2, 1}, g)}},
      {"div",
       [](const Inputs& x) { return x[0] / x[1]; },
       {away_from_zero({2, 3}, g), positive({3}, g)}},
      {"neg", [](const Inputs& x) { return -x[0]; }, {away_from_zero({5}, g)}},
      {"exp", [](const Inputs& x) { return ops::exp(x[0]); }, {away_from_zero({5}, g)}},
      {"log", [](const Inputs& x) { return ops::log(x[0]); }, {positive({5}, g)}},
      {"sqrt", [](const Inputs& x) { return ops::sqrt(x[0]); }, {positive({5}, g)}},
      {"relu", [](const Inputs& x) { return ops::relu(x[0]); }, {away_from_zero({9}, g)}},
      {"tanh", [](const Inputs& x) { return ops::tanh(x[0]); }, {away_from_zero({9}, g)}},
      {"sigmoid", [](const Inputs& x) { return ops::sigmoid(x[0]); }, {away_from_zero({9}, g)}},
      {"matmul",
       [](const Inputs& x) { return ops::matmul(x[0], x[1]); },
       {away_from_zero({3, 4}, g), away_from_zero({4, 2}, g)}},
      {"linear",
       [](const Inputs& x) { return ops::linear(x[0], x[1], x[2]); },
       {away_from_zero({3, 5}, g), away_from_zero({2, 5}, g), away_from_zero({2}, g)}},
      {"linear of three dimensions",
       [](const Inputs& x) { return ops::linear(x[0], x[1], x[2]); },
       {away_from_zero({2, 3, 5}, g), away_from_zero({2, 5}, g), away_from_zero({2}, g)}},
      {"reshape",
       [](const Inputs& x) { return ops::reshape(x[0], {3, -1}); },
       {away_from_zero({2, 6}, g)}},
      {"transpose",
       [](const Inputs& x) { return ops::transpose(x[0], 0, 2); },
       {away_from_zero({2, 3, 4}, g)}},
      {"sum", [](const Inputs& x) { return ops::sum(x[0]); }, {away_from_zero({2, 3}, g)}},
      {"sum of a dimension",
       [](const Inputs& x) { return ops::sum(x[0], 1, true); },
       {away_from_zero({2, 3, 2}, g)}},
      {"mean", [](const Inputs& x) { return ops::mean(x[0], 0); }, {away_from_zero({4, 3}, g)}},
      {"max", [](const Inputs& x) { return ops::max(x[0]); }, {distinct({7}, g)}},
      {"max of a dimension",
       [](const Inputs& x) { return ops::max(x[0], 1).values; },
       {distinct({3, 4}, g)}},
      {"conv2d by Winograd",
       [](const Inputs& x) { return ops::conv2d(x[0], x[1], x[2], {.padding = {1, 0}}); },
       {away_from_zero({2, 8, 6, 5}, g), away_from_zero({3, 8, 3, 3}, g), away_from_zero({3}, g)}},
      {"conv2d with strides",
       [](const Inputs& x) {
         return ops::conv2d(x[0], x[1], x[2], {.stride = {2, 1}, .padding = {1, 2}});
       },
       {away_from_zero({2, 2, 5, 6}, g), away_from_zero({3, 2, 3, 2}, g), away_from_zero({3}, g)}},
      {"max_pool2d",
       [](const Inputs& x) {
         return ops::max_pool2d(x[0], {.kernel_size = {3, 3}, .stride = {2, 2}, .padding = {1, 1}});
       },
       {distinct({1, 2, 5, 5}, g)}},
      {"dropout",
       [](const Inputs& x) { return ops::dropout(x[0], 0.4f, {.seed = 3}); },
       {away_from_zero({11}, g)}},
      {"log_softmax",
       [](const Inputs& x) { return ops::log_softmax(x[0], 1); },
       {away_from_zero({3, 5}, g)}},
      {"softmax",
       [](const Inputs& x) { return ops::softmax(x[0], 0); },
       {away_from_zero({3, 5}, g)}},
      {"mse_loss",
       [](const Inputs& x) { return ops::mse_loss(x[0], x[1]); },
       {away_from_zero({3, 5}, g), away_from_zero({3, 5}, g)}},
      {"nll_loss",
       [&](const Inputs& x) { return ops::nll_loss(x[0], classes); },
       {away_from_zero({3, 5}, g)}},
      {"cross_entropy",
       [&](const Inputs& x) { return ops::cross_entropy(x[0], classes); },
       {away_from_zero({3, 5}, g)}},
  };
  for (const Check& check : checks) {
    CAPTURE(check.name);
    // See gradient_check.h; Winograd's own rounding makes up to 1e-5/h = 1e-3 of it.
    CHECK(gradient_error(check.function, check.inputs) < 2e-3);
  }
}

TEST_CASE("ops refuse shapes that do not fit, and say which") {
  const auto zeros = [](const Shape& shape) { return Tensor(Array::zeros(shape)); };
  using core::Error;
  CHECK_THROWS_WITH_AS(zeros({2, 3}) + zeros({4}), doctest::Contains("[2, 3] and [4]"), Error);
  CHECK_THROWS_WITH_AS(ops::matmul(zeros({2, 3}), zeros({2, 3})), doctest::Contains("[matmul]"),
                       Error);
  CHECK_THROWS_WITH_AS(ops::linear(zeros({2, 3}), zeros({4, 5})),
                       doctest::Contains("weight [4, 5]"), Error);
  CHECK_THROWS_WITH_AS(ops::conv2d(zeros({64, 1, 28, 28}), zeros({32, 3, 3, 3})),
                       doctest::Contains("input [64, 1, 28, 28], weight [32, 3, 3, 3]"), Error);
  CHECK_THROWS_AS(ops::conv2d(zeros({1, 1, 2, 2}), zeros({1, 1, 3, 3})), Error);
  CHECK_THROWS_AS(ops::conv2d(zeros({1, 1, 4, 4}), zeros({1, 1, 3, 3}), {}, {.stride = {0, 1}}),
                  Error);
  CHECK_THROWS_AS(ops::max_pool2d(zeros({1, 1, 2, 2}), {.kernel_size = {3, 3}}), Error);
  CHECK_THROWS_AS(ops::max_pool2d(zeros({1, 1, 8, 8}), {.padding = {2, 2}}), Error);
  CHECK_THROWS_AS(ops::reshape(zeros({2, 3}), {4, 2}), Error);
  CHECK_THROWS_AS(ops::reshape(zeros({2, 3}), {4, -1}), Error);
  CHECK_THROWS_AS(ops::flatten(zeros({2, 3}), 1, 0), Error);
  CHECK_THROWS_AS(ops::transpose(zeros({2, 3}), 0, 2), Error);
  CHECK_THROWS_AS(ops::max(zeros({0})), Error);
  CHECK_THROWS_AS(ops::mse_loss(zeros({2}), zeros({3})), Error);
  CHECK_THROWS_WITH_AS(ops::nll_loss(zeros({1, 10}), IntArray::from({1}, {10})),
                       doctest::Contains("classes from 0 to 9, found 10"), Error);
  CHECK_THROWS_AS(ops::dropout(zeros({2}), 1.0f, {}), Error);
}

TEST_CASE("dropout depends on its stream alone, however the batch is cut") {
  const std::int64_t n = 1000;
  const Tensor ones(Array::full({n}, 1.0f));
  const ops::DropoutStream stream{.seed = 5, .step = 2, .layer = 1};
  const Array whole = ops::dropout(ones, 0.25f, stream).array();
  // In parts of 7 elements.
  for (std::int64_t first = 0; first < n; first += 7) {
    const std::int64_t count = std::min<std::int64_t>(7, n - first);
    ops::DropoutStream part = stream;
    part.first_element = static_cast<std::uint64_t>(first);
    const Array piece = ops::dropout(Tensor(Array::full({count}, 1.0f)), 0.25f, part).array();
    for (std::int64_t i = 0; i < count; ++i) CHECK(piece.data()[i] == whole.data()[first + i]);
  }
  // Elements are 0 or 1/(1 − p); their number is binomial with a deviation of 14.
  std::int64_t kept = 0;
  for (const float value : whole.values()) {
    CHECK((value == 0.0f || value == doctest::Approx(4.0 / 3.0)));
    kept += value != 0.0f;
  }
  CHECK(kept > 750 - 5 * 14);
  CHECK(kept < 750 + 5 * 14);
  for (const ops::DropoutStream& other : {ops::DropoutStream{.seed = 6, .step = 2, .layer = 1},
                                          ops::DropoutStream{.seed = 5, .step = 3, .layer = 1},
                                          ops::DropoutStream{.seed = 5, .step = 2, .layer = 2}}) {
    const Array different = ops::dropout(ones, 0.25f, other).array();
    CHECK_FALSE(
        std::equal(whole.values().begin(), whole.values().end(), different.values().begin()));
  }
}

}  // namespace gradlet::tests
