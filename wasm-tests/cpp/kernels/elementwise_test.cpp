#include "kernels/elementwise.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/elementwise_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

template <class F>
std::vector<float> map(F f, const std::vector<float>& x) {
  std::vector<float> y(x.size());
  f32_map(static_cast<std::int64_t>(x.size()), f, x.data(), y.data());
  return y;
}

/// Holds a functor of one argument to its twin, for every size of tail, out of place and in place.
template <class F, class Twin>
void check_map(F f, Twin twin) {
  for (std::int64_t n : kSizes) {
    std::vector<float> x = special_samples(n, 1);
    std::vector<float> expected;
    for (float value : x) expected.push_back(twin(value));
    check_same_bits(map(f, x), expected);
    f32_map(n, f, x.data(), x.data());
    check_same_bits(x, expected);
  }
}

template <class F, class Twin>
void check_map2(F f, Twin twin) {
  for (std::int64_t n : kSizes) {
    const std::vector<float> a = special_samples(n, 1);
    std::vector<float> b = special_samples(n, 5);
    std::vector<float> expected, y(b.size());
    for (std::size_t i = 0; i < a.size(); ++i) expected.push_back(twin(a[i], b[i]));
    f32_map2(n, f, a.data(), b.data(), y.data());
    check_same_bits(y, expected);
    f32_map2(n, f, a.data(), b.data(), b.data());
    check_same_bits(b, expected);
  }
}

template <class F, class Twin>
void check_map3(F f, Twin twin) {
  for (std::int64_t n : kSizes) {
    const std::vector<float> a = special_samples(n, 1), b = special_samples(n, 5);
    std::vector<float> c = special_samples(n, 11);
    std::vector<float> expected, y(c.size());
    for (std::size_t i = 0; i < a.size(); ++i) expected.push_back(twin(a[i], b[i], c[i]));
    f32_map3(n, f, a.data(), b.data(), c.data(), y.data());
    check_same_bits(y, expected);
    f32_map3(n, f, a.data(), b.data(), c.data(), c.data());
    check_same_bits(c, expected);
  }
}

/// Every 9973rd float there is, by its bits: all magnitudes, denormals and NaNs included.
std::vector<float> arguments() {
  std::vector<float> result;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 9973) {
    result.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  return result;
}

template <class F>
void check_ulps(F f, double (*twin)(double), double bound) {
  const std::vector<float> x = arguments();
  const std::vector<float> y = map(f, x);
  double worst = 0.0;
  float at = 0.0f;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double error = ulps(y[i], twin(x[i]));
    if (error > worst) {
      worst = error;
      at = x[i];
    }
  }
  INFO("worst at ", at);
  CHECK(worst <= bound);
}

}  // namespace

TEST_CASE("arithmetic has the bits of scalar arithmetic") {
  check_map2(Add{}, [](float a, float b) { return a + b; });
  check_map2(Subtract{}, [](float a, float b) { return a - b; });
  check_map2(Multiply{}, [](float a, float b) { return a * b; });
  check_map2(Divide{}, [](float a, float b) { return a / b; });
  check_map2(DivideGradDividend{}, [](float b, float grad) { return grad / b; });
  check_map3(DivideGradDivisor{}, divide_grad_divisor_ref);
  check_map(Negate{}, [](float x) { return -x; });
  check_map(AddScalar{0.1f}, [](float x) { return x + 0.1f; });
  check_map(SubtractScalar{0.1f}, [](float x) { return x - 0.1f; });
  check_map(MultiplyScalar{0.1f}, [](float x) { return x * 0.1f; });
  check_map(DivideScalar{0.1f}, [](float x) { return x / 0.1f; });
  check_map(ScalarSubtract{0.1f}, [](float x) { return 0.1f - x; });
}

TEST_CASE("activations, losses and derivatives have the bits of their twins") {
  check_map(Sqrt{}, [](float x) { return std::sqrt(x); });
  check_map(Relu{}, relu_ref);
  check_map2(ExpGrad{}, [](float result, float grad) { return grad * result; });
  check_map2(LogGrad{}, [](float x, float grad) { return grad / x; });
  check_map2(SqrtGrad{}, sqrt_grad_ref);
  check_map2(ReluGrad{}, relu_grad_ref);
  check_map2(TanhGrad{}, tanh_grad_ref);
  check_map2(SigmoidGrad{}, sigmoid_grad_ref);
  check_map2(SquaredDifference{}, squared_difference_ref);
  check_map3(SquaredDifferenceGrad{0.2f}, [](float a, float b, float grad) {
    return squared_difference_grad_ref(0.2f, a, b, grad);
  });
  check_map2(Scale{1.25f}, [](float x, float mask) { return scale_ref(1.25f, x, mask); });
}

