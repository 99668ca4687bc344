#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

// Scalar twins of kernels/gemm.h; the bits must be equal.

void f32_gemm_nn_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate);
void f32_gemm_nn_bias_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                          std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                          float* c, std::int64_t ldc);
void f32_gemm_nt_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate);
void f32_gemm_nt_bias_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                          std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                          float* c, std::int64_t ldc);
void f32_gemm_tn_ref(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                     std::int64_t lda, const float* b, std::int64_t ldb, float* c, std::int64_t ldc,
                     bool accumulate);

}  // namespace gradlet::kernels::reference
