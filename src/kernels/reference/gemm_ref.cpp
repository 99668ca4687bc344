#include "kernels/reference/gemm_ref.h"

namespace gradlet::kernels::reference {

namespace {

/// Element (i, p) of A is a[i·row_stride + p·column_stride]; so for B. `start(i, j)` is where the
/// sum of element (i, j) starts.
struct Matrix {
  const float* at;
  std::int64_t row_stride, column_stride;
  float operator()(std::int64_t i, std::int64_t j) const {
    return at[i * row_stride + j * column_stride];
  }
};

template <class Start>
void gemm(std::int64_t m, std::int64_t n, std::int64_t k, Matrix a, Matrix b, Start start, float* c,
          std::int64_t ldc) {
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      float sum = start(i, j);
      for (std::int64_t p = 0; p < k; ++p) {
        const float product = a(i, p) * b(p, j);
        sum = sum + product;
      }
      c[i * ldc + j] = sum;
    }
  }
}

auto from_c(const float* c, std::int64_t ldc, bool accumulate) {
  return [=](std::int64_t i, std::int64_t j) { return accumulate ? c[i * ldc + j] : 0.0f; };
}

auto from_bias(const float* bias) {
  return [=](std::int64_t, std::int64_t j) { return bias[j]; };
}

}  // namespace

void f32_gemm_nn_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate) {
  gemm(m, n, k, {a, lda, 1}, {b, ldb, 1}, from_c(c, ldc, accumulate), c, ldc);
}

void f32_gemm_nn_bias_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                          std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                          float* c, std::int64_t ldc) {
  gemm(m, n, k, {a, lda, 1}, {b, ldb, 1}, from_bias(bias), c, ldc);
}

void f32_gemm_nt_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate) {
  gemm(m, n, k, {a, lda, 1}, {b, 1, ldb}, from_c(c, ldc, accumulate), c, ldc);
}

void f32_gemm_nt_bias_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                          std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                          float* c, std::int64_t ldc) {
  gemm(m, n, k, {a, lda, 1}, {b, 1, ldb}, from_bias(bias), c, ldc);
}

void f32_gemm_tn_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate) {
  gemm(m, n, k, {a, 1, lda}, {b, ldb, 1}, from_c(c, ldc, accumulate), c, ldc);
}

}  // namespace gradlet::kernels::reference
