#pragma once

#include <cstddef>

namespace gradlet::kernels {

// The one-dimensional transforms of Winograd's minimal filtering, for kernels of three elements:
//   y = Aᵀ [(G g) ⊙ (Bᵀ d)],   d: input, g: kernel, y: output,
// and their adjoints, with which gradients go the other way. They come from Toom and Cook: with the
// interpolation points xⱼ, column j of Aᵀ is (1, xⱼ, xⱼ², …), row j of Bᵀ holds the coefficients of
// Π(x − xᵢ) over i ≠ j, row j of G is (1, xⱼ, xⱼ²) divided by Π(xⱼ − xᵢ); the point ∞ takes the
// highest power. Applied to the rows and columns of a tile they make F(m×m, 3×3).
// A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, arXiv:1509.09308;
// B. Barabasz and others, "Error Analysis and Improving the Accuracy of Winograd Convolution",
// 2018, arXiv:1803.10986. `T` is a vector of channels.

/// F(4, 3) with the points 0, 1, −1, 2, −½, ∞: half the worst error of 0, ±1, ±2, ∞.
///        ⎡1  3/2  −2  −3/2   1   0⎤         ⎡   1       0       0   ⎤
///        ⎢0  −1  −5/2 −1/2   1   0⎥         ⎢ −1/3    −1/3    −1/3  ⎥        ⎡1  1  1  1    1  0⎤
///   Bᵀ = ⎢0   1   1/2 −5/2   1   0⎥     G = ⎢  1/3    −1/3     1/3  ⎥   Aᵀ = ⎢0  1 −1  2  −1/2 0⎥
///        ⎢0 −1/2  −1   1/2   1   0⎥         ⎢ 1/15    2/15    4/15  ⎥        ⎢0  1  1  4   1/4 0⎥
///        ⎢0   2   −1   −2    1   0⎥         ⎢−16/15   8/15   −4/15  ⎥        ⎣0  1 −1  8  −1/8 1⎦
///        ⎣0   1   3/2  −2  −3/2  1⎦         ⎣   0       0       1   ⎦
struct WinogradPoints4 {
  static constexpr std::ptrdiff_t kInput = 6, kOutput = 4;
  /// The point x = 1: there the adjoint of Aᵀ is the plain sum.
  static constexpr std::ptrdiff_t kSumPoint = 1;

