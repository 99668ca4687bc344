/// Every op of `ops.safetensors`, forward and backward, against PyTorch's own numbers.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fixture.h"
#include "ops/ops.h"

namespace gradlet::tests {
namespace {

using autograd::Tensor;
using core::Array;
using core::IntArray;

/// One case of the fixture, and the tensors that its op was called with.
class Case {
 public:
  explicit Case(std::string name) : name_(std::move(name)) {}

  /// Input `what` as a leaf that wants a gradient; undefined if the case has none.
  Tensor input(const std::string& what = "input") {
    if (!file().contains(path(what))) return {};
    return inputs_.emplace(what, Tensor(file().f32(path(what)), true)).first->second;
  }
  Tensor other() { return input("other"); }

  IntArray integers(const std::string& what) const { return file().i64(path(what)); }
  std::int64_t integer(const std::string& what) const { return *integers(what).data(); }
  std::array<std::int64_t, 2> pair(const std::string& what) const {
    const IntArray values = integers(what);
    return {values.data()[0], values.data()[1]};
  }
  float scalar() const { return static_cast<float>(file().f64(path("scalar"))[0]); }
  ops::Reduction reduction() const {
    if (name_.ends_with("/sum")) return ops::Reduction::kSum;
    return name_.ends_with("/none") ? ops::Reduction::kNone : ops::Reduction::kMean;
  }

  /// Checks `result` and the gradients of all inputs against the fixture. `of_largest` is a bound
  /// on the error as a part of the array's largest value (or of 1), as sums have it.
  void check(const Tensor& result, double relative, double of_largest) {
    const auto check_one = [&](const Array& found, const Array& expected) {
      double largest = 1.0;
      for (const float e : expected.values()) {
        if (std::isfinite(e)) largest = std::max(largest, std::abs(double{e}));
      }
      CHECK(excess(found, expected, relative) <= of_largest * largest);
    };
    check_one(result.array(), file().f32(path("output")));
    result.backward(file().f32(path("grad_output")));
    for (const auto& [what, tensor] : inputs_) {
      CAPTURE(what);
      check_one(tensor.grad(), file().f32(path("grad_" + what)));
    }
  }

 private:
  static const io::SafetensorsFile& file() { return fixture("ops"); }
  std::string path(const std::string& what) const { return name_ + "/" + what; }

