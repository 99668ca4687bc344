#include "kernels/gemm.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "kernels/reference/gemm_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

using Floats = std::vector<float>;
using Gemm = decltype(f32_gemm_nn);
using GemmBias = decltype(f32_gemm_nn_bias);

struct Form {
  const char* name;
  bool transposed_a, transposed_b;
  Gemm *kernel, *twin;
};

const Form kForms[] = {
    {"nn", false, false, f32_gemm_nn, f32_gemm_nn_ref},
    {"nt", false, true, f32_gemm_nt, f32_gemm_nt_ref},
    {"tn", true, false, f32_gemm_tn, f32_gemm_tn_ref},
};

/// A row-major matrix with `slack` elements between the rows, but none after the last: the
/// sanitizer sees what is read or written too far.
struct Matrix {
  std::int64_t ld;
  Floats values;

  Matrix(std::int64_t rows, std::int64_t columns, std::int64_t slack,
         Floats (*make)(std::int64_t, std::uint64_t), std::uint64_t seed)
      : ld(columns + slack), values(make(rows == 0 ? 0 : rows * ld - slack, seed)) {}
  const float* data() const { return values.data(); }
};

void check_form(const Form& form, std::int64_t m, std::int64_t n, std::int64_t k,
                std::int64_t slack, bool accumulate,
                Floats (*make)(std::int64_t, std::uint64_t) = samples) {
  CAPTURE(std::string(form.name));
  CAPTURE(m);
  CAPTURE(n);
  CAPTURE(k);
  CAPTURE(slack);
  CAPTURE(accumulate);
  const Matrix a(form.transposed_a ? k : m, form.transposed_a ? m : k, slack, make, 1);
  const Matrix b(form.transposed_b ? n : k, form.transposed_b ? k : n, 2 * slack, make, 2);
  Matrix c(m, n, 3 * slack, make, 3);
  Matrix expected = c;
  form.kernel(m, n, k, a.data(), a.ld, b.data(), b.ld, c.values.data(), c.ld, accumulate);
  form.twin(m, n, k, a.data(), a.ld, b.data(), b.ld, expected.values.data(), expected.ld,
            accumulate);
  check_same_bits(c.values, expected.values);
}

}  // namespace

TEST_CASE("products of small matrices have the bits of their scalar twins") {
  for (const Form& form : kForms) {
    for (std::int64_t m = 1; m <= 9; ++m) {
      for (std::int64_t n = 1; n <= 9; ++n) {
        for (std::int64_t k = 0; k <= 9; ++k) {
          check_form(form, m, n, k, 0, false);
          check_form(form, m, n, k, 3, true);
        }
      }
    }
  }
}

TEST_CASE("products of odd shapes have the bits of their scalar twins") {
  const std::int64_t shapes[][3] = {{1, 16, 32},   {2, 17, 5},    {3, 31, 33},  {13, 10, 100},
                                    {64, 10, 40},  {35, 10, 600}, {65, 13, 7},  {130, 5, 11},
                                    {5, 33, 255},  {5, 33, 256},  {5, 33, 257}, {7, 20, 520},
                                    {12, 48, 300}, {9, 40, 300},  {9, 32, 70},  {3, 600, 20},
                                    {64, 64, 130}, {0, 5, 4},     {5, 0, 4},    {0, 0, 0}};
  for (const Form& form : kForms) {
    for (const auto& [m, n, k] : shapes) {
      for (std::int64_t slack : {0, 1, 5}) {
        check_form(form, m, n, k, slack, false);
        check_form(form, m, n, k, slack, true);
      }
    }
  }
}

TEST_CASE("NaN, infinities, -0 and denormals go through products as through the scalar sums") {
  for (const Form& form : kForms) {
    for (const auto& [m, n, k] : {std::array<std::int64_t, 3>{6, 23, 3}, {9, 16, 2}, {4, 9, 30}}) {
      check_form(form, m, n, k, 1, false, special_samples);
      check_form(form, m, n, k, 1, true, special_samples);
    }
  }
}

TEST_CASE("a sum of -0 products starts at +0, or stays -0 when it is added to -0") {
  const Floats a = {-0.0f, 1.0f}, b = {1.0f, -0.0f};
  Floats c = {-0.0f};
  f32_gemm_nn(1, 1, 2, a.data(), 2, b.data(), 1, c.data(), 1, true);
  CHECK(bits_of(c[0]) == bits_of(-0.0f));
  f32_gemm_nn(1, 1, 2, a.data(), 2, b.data(), 1, c.data(), 1, false);
  CHECK(bits_of(c[0]) == bits_of(0.0f));
}

TEST_CASE("a product with bias starts each row at the bias") {
  const struct {
    bool transposed_b;
    GemmBias *kernel, *twin;
  } forms[] = {{false, f32_gemm_nn_bias, f32_gemm_nn_bias_ref},
               {true, f32_gemm_nt_bias, f32_gemm_nt_bias_ref}};
  for (const auto& form : forms) {
    for (const auto& [m, n, k] : {std::array<std::int64_t, 3>{1, 1, 1},
                                  {5, 10, 300},
                                  {64, 32, 9},
                                  {3, 18, 0},
                                  {35, 10, 600},
                                  {70, 18, 300},
                                  {12, 64, 300}}) {
      CAPTURE(n);
      const Matrix a(m, k, 1, samples, 1);
      const Matrix b(form.transposed_b ? n : k, form.transposed_b ? k : n, 2, samples, 2);
      const Floats bias = samples(n, 3);
      Matrix c(m, n, 3, samples, 4);
      Matrix expected = c;
      form.kernel(m, n, k, a.data(), a.ld, b.data(), b.ld, bias.data(), c.values.data(), c.ld);
      form.twin(m, n, k, a.data(), a.ld, b.data(), b.ld, bias.data(), expected.values.data(),
                expected.ld);
      check_same_bits(c.values, expected.values);
    }
  }
}

TEST_CASE("the bits of an element do not depend on how a product is cut up") {
  const std::int64_t m = 70, n = 50, k = 600;
  const Floats a = samples(m * k, 1), b = samples(k * n, 2);
  Floats whole(static_cast<std::size_t>(m * n)), parts(whole.size());
  f32_gemm_nn(m, n, k, a.data(), k, b.data(), n, whole.data(), n, false);
  for (const auto& [m_begin, m_end] : {std::array<std::int64_t, 2>{0, 1}, {1, 8}, {8, 70}}) {
    for (const auto& [n_begin, n_end] : {std::array<std::int64_t, 2>{0, 33}, {33, 40}, {40, 50}}) {
      for (const auto& [k_begin, k_end] : {std::array<std::int64_t, 2>{0, 5}, {5, 600}}) {
        f32_gemm_nn(m_end - m_begin, n_end - n_begin, k_end - k_begin,
                    a.data() + m_begin * k + k_begin, k, b.data() + k_begin * n + n_begin, n,
                    parts.data() + m_begin * n + n_begin, n, /*accumulate=*/k_begin > 0);
      }
    }
  }
  check_same_bits(parts, whole);
}

}  // namespace gradlet::kernels
