#pragma once

#include <cstdint>

namespace gradlet::kernels {

// Products of row-major matrices; the leading dimensions `ld*` are the distances, in elements, from
// one row to the next. C (m, n) becomes the product, or with `accumulate` grows by it. Every
// element of C is one accumulator over k in ascending order (multiply, then add) that starts at 0
// or at C: its bits depend neither on where it stands nor on how m, n or k is cut into several
// calls. So NaN and ∞ go where the formula says, 0·∞ included. C overlaps neither A nor B. Nothing
// is read or written outside of the three matrices.

/// C (m, n) = A (m, k) · B (k, n).
void f32_gemm_nn(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate);

/// C (m, n) = bias (n) + A (m, k) · B (k, n), the bias for each row.
void f32_gemm_nn_bias(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                      std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                      float* c, std::int64_t ldc);

/// C (m, n) = A (m, k) · B (n, k)ᵀ.
void f32_gemm_nt(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate);

/// C (m, n) = bias (n) + A (m, k) · B (n, k)ᵀ, the bias for each row.
void f32_gemm_nt_bias(std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
                      std::int64_t lda, const float* b, std::int64_t ldb, const float* bias,
                      float* c, std::int64_t ldc);

/// C (m, n) = A (k, m)ᵀ · B (k, n).
void f32_gemm_tn(std::int64_t m, std::int64_t n, std::int64_t k, const float* a, std::int64_t lda,
                 const float* b, std::int64_t ldb, float* c, std::int64_t ldc, bool accumulate);

}  // namespace gradlet::kernels
