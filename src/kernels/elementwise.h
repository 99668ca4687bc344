#pragma once

#include <cassert>
#include <cstdint>

#include "kernels/simd.h"

namespace gradlet::kernels {

// --- loops --------------------------------------------------------------------------------------
// `f` computes four elements at a time and must treat all lanes alike. `y` may be one of the
// inputs; buffers that overlap in any other way are not allowed. Not inlined, so that V8, which
// optimises a function only from its next call on, soon runs these loops in optimised code.

/// y[i] = f(x[i]).
template <class F>
[[gnu::noinline]] void f32_map(std::int64_t n, F f, const float* x, float* y) {
  assert(n >= 0);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(y + i, f(load(x + i)));
  if (i < n) store_partial(y + i, f(load_partial(x + i, n - i)), n - i);
}

/// y[i] = f(a[i], b[i]).
template <class F>
[[gnu::noinline]] void f32_map2(std::int64_t n, F f, const float* a, const float* b, float* y) {
  assert(n >= 0);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(y + i, f(load(a + i), load(b + i)));
  if (i < n) {
    const std::int64_t rest = n - i;
    store_partial(y + i, f(load_partial(a + i, rest), load_partial(b + i, rest)), rest);
  }
}

/// y[i] = f(a[i], b[i], c[i]).
template <class F>
[[gnu::noinline]] void f32_map3(std::int64_t n, F f, const float* a, const float* b, const float* c,
                                float* y) {
  assert(n >= 0);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(y + i, f(load(a + i), load(b + i), load(c + i)));
  if (i < n) {
    const std::int64_t rest = n - i;
    const Batch tail =
        f(load_partial(a + i, rest), load_partial(b + i, rest), load_partial(c + i, rest));
    store_partial(y + i, tail, rest);
  }
}

// --- arithmetic ---------------------------------------------------------------------------------
// IEEE 754, one rounding for each operation written. A derivative functor takes first what the
// formula needs of the forward pass, then `grad`, the gradient of the result.

/// a + b; both gradients are `grad` itself.
struct Add {
  Batch operator()(const Batch& a, const Batch& b) const { return a + b; }
};

/// a − b; gradients: `grad`, and `Negate` of it.
struct Subtract {
  Batch operator()(const Batch& a, const Batch& b) const { return a - b; }
};

/// a · b; gradients: `Multiply` of the other factor and `grad`.
struct Multiply {
  Batch operator()(const Batch& a, const Batch& b) const { return a * b; }
};

/// a / b; ±∞ or NaN where b is 0.
struct Divide {
  Batch operator()(const Batch& a, const Batch& b) const { return a / b; }
};
/// d(a/b)/da · grad = grad / b.
struct DivideGradDividend {
  Batch operator()(const Batch& b, const Batch& grad) const { return grad / b; }
};
/// d(a/b)/db · grad = −grad · (a/b)/b, in PyTorch's order.
struct DivideGradDivisor {
  Batch operator()(const Batch& a, const Batch& b, const Batch& grad) const {
    return -grad * ((a / b) / b);
  }
};

/// −x; its own derivative.
struct Negate {
  Batch operator()(const Batch& x) const { return -x; }
};

/// `F` with a number as its second operand: `f32_map(n, MultiplyScalar{2}, x, y)`.
template <class F>
struct WithScalar {
  float scalar;
  Batch operator()(const Batch& x) const { return F{}(x, Batch(scalar)); }
};
/// `F` with a number as its first operand.
template <class F>
struct ScalarWith {
  float scalar;
  Batch operator()(const Batch& x) const { return F{}(Batch(scalar), x); }
};

using AddScalar = WithScalar<Add>;
using SubtractScalar = WithScalar<Subtract>;
using MultiplyScalar = WithScalar<Multiply>;  // its own derivative
using DivideScalar = WithScalar<Divide>;      // its own derivative
using ScalarSubtract = ScalarWith<Subtract>;  // scalar − x

// --- exponential, logarithm, root ---------------------------------------------------------------

/// e^x over the whole range of float, denormal results and the last steps before +∞ included, which
/// `xsimd::exp` alone cuts off. exp(−∞) = 0, exp(∞) = ∞, exp(NaN) = NaN.
struct Exp {
  Batch operator()(const Batch& x) const {
    // Beyond these bounds the argument is moved inward, which is exact there, and the result back.
    const BatchBool high = x > Batch(88.0f);
    const BatchBool low = x < Batch(-87.0f);
    const Batch shift =
        xsimd::select(high, Batch(-1.0f), xsimd::select(low, Batch(32.0f), Batch(0.0f)));
    const Batch factor =
        xsimd::select(high, Batch(2.718281828459045f),
                      xsimd::select(low, Batch(1.2664165549094176e-14f), Batch(1.0f)));
    return xsimd::exp(x + shift) * factor;
  }
};
/// e^x · grad, from the result.
struct ExpGrad {
  Batch operator()(const Batch& result, const Batch& grad) const { return grad * result; }
};

/// The natural logarithm. log(±0) = −∞, log(∞) = ∞, log(x < 0) = NaN, log(NaN) = NaN.
struct Log {
  Batch operator()(const Batch& x) const { return xsimd::log(x); }
};
/// grad / x.
struct LogGrad {
  Batch operator()(const Batch& x, const Batch& grad) const { return grad / x; }
};

/// √x, correctly rounded. √−0 = −0, √(x < 0) = NaN.
struct Sqrt {
  Batch operator()(const Batch& x) const { return xsimd::sqrt(x); }
};
/// grad / (2·√x), from the result; ±∞ at 0 as in PyTorch, by the sign of the zero.
struct SqrtGrad {
  Batch operator()(const Batch& result, const Batch& grad) const {
    return grad / (Batch(2.0f) * result);
  }
};

// --- activations --------------------------------------------------------------------------------

/// max(x, 0). As in PyTorch, NaN stays NaN and −0 stays −0.
struct Relu {
  Batch operator()(const Batch& x) const { return xsimd::select(x < Batch(0.0f), Batch(0.0f), x); }
};
/// `grad` where x > 0 or NaN, else 0: the derivative at 0 is 0. Takes the input or the result.
struct ReluGrad {
  Batch operator()(const Batch& x, const Batch& grad) const {
    return xsimd::select(x <= Batch(0.0f), Batch(0.0f), grad);
  }
};

/// tanh x; ±1 at ±∞, −0 at −0, NaN at NaN.
struct Tanh {
  Batch operator()(const Batch& x) const { return xsimd::tanh(x); }
};
/// grad · (1 − tanh² x), from the result.
struct TanhGrad {
  Batch operator()(const Batch& result, const Batch& grad) const {
    return grad * (Batch(1.0f) - result * result);
  }
};

/// 1 / (1 + e^−x); 0 at −∞, 1 at ∞, NaN at NaN. Below 0 as e^x / (1 + e^x), which keeps the small
/// results exact down to the denormals.
struct Sigmoid {
  Batch operator()(const Batch& x) const {
    const Batch e = Exp{}(-xsimd::abs(x));
    return xsimd::select(x >= Batch(0.0f), Batch(1.0f), e) / (Batch(1.0f) + e);
  }
};
/// grad · (1 − σ) · σ, from the result.
struct SigmoidGrad {
  Batch operator()(const Batch& result, const Batch& grad) const {
    return grad * (Batch(1.0f) - result) * result;
  }
};

// --- parts of losses and layers -----------------------------------------------------------------

/// (a − b)², the terms of the mean squared error.
struct SquaredDifference {
  Batch operator()(const Batch& a, const Batch& b) const {
    const Batch difference = a - b;
    return difference * difference;
  }
};
/// d/da of `SquaredDifference` times `grad`: factor · (a − b) · grad, where `factor` is 2, or 2/n
/// for a mean of n terms. That of b is its negative.
struct SquaredDifferenceGrad {
  float factor;
  Batch operator()(const Batch& a, const Batch& b, const Batch& grad) const {
    return Batch(factor) * (a - b) * grad;
  }
};
/// x · (mask · factor): dropout with a mask of zeros and ones and factor 1/(1 − p). It is its own
/// derivative, with the same mask. A dropped NaN or ∞ is NaN, as in PyTorch, which multiplies too.
struct Scale {
  float factor;
  Batch operator()(const Batch& x, const Batch& mask) const { return x * (mask * Batch(factor)); }
};

}  // namespace gradlet::kernels
