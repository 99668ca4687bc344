#include "kernels/softmax.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "kernels/reference/softmax_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;

template <class F>
void for_each_shape(F f) {
  for (std::int64_t outer : {1, 2, 3, 4, 5, 9}) {
    for (std::int64_t count : {1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 65, 200}) {
      for (std::int64_t inner : {1, 2, 4, 7}) {
        CAPTURE(outer);
        CAPTURE(count);
        CAPTURE(inner);
        f(outer, count, inner);
      }
    }
  }
}

/// The largest |found − expected|.
double distance(const Floats& found, const Doubles& expected) {
  double worst = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    worst = std::max(worst, std::abs(found[i] - expected[i]));
  }
  return worst;
}

}  // namespace

TEST_CASE("softmax and its logarithm, forward and backward") {
  for_each_shape([](std::int64_t outer, std::int64_t count, std::int64_t inner) {
    const std::int64_t n = outer * count * inner;
    const Floats x = samples(n, 3), grad = samples(n, 5);
    Floats y(x.size()), dx(x.size());
    Doubles expected(x.size());

    // |y| ≤ 8 + log 200 < 16: two subtractions, each off by at most half a unit there, 2^-21, and a
    // sum and its logarithm, which add less than as much again.
    f32_log_softmax(outer, count, inner, x.data(), y.data());
    f32_log_softmax_ref(outer, count, inner, x.data(), expected.data());
    CHECK(distance(y, expected) <= 3 * 0x1p-21);

    // Σ |grad| ≤ 800: the errors of its terms and partial sums do not add up to one rounding of it.
    f32_log_softmax_backward(outer, count, inner, y.data(), grad.data(), dx.data());
    f32_log_softmax_backward_ref(outer, count, inner, y.data(), grad.data(), expected.data());
    CHECK(distance(dx, expected) <= 800 * 0x1p-24);

    // x − max ≤ 8 is off by at most 2^-22, which exp turns into a relative error of the term, and
    // so of the sum; exp, the sum and the division themselves add less than half of that.
    f32_softmax(outer, count, inner, x.data(), y.data());
    f32_softmax_ref(outer, count, inner, x.data(), expected.data());
    CHECK(distance(y, expected) <= 3 * 0x1p-22);

    // |grad − Σ| ≤ 8 after a sum of weights 1, two roundings, times a value ≤ 1.
    f32_softmax_backward(outer, count, inner, y.data(), grad.data(), dx.data());
    f32_softmax_backward_ref(outer, count, inner, y.data(), grad.data(), expected.data());
    CHECK(distance(dx, expected) <= 8 * 0x1p-23);
  });
}

TEST_CASE("a softmax does not depend on what stands beside it, nor on where its terms lie") {
  // As (rows, 10), one row at a time, and transposed to (10, rows): the same bits.
  constexpr std::int64_t kRows = 11, kCount = 10;
  const Floats x = samples(kRows * kCount, 3), grad = samples(kRows * kCount, 5);
  const auto check = [&](auto forward, auto backward) {
    Floats y(x.size()), dx(x.size());
    forward(kRows, kCount, 1, x.data(), y.data());
    backward(kRows, kCount, 1, y.data(), grad.data(), dx.data());

    Floats y_alone(x.size()), dx_alone(x.size());
    for (std::int64_t r = 0; r < kRows; ++r) {
      const std::int64_t at = r * kCount;
      forward(1, kCount, 1, x.data() + at, y_alone.data() + at);
      backward(1, kCount, 1, y.data() + at, grad.data() + at, dx_alone.data() + at);
    }
    check_same_bits(y_alone, y);
    check_same_bits(dx_alone, dx);

    const auto transposed = [](const Floats& from, std::int64_t rows, std::int64_t cols) {
      Floats to(from.size());
      for (std::int64_t i = 0; i < rows * cols; ++i) {
        to[static_cast<std::size_t>(i % cols * rows + i / cols)] =
            from[static_cast<std::size_t>(i)];
      }
      return to;
    };
    const Floats x_t = transposed(x, kRows, kCount), grad_t = transposed(grad, kRows, kCount);
    Floats y_t(x.size()), dx_t(x.size());
    forward(1, kCount, kRows, x_t.data(), y_t.data());
    backward(1, kCount, kRows, y_t.data(), grad_t.data(), dx_t.data());
    check_same_bits(transposed(y_t, kCount, kRows), y);
    check_same_bits(transposed(dx_t, kCount, kRows), dx);

    // In place.
    Floats both = x;
    forward(kRows, kCount, 1, both.data(), both.data());
    check_same_bits(both, y);
    both = grad;
    backward(kRows, kCount, 1, y.data(), both.data(), both.data());
    check_same_bits(both, dx);
  };
  check(f32_log_softmax, f32_log_softmax_backward);
  check(f32_softmax, f32_softmax_backward);
}

TEST_CASE("special rows are PyTorch's") {
  const Floats x = {kNan,  1.0f,  2.0f, kInf, 1.0f,  2.0f,   -kInf, -kInf,
                    -kInf, -kInf, 1.0f, 2.0f, 3e38f, -3e38f, 0.0f};
  Floats y(x.size());
  f32_log_softmax(5, 3, 1, x.data(), y.data());
  for (std::size_t i = 0; i < 9; ++i) CHECK(std::isnan(y[i]));
  CHECK(y[9] == -kInf);
  // PyTorch's value, to one last place.
  CHECK(std::abs(y[10] + 1.31326162815094f) <= 0x1p-23f);
  CHECK(y[12] == 0.0f);
  CHECK(y[13] == -kInf);
  f32_softmax(5, 3, 1, x.data(), y.data());
  for (std::size_t i = 0; i < 9; ++i) CHECK(std::isnan(y[i]));
  CHECK(y[9] == 0.0f);
  CHECK(y[12] == 1.0f);

  const Floats log_p = {-kInf, -1.31326162815094f, -0.31326165795326233f};
  const Floats grad = {1.0f, 0.0f, 0.0f};
  Floats dx(3);
  f32_log_softmax_backward(1, 3, 1, log_p.data(), grad.data(), dx.data());
  CHECK(dx[0] == 1.0f);
  CHECK(std::abs(dx[1] + 0.2689414f) <= 0x1p-24f);
}

TEST_CASE("the bits of softmax are the same on every machine") {
  const Floats x = samples(5000, 3), grad = samples(5000, 5);
  Floats y(x.size()), dx(x.size());
  f32_log_softmax(500, 10, 1, x.data(), y.data());
  f32_log_softmax_backward(500, 10, 1, y.data(), grad.data(), dx.data());
  CHECK(fingerprint(y) == 0x655e169670f99a81u);
  CHECK(fingerprint(dx) == 0xc957fca3f4bdb0d6u);
  f32_softmax(5, 100, 10, x.data(), y.data());
  f32_softmax_backward(5, 100, 10, y.data(), grad.data(), dx.data());
  CHECK(fingerprint(y) == 0xdc35d90797cce7bdu);
  CHECK(fingerprint(dx) == 0x73aa52ee003f9787u);
}

}  // namespace gradlet::kernels