  /// v = Bᵀ d.
  template <class T>
  static void input(const T (&d)[6], T (&v)[6]) {
    const T e = d[4] - d[2], f = d[3] - d[1];
    const T p = e - T(1.5f) * d[3], q = f - T(1.5f) * d[2];
    v[0] = (d[0] - d[2]) + (e - T(1.5f) * f);
    v[1] = p + q;
    v[2] = p - q;
    v[3] = e + T(0.5f) * f;
    v[4] = e - T(2.0f) * f;
    v[5] = (d[5] - d[3]) - (f + T(1.5f) * e);
  }
  /// d = B v.
  template <class T>
  static void input_adjoint(const T (&v)[6], T (&d)[6]) {
    const T p = v[1] + v[2], q = v[1] - v[2];
    const T e = (v[0] + p) + (v[3] + v[4]) - T(1.5f) * v[5];
    const T f = (v[5] - q) + T(1.5f) * v[0] - (T(0.5f) * v[3] - T(2.0f) * v[4]);
    d[0] = v[0];
    d[1] = f;
    d[2] = T(-1.5f) * q - (v[0] + e);
    d[3] = T(-1.5f) * p - (v[5] + f);
    d[4] = e;
    d[5] = v[5];
  }
  /// y = Aᵀ m.
  template <class T>
  static void output(const T (&m)[6], T (&y)[4]) {
    const T p = m[1] + m[2], q = m[1] - m[2];
    y[0] = (m[0] + p) + (m[3] + m[4]);
    y[1] = q + (T(2.0f) * m[3] - T(0.5f) * m[4]);
    y[2] = p + (T(4.0f) * m[3] + T(0.25f) * m[4]);
    y[3] = (q + m[5]) + (T(8.0f) * m[3] - T(0.125f) * m[4]);
  }
  /// m = A y.
  template <class T>
  static void output_adjoint(const T (&y)[4], T (&m)[6]) {
    const T p = y[0] + y[2], q = y[1] + y[3];
    m[0] = y[0];
    m[1] = p + q;
    m[2] = p - q;
    m[3] = (y[0] + T(4.0f) * y[2]) + (T(2.0f) * y[1] + T(8.0f) * y[3]);
    m[4] = (y[0] + T(0.25f) * y[2]) - (T(0.5f) * y[1] + T(0.125f) * y[3]);
    m[5] = y[3];
  }
  /// u = G g.
  template <class T>
  static void kernel(const T (&g)[3], T (&u)[6]) {
    const T p = g[0] + g[2];
    u[0] = g[0];
    u[1] = T(-1.0f / 3) * (p + g[1]);
    u[2] = T(1.0f / 3) * (p - g[1]);
    u[3] = T(1.0f / 15) * (g[0] + T(2.0f) * g[1] + T(4.0f) * g[2]);
    u[4] = T(-16.0f / 15) * (g[0] - T(0.5f) * g[1] + T(0.25f) * g[2]);
    u[5] = g[2];
  }
  /// g = Gᵀ u.
  template <class T>
  static void kernel_adjoint(const T (&u)[6], T (&g)[3]) {
    const T p = T(1.0f / 3) * (u[2] - u[1]), q = T(-1.0f / 3) * (u[1] + u[2]);
    const T s = T(1.0f / 15) * u[3], t = T(16.0f / 15) * u[4];
    g[0] = (u[0] + p) + (s - t);
    g[1] = q + (T(2.0f) * s + T(0.5f) * t);
    g[2] = (p + u[5]) + (T(4.0f) * s - T(0.25f) * t);
  }
};

/// F(2, 3) with the points 0, 1, −1, ∞.
///        ⎡1  0 −1  0⎤         ⎡ 1    0    0 ⎤
///   Bᵀ = ⎢0  1  1  0⎥     G = ⎢1/2  1/2  1/2⎥     Aᵀ = ⎡1  1  1  0⎤
///        ⎢0 −1  1  0⎥         ⎢1/2 −1/2  1/2⎥          ⎣0  1 −1  1⎦
///        ⎣0 −1  0  1⎦         ⎣ 0    0    1 ⎦
struct WinogradPoints2 {
  static constexpr std::ptrdiff_t kInput = 4, kOutput = 2;
  static constexpr std::ptrdiff_t kSumPoint = 1;

  template <class T>
  static void input(const T (&d)[4], T (&v)[4]) {
    v[0] = d[0] - d[2];
    v[1] = d[1] + d[2];
    v[2] = d[2] - d[1];
    v[3] = d[3] - d[1];
  }
  template <class T>
  static void input_adjoint(const T (&v)[4], T (&d)[4]) {
    d[0] = v[0];
    d[1] = v[1] - v[2] - v[3];
    d[2] = v[1] + v[2] - v[0];
    d[3] = v[3];
  }
  template <class T>
  static void output(const T (&m)[4], T (&y)[2]) {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] + m[3];
  }
  template <class T>
  static void output_adjoint(const T (&y)[2], T (&m)[4]) {
    m[0] = y[0];
    m[1] = y[0] + y[1];
    m[2] = y[0] - y[1];
    m[3] = y[1];
  }
  template <class T>
  static void kernel(const T (&g)[3], T (&u)[4]) {
    const T p = g[0] + g[2];
    u[0] = g[0];
    u[1] = T(0.5f) * (p + g[1]);
    u[2] = T(0.5f) * (p - g[1]);
    u[3] = g[2];
  }
  template <class T>
  static void kernel_adjoint(const T (&u)[4], T (&g)[3]) {
    const T p = T(0.5f) * (u[1] + u[2]);
    g[0] = u[0] + p;
    g[1] = T(0.5f) * (u[1] - u[2]);
    g[2] = p + u[3];
  }
};

}  // namespace gradlet::kernels
