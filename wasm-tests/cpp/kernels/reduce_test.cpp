#include "kernels/reduce.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/reduce_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

using Floats = std::vector<float>;
using Indices = std::vector<std::int64_t>;

/// Calls f(outer, count, inner) for arrays with every kind of tail.
template <class F>
void for_each_shape(F f) {
  for (std::int64_t outer : {1, 3}) {
    for (std::int64_t count : {1, 2, 3, 5, 10, 63, 64, 65, 200}) {
      for (std::int64_t inner : {1, 2, 3, 4, 5, 7, 8, 9, 13, 33, 45}) {
        CAPTURE(outer);
        CAPTURE(count);
        CAPTURE(inner);
        f(outer, count, inner);
      }
    }
  }
}

Floats of_size(std::int64_t n) { return Floats(static_cast<std::size_t>(n)); }

}  // namespace

TEST_CASE("f32_sum adds in its documented shape") {
  CHECK(bits_of(f32_sum(0, nullptr)) == bits_of(0.0f));
  const Floats zeros(5, -0.0f);
  CHECK(bits_of(f32_sum(5, zeros.data())) == bits_of(0.0f));
  Indices sizes = kSizes;
  sizes.insert(sizes.end(), {511, 512, 513, 1024, 1537, 5000, 100003});
  for (std::int64_t n : sizes) {
    CAPTURE(n);
    const Floats x = samples(n, 7);
    CHECK(bits_of(f32_sum(n, x.data())) == bits_of(f32_sum_ref(n, x.data())));
    // Each term goes through at most 32 + 3 + log2(blocks) + 2 ≤ 45 additions, each of which rounds
    // by at most 2^-24 of a partial sum, and none of those exceeds the sum of magnitudes, 4n.
    const double bound = 45 * 0x1p-24 * 4.0 * static_cast<double>(n);
    CHECK(std::abs(f32_sum(n, x.data()) - f64_sum_ref(n, x.data())) <= bound);
  }
  const Floats specials = special_samples(100, 1);
  CHECK(std::isnan(f32_sum(100, specials.data())));
}

TEST_CASE("a long sum of ones is exact") {
  // In order it would stop at 2^24.
  const std::int64_t n = (1 << 24) + 3 * 1024;
  const Floats ones(static_cast<std::size_t>(n), 1.0f);
  CHECK(f32_sum(n, ones.data()) == static_cast<float>(n));
}

TEST_CASE("f32_sum_dim and f32_column_sums add in their documented shape") {
  for_each_shape([](std::int64_t outer, std::int64_t count, std::int64_t inner) {
    for (const Floats& x :
         {samples(outer * count * inner, 3), special_samples(outer * count * inner, 4)}) {
      Floats y = of_size(outer * inner), expected = y;
      f32_sum_dim(outer, count, inner, x.data(), y.data());
      f32_sum_dim_ref(outer, count, inner, x.data(), expected.data());
      check_same_bits(y, expected);
      y.resize(static_cast<std::size_t>(inner));
      expected.resize(y.size());
      f32_column_sums(outer * count, inner, x.data(), y.data());
      f32_column_sums_ref(outer * count, inner, x.data(), expected.data());
      check_same_bits(y, expected);
    }
  });
}

TEST_CASE("a sum over nothing is 0") {
  Floats y(6, kNan);
  f32_sum_dim(2, 0, 3, nullptr, y.data());
  check_same_bits(y, Floats(6, 0.0f));
  y.assign(6, kNan);
  f32_sum_dim(6, 0, 1, nullptr, y.data());
  check_same_bits(y, Floats(6, 0.0f));
}

TEST_CASE("f32_broadcast_dim repeats along the dimension") {
  for_each_shape([](std::int64_t outer, std::int64_t count, std::int64_t inner) {
    const Floats row = special_samples(outer * inner, 3);
    Floats y = of_size(outer * count * inner), expected = y;
    f32_broadcast_dim(outer, count, inner, row.data(), y.data());
    f32_broadcast_dim_ref(outer, count, inner, row.data(), expected.data());
    check_same_bits(y, expected);
  });
}

TEST_CASE("maxima take the first of equals, NaN over all") {
  for_each_shape([](std::int64_t outer, std::int64_t count, std::int64_t inner) {
    for (const Floats& x :
         {samples(outer * count * inner, 3), special_samples(outer * count * inner, 4)}) {
      Floats y = of_size(outer * inner), expected = y;
      Indices index(y.size()), expected_index(y.size());
      f32_max_dim(outer, count, inner, x.data(), y.data(), index.data());
      f32_max_dim_ref(outer, count, inner, x.data(), expected.data(), expected_index.data());
      check_same_bits(y, expected);
      CHECK(index == expected_index);

      const std::int64_t n = outer * count * inner;
      const float max = f32_max(n, x.data());
      CHECK(bits_of(max) == bits_of(f32_max_ref(n, x.data())));
      Floats dx = of_size(n), expected_dx = dx;
      f32_max_backward(n, x.data(), max, 3.0f, dx.data());
      f32_max_backward_ref(n, x.data(), max, 3.0f, expected_dx.data());
      check_same_bits(dx, expected_dx);
    }
  });
}

TEST_CASE("maxima of PyTorch") {
  const Floats x = {1.0f, kNan, 3.0f, kNan, 2.0f, 2.0f, 1.0f, 2.0f};
  Floats largest(2);
  Indices index(2);
  f32_max_dim(2, 4, 1, x.data(), largest.data(), index.data());
  CHECK(index == Indices{1, 0});
  Floats dx(8);
  f32_max_backward(8, x.data(), f32_max(8, x.data()), 1.0f, dx.data());
  check_same_bits(dx, Floats{0.0f, 0.5f, 0.0f, 0.5f, 0.0f, 0.0f, 0.0f, 0.0f});
  const Floats lowest(3, -kInf);
  CHECK(f32_max(3, lowest.data()) == -kInf);
}

TEST_CASE("f32_scatter_index puts each gradient where its maximum was") {
  for_each_shape([](std::int64_t outer, std::int64_t count, std::int64_t inner) {
    const Floats grad = special_samples(outer * inner, 3);
    Indices index(grad.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
      index[i] = static_cast<std::int64_t>(i * 5 + 3) % count;
    }
    Floats out(static_cast<std::size_t>(outer * count * inner), kNan), expected = out;
    f32_scatter_index(outer, count, inner, grad.data(), index.data(), out.data());
    f32_scatter_index_ref(outer, count, inner, grad.data(), index.data(), expected.data());
    check_same_bits(out, expected);
  });
}

}  // namespace gradlet::kernels