  std::string name_;
  std::map<std::string, Tensor> inputs_;
};

struct Op {
  std::function<Tensor(Case&)> call;
  /// Bounds on the difference to PyTorch, which sums in another order (vectors of 8 or 16 lanes)
  /// and has other exp and log (both within a few units in the last place of 6e-8).
  double relative = 1e-6;
  double of_largest = 1e-7;
};

ops::Conv2dOptions window(Case& c, bool precise) {
  return {.stride = c.pair("stride"), .padding = c.pair("padding"), .precise = precise};
}

/// Each op of the fixture by its name there.
std::map<std::string, Op> all_ops() {
  // Sums of up to 300 products of size 1: the rounding of each is 6e-8, and sums of different order
  // part by a few of these.
  const double sums = 4e-6;
  // Winograd's transforms enlarge rounding: at worst 1e-5 of the output's size (design of
  // F(4×4,3×3)).
  const double winograd = 3e-5;
  return {
      {"add", {[](Case& c) { return c.input() + c.other(); }}},
      {"sub", {[](Case& c) { return c.input() - c.other(); }, 1e-6, 1e-6}},
      {"mul", {[](Case& c) { return c.input() * c.other(); }, 1e-6, 1e-6}},
      {"div", {[](Case& c) { return c.input() / c.other(); }, 1e-6, 1e-6}},
      {"add_scalar", {[](Case& c) { return c.input() + c.scalar(); }}},
      {"sub_scalar", {[](Case& c) { return c.input() - c.scalar(); }}},
      {"mul_scalar", {[](Case& c) { return c.input() * c.scalar(); }}},
      {"div_scalar", {[](Case& c) { return c.input() / c.scalar(); }}},
      {"rsub_scalar", {[](Case& c) { return c.scalar() - c.input(); }}},
      {"rdiv_scalar", {[](Case& c) { return c.scalar() / c.input(); }}},
      {"neg", {[](Case& c) { return -c.input(); }}},
      {"exp", {[](Case& c) { return ops::exp(c.input()); }}},
      {"log", {[](Case& c) { return ops::log(c.input()); }}},
      {"sqrt", {[](Case& c) { return ops::sqrt(c.input()); }}},
      {"relu", {[](Case& c) { return ops::relu(c.input()); }}},
      {"tanh", {[](Case& c) { return ops::tanh(c.input()); }}},
      {"sigmoid", {[](Case& c) { return ops::sigmoid(c.input()); }}},
      {"matmul", {[](Case& c) { return ops::matmul(c.input(), c.other()); }, 0, sums}},
      {"linear",
       {[](Case& c) { return ops::linear(c.input(), c.input("weight"), c.input("bias")); }, 0,
        sums}},
      {"reshape", {[](Case& c) {
         const IntArray shape = c.integers("shape");
         const std::vector<std::int64_t> sizes(shape.values().begin(), shape.values().end());
         return ops::reshape(c.input(), std::span<const std::int64_t>(sizes));
       }}},
      {"flatten", {[](Case& c) { return ops::flatten(c.input(), c.integer("start_dim")); }}},
      {"transpose",
       {[](Case& c) { return ops::transpose(c.input(), c.integer("dim0"), c.integer("dim1")); }}},
      {"conv2d",
       {[](Case& c) {
          return ops::conv2d(c.input(), c.input("weight"), c.input("bias"), window(c, false));
        },
        0, winograd}},
      {"max_pool2d", {[](Case& c) {
         return ops::max_pool2d(c.input(), {.kernel_size = c.pair("kernel_size"),
                                            .stride = c.pair("stride"),
                                            .padding = c.pair("padding")});
       }}},
      {"log_softmax",
       {[](Case& c) { return ops::log_softmax(c.input(), c.integer("dim")); }, 1e-6, 1e-6}},
      {"softmax", {[](Case& c) { return ops::softmax(c.input(), c.integer("dim")); }, 1e-6, 1e-6}},
      {"mse_loss",
       {[](Case& c) { return ops::mse_loss(c.input(), c.input("target"), c.reduction()); }, 1e-6,
        1e-6}},
      {"nll_loss",
       {[](Case& c) { return ops::nll_loss(c.input(), c.integers("target"), c.reduction()); }}},
      {"cross_entropy",
       {[](Case& c) { return ops::cross_entropy(c.input(), c.integers("target"), c.reduction()); },
        1e-6, 1e-6}},
  };
}

/// The names of all cases of `op` in the fixture: "op/case".
std::vector<std::string> cases_of(const std::string& op) {
  std::set<std::string> names;
  for (const auto& entry : fixture("ops").entries()) {
    if (!entry.name.starts_with(op + "/")) continue;
    names.insert(entry.name.substr(0, entry.name.find('/', op.size() + 1)));
  }
  return {names.begin(), names.end()};
}

}  // namespace

TEST_CASE("ops give PyTorch's results and gradients") {
  for (const auto& [name, op] : all_ops()) {
    const std::vector<std::string> names = cases_of(name);
    CAPTURE(name);
    CHECK(!names.empty());
    for (const std::string& case_name : names) {
      CAPTURE(case_name);
      Case c(case_name);
      c.check(op.call(c), op.relative, op.of_largest);
    }
  }
}

TEST_CASE("conv2d without Winograd is within rounding of PyTorch's") {
  for (const std::string& case_name : cases_of("conv2d")) {
    CAPTURE(case_name);
    Case c(case_name);
    // PyTorch's own are within 7e-7 of the largest value of sums in double; these sum in one order.
    c.check(ops::conv2d(c.input(), c.input("weight"), c.input("bias"), window(c, true)), 0, 3e-6);
  }
}

TEST_CASE("reductions give PyTorch's results, places and gradients") {
  using Along = std::function<Tensor(const Tensor&, std::int64_t, bool)>;
  using All = std::function<Tensor(const Tensor&)>;
  const std::map<std::string, std::pair<All, Along>> reductions{
      {"sum",
       {[](const Tensor& x) { return ops::sum(x); },
        [](const Tensor& x, std::int64_t d, bool keep) { return ops::sum(x, d, keep); }}},
      {"mean",
       {[](const Tensor& x) { return ops::mean(x); },
        [](const Tensor& x, std::int64_t d, bool keep) { return ops::mean(x, d, keep); }}},
      {"max",
       {[](const Tensor& x) { return ops::max(x); },
        [](const Tensor& x, std::int64_t d, bool keep) { return ops::max(x, d, keep).values; }}},
  };
  for (const auto& [name, functions] : reductions) {
    for (const std::string& case_name : cases_of(name)) {
      CAPTURE(case_name);
      Case c(case_name);
      const Tensor x = c.input();
      const double sums = 1e-5;  // 131 values of size 1, in another order
      if (case_name.ends_with("all")) {
        c.check(functions.first(x), 1e-6, sums);
        continue;
      }
      const bool keep = c.integer("keepdim") != 0;
      if (name == "max") {
        const IntArray found = ops::max(x, c.integer("dim"), keep).indices;
        const IntArray expected = c.integers("indices");
        CHECK(std::vector(found.values().begin(), found.values().end()) ==
              std::vector(expected.values().begin(), expected.values().end()));
      }
      c.check(functions.second(x, c.integer("dim"), keep), 1e-6, sums);
    }
  }
}

}  // namespace gradlet::tests