TEST_CASE("exp, log, tanh and sigmoid are exact to a few last places") {
  // Found over all floats there are: 2.78, 0.84, 1.35, 2.59.
  check_ulps(Exp{}, exp_ref, 2.8);
  check_ulps(Log{}, log_ref, 0.85);
  check_ulps(Tanh{}, tanh_ref, 1.4);
  check_ulps(Sigmoid{}, sigmoid_ref, 2.6);
}

TEST_CASE("special points are PyTorch's") {
  const std::vector<float> x = {-0.0f, 0.0f, kNan, -kInf, kInf, 1e-40f, -1e-40f};
  check_same_bits(map(Relu{}, x), std::vector{-0.0f, 0.0f, kNan, 0.0f, kInf, 1e-40f, 0.0f});
  check_same_bits(map(Exp{}, x), std::vector{1.0f, 1.0f, kNan, 0.0f, kInf, 1.0f, 1.0f});
  check_same_bits(map(Log{}, x),
                  std::vector{-kInf, -kInf, kNan, kNan, kInf, -92.10340881347656f, kNan});
  check_same_bits(map(Sqrt{}, x),
                  std::vector{-0.0f, 0.0f, kNan, kNan, kInf, 9.999973025467516e-21f, kNan});
  check_same_bits(map(Tanh{}, x), std::vector{-0.0f, 0.0f, kNan, -1.0f, 1.0f, 1e-40f, -1e-40f});
  check_same_bits(map(Sigmoid{}, x), std::vector{0.5f, 0.5f, kNan, 0.0f, 1.0f, 0.5f, 0.5f});

  // The derivative of ReLU at 0 is 0, at NaN the gradient goes through.
  const std::vector<float> ones(x.size(), 1.0f);
  std::vector<float> dx(x.size());
  f32_map2(static_cast<std::int64_t>(x.size()), ReluGrad{}, x.data(), ones.data(), dx.data());
  check_same_bits(dx, std::vector{0.0f, 0.0f, 1.0f, 0.0f, 1.0f, 1.0f, 0.0f});
}

TEST_CASE("exp reaches the ends of the floats") {
  const std::vector<float> x = {-104.0f, -103.9f, -90.0f, 88.5f, 88.7f, 88.73f};
  const std::vector<float> y = map(Exp{}, x);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(ulps(y[i], exp_ref(x[i])) <= 2.8);
  CHECK(y.front() == 0.0f);
  CHECK(y[1] == kDenormal);
  CHECK(y.back() == kInf);
}

TEST_CASE("an element's place does not change its bits") {
  const std::vector<float> x = samples(64, 2);
  const auto check = [&](auto f) {
    const std::vector<float> all = map(f, x);
    for (std::size_t begin = 0; begin < 9; ++begin) {
      for (std::size_t n = 1; n <= 9; ++n) {
        const auto at = static_cast<std::ptrdiff_t>(begin);
        const auto end = at + static_cast<std::ptrdiff_t>(n);
        check_same_bits(map(f, std::vector(x.begin() + at, x.begin() + end)),
                        std::vector(all.begin() + at, all.begin() + end));
      }
    }
  };
  check(Exp{});
  check(Log{});
  check(Tanh{});
  check(Sigmoid{});
}

TEST_CASE("the bits are the same on every machine") {
  // Found natively (x86-64) and in WebAssembly; all 2^32 arguments were compared once.
  const std::vector<float> x = arguments();
  CHECK(fingerprint(map(Exp{}, x)) == 0x1643fafac9313ed1u);
  CHECK(fingerprint(map(Log{}, x)) == 0x6c70e1e2bf0d427bu);
  CHECK(fingerprint(map(Tanh{}, x)) == 0x3e91d02d107de39du);
  CHECK(fingerprint(map(Sigmoid{}, x)) == 0x022b8baa77a3ff67u);
}

}  // namespace gradlet::kernels
