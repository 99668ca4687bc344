#include <doctest/doctest.h>

#include <sstream>
#include <utility>
#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "ops/ops.h"

namespace gradlet::tests {

using autograd::Tensor;
using core::Array;
using core::Error;

namespace {

Tensor leaf(std::initializer_list<float> values) {
  return Tensor(Array::from({static_cast<std::int64_t>(values.size())}, values), true);
}

std::vector<float> values(const Array& array) {
  return {array.values().begin(), array.values().end()};
}

}  // namespace

TEST_CASE("backward adds up along all ways to a leaf, and over calls") {
  Tensor x = leaf({1, 2, 3});
  const auto cube_sum = [&] { return ops::sum(x * x * x + x); };  // derivative 3x² + 1
  cube_sum().backward();
  CHECK(values(x.grad()) == std::vector<float>{4, 13, 28});
  cube_sum().backward();
  CHECK(values(x.grad()) == std::vector<float>{8, 26, 56});
  x.zero_grad();
  CHECK_FALSE(x.grad().defined());
}

TEST_CASE("backward waits for the longest way to a result") {
  Tensor x = leaf({1, 2});
  const Tensor y = x * 2.0f;
  const Tensor around = ops::neg(ops::neg(y * 3.0f));
  SUBCASE("when the short way is an operation's first input") { ops::sum(y + around).backward(); }
  SUBCASE("when it is the second") { ops::sum(around + y).backward(); }
  SUBCASE("when it is not the only short one") {
    ops::sum(y * 0.5f + around + y * 0.5f).backward();
  }
  CHECK(values(x.grad()) == std::vector<float>{8, 8});
}

TEST_CASE("gradients that reach a leaf unchanged are not shared with it") {
  Tensor x = leaf({1, 2}), y = leaf({3, 4});
  const Array upstream = Array::from({2}, {5.0f, 6.0f});
  (x + y).backward(upstream);
  (x + y).backward(upstream);
  CHECK(values(x.grad()) == std::vector<float>{10, 12});
  CHECK(values(y.grad()) == std::vector<float>{10, 12});
  CHECK(values(upstream) == std::vector<float>{5, 6});
}

TEST_CASE("grad leaves the leaves alone and says which it did not reach") {
  Tensor x = leaf({1, 2}), y = leaf({3, 4}), unused = leaf({0});
  const std::vector<Tensor> inputs{x, y, unused};
  const std::vector<Array> grads = autograd::grad(ops::sum(x * y), inputs, Array::full({}, 0.5f));
  CHECK(values(grads[0]) == std::vector<float>{1.5f, 2});
  CHECK(values(grads[1]) == std::vector<float>{0.5f, 1});
  CHECK_FALSE(grads[2].defined());
  CHECK_FALSE(x.grad().defined());
}

TEST_CASE("a graph is used up by backward") {
  Tensor x = leaf({2});
  const Tensor y = ops::sum(ops::exp(x));
  y.backward();
  CHECK_THROWS_AS(y.backward(), Error);
}

TEST_CASE("changing what backward needs in place is an error") {
  Tensor x = leaf({2});
  const Tensor y = ops::sum(x * x);
  x.mutable_array().mutable_data()[0] = 7.0f;
  CHECK_THROWS_WITH_AS(y.backward(), doctest::Contains("changed in place"), Error);
}

TEST_CASE("operations write in the place of what nobody else has, and nowhere else") {
  Tensor x = leaf({-1, 2});
  Tensor doubled = x * 2.0f;
  const float* const place = doubled.array().raw();
  SUBCASE("a temporary's place is taken") {
    const Tensor y = ops::relu(std::move(doubled));
    CHECK(y.array().raw() == place);
    CHECK(values(y.array()) == std::vector<float>{0, 4});
    ops::sum(y).backward();
    CHECK(values(x.grad()) == std::vector<float>{0, 2});
  }
  SUBCASE("a tensor with another handle stays as it is") {
    const Tensor handle = doubled;
    CHECK(ops::relu(std::move(doubled)).array().raw() != place);
    CHECK(values(handle.array()) == std::vector<float>{-2, 4});
  }
  SUBCASE("elements that backward needs stay as they are") {
    Tensor e = ops::exp(x * 0.0f);  // all ones; its derivative needs the result
    ops::sum(ops::relu(std::move(e)) * 3.0f).backward();
    CHECK(values(x.grad()) == std::vector<float>{0, 0});
    Tensor one = leaf({0});
    ops::sum(ops::neg(ops::exp(one * 1.0f))).backward();
    CHECK(values(one.grad()) == std::vector<float>{-1});
  }
  SUBCASE("gradients that go two ways are not written over") {
    Tensor y = doubled * 1.0f;
    ops::sum(ops::relu(y) + ops::neg(y) + y).backward();
    CHECK(values(x.grad()) == std::vector<float>{0, 2});
  }
  SUBCASE("an array that its owner kept stays as it is") {
    const Array kept = Array::from({2}, {-3, 3});
    CHECK(values(ops::relu(Tensor(kept)).array()) == std::vector<float>{0, 3});
    CHECK(values(kept) == std::vector<float>{-3, 3});
  }
}

TEST_CASE("no_grad and detach record nothing") {
  Tensor x = leaf({2});
  CHECK((x * x).requires_grad());
  CHECK_FALSE((x.detach() * x.detach()).requires_grad());
  {
    const autograd::NoGradGuard no_grad;
    CHECK_FALSE((x * x).requires_grad());
    CHECK_FALSE(autograd::grad_enabled());
  }
  CHECK(autograd::grad_enabled());
}

TEST_CASE("a chain of a hundred thousand operations needs no stack") {
  Tensor x = leaf({1});
  Tensor y = x;
  for (int i = 0; i < 100000; ++i) y = y + 0.0f;
  y.backward(Array::full({1}, 1.0f));
  CHECK(values(x.grad()) == std::vector<float>{1});
  Tensor unused = x;
  for (int i = 0; i < 100000; ++i) unused = unused + 0.0f;  // released without backward
}

TEST_CASE("misuse is refused with what was expected and found") {
  Tensor x = leaf({1, 2});
  CHECK_THROWS_WITH_AS(x.backward(), doctest::Contains("found shape [2]"), Error);
  CHECK_THROWS_AS(Tensor(Array::full({}, 1.0f)).backward(), Error);
  CHECK_THROWS_AS((x * x).requires_grad_(), Error);
  CHECK_THROWS_AS((x * x).mutable_array(), Error);
  CHECK_THROWS_AS(x.item(), Error);
  CHECK_THROWS_AS(ops::sum(x * x).backward(Array::full({2}, 1.0f)), Error);
  CHECK_THROWS_AS(Tensor().shape(), Error);
}

TEST_CASE("tensors print as PyTorch prints them") {
  const auto printed = [](const Tensor& tensor) {
    std::ostringstream text;
    text << tensor;
    return text.str();
  };
  Tensor x = leaf({1, 2});
  CHECK(printed(x) == "tensor([1., 2.], requires_grad=True)");
  CHECK(printed(x * x) == "tensor([1., 4.], grad_fn=<MulBackward0>)");
  CHECK(printed(x.detach()) == "tensor([1., 2.])");
}

}  // namespace gradlet::tests
