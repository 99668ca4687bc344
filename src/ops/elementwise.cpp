#include "ops/elementwise.h"

#include <utility>
#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/elementwise.h"
#include "ops/broadcast.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Saved;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;
using core::Shape;

namespace {

// --- one operand --------------------------------------------------------------------------------

/// f(x), in the place of `x` where nobody else has its elements.
template <class F>
Array map(F f, Array x) {
  Array y = x.unique() ? x : Array::empty(x.shape(), x.format());
  kernels::f32_map(x.numel(), f, x.raw(), y.mutable_raw());
  return y;
}

/// f(a, b) for arrays of the same shape, in the memory format of `a`; in the place of `b` where
/// nobody else has its elements.
template <class F>
Array map2(F f, const Array& a, Array b) {
  if (b.format() != a.format()) b = to_format(b, a.format());
  Array y = b.unique() ? b : Array::empty(a.shape(), a.format());
  kernels::f32_map2(a.numel(), f, a.raw(), b.raw(), y.mutable_raw());
  return y;
}

/// A derivative of 1: the gradient goes on as it is.
struct Identity {};
Array map(Identity, Array x) { return x; }

/// An operation whose derivative is that of a linear function: `derivative(grad)`.
template <class F, class G>
Tensor linear_map(const char* name, Tensor x, F forward, G derivative) {
  Array result = map(forward, std::move(x).take_array());
  return autograd::record(name, std::move(result), {x}, [derivative](Array grad) {
    return Gradients{map(derivative, std::move(grad))};
  });
}

/// An operation whose derivative needs its input: `derivative(input, grad)`.
template <class F, class G>
Tensor map_saving_input(const char* name, const Tensor& x, F forward, G derivative) {
  return autograd::record(name, map(forward, x.array()), {x},
                          [name, derivative, input = Saved(x.array())](Array grad) {
                            return Gradients{map2(derivative, input.get(name), std::move(grad))};
                          });
}

/// An operation whose derivative needs its result: `derivative(result, grad)`.
template <class F, class G>
Tensor map_saving_result(const char* name, Tensor x, F forward, G derivative) {
  const Array result = map(forward, std::move(x).take_array());
  return autograd::record(name, result, {x}, [name, derivative, saved = Saved(result)](Array grad) {
    return Gradients{map2(derivative, saved.get(name), std::move(grad))};
  });
}

// --- two operands -------------------------------------------------------------------------------

/// Both operands stretched to their common shape.
struct Operands {
  Array a;
  Array b;
};

Operands broadcast(const char* op, const Tensor& a, const Tensor& b) {
  if (a.shape() == b.shape()) return {a.array(), b.array()};
  const Shape shape = core::broadcast_shapes(op, a.shape(), b.shape());
  return {core::broadcast_to(a.array(), shape), core::broadcast_to(b.array(), shape)};
}

}  // namespace

/// d(a + b) = da + db
Tensor add(const Tensor& a, const Tensor& b) {
  const auto [x, y] = broadcast("add", a, b);
  return autograd::record("AddBackward0", map2(kernels::Add{}, x, y), {a, b},
                          [from_a = a.shape(), from_b = b.shape()](const Array& grad) {
                            return Gradients{sum_to(grad, from_a), sum_to(grad, from_b)};
                          });
}

/// d(a − b) = da − db
Tensor sub(const Tensor& a, const Tensor& b) {
  const auto [x, y] = broadcast("sub", a, b);
  return autograd::record(
      "SubBackward0", map2(kernels::Subtract{}, x, y), {a, b},
      [from_a = a.shape(), from_b = b.shape(), need_b = b.requires_grad()](const Array& grad) {
        return Gradients{sum_to(grad, from_a),
                         need_b ? sum_to(map(kernels::Negate{}, grad), from_b) : Array()};
      });
}

/// d(a·b) = b·da + a·db
Tensor mul(const Tensor& a, const Tensor& b) {
  const auto [x, y] = broadcast("mul", a, b);
  return autograd::record(
      "MulBackward0", map2(kernels::Multiply{}, x, y), {a, b},
      [from_a = a.shape(), from_b = b.shape(), saved_a = Saved(b.requires_grad() ? x : Array()),
       saved_b = Saved(a.requires_grad() ? y : Array()), need_a = a.requires_grad(),
       need_b = b.requires_grad()](const Array& grad) {
        const auto share = [&grad](const Saved& factor, const Shape& shape) {
          return sum_to(map2(kernels::Multiply{}, factor.get("mul"), grad), shape);
        };
        return Gradients{need_a ? share(saved_b, from_a) : Array(),
                         need_b ? share(saved_a, from_b) : Array()};
      });
}

/// d(a/b) = da/b − a/b²·db
Tensor div(const Tensor& a, const Tensor& b) {
  const auto [x, y] = broadcast("div", a, b);
  return autograd::record(
      "DivBackward0", map2(kernels::Divide{}, x, y), {a, b},
      [from_a = a.shape(), from_b = b.shape(), dividend = Saved(b.requires_grad() ? x : Array()),
       divisor = Saved(y), need_a = a.requires_grad(),
       need_b = b.requires_grad()](const Array& grad) {
        const Array& below = divisor.get("div");
        Gradients grads(2);
        if (need_a) grads[0] = sum_to(map2(kernels::DivideGradDividend{}, below, grad), from_a);
        if (need_b) {
          const Array above = to_format(dividend.get("div"), below.format());
          const Array upstream = to_format(grad, below.format());
          Array result = Array::empty(below.shape(), below.format());
          kernels::f32_map3(result.numel(), kernels::DivideGradDivisor{}, above.raw(), below.raw(),
                            upstream.raw(), result.mutable_raw());
          grads[1] = sum_to(result, from_b);
        }
        return grads;
      });
}

Tensor add(const Tensor& a, float b) {
  return linear_map("AddBackward0", a, kernels::AddScalar{b}, Identity{});
}

Tensor sub(const Tensor& a, float b) {
  return linear_map("SubBackward0", a, kernels::SubtractScalar{b}, Identity{});
}

Tensor sub(float a, const Tensor& b) {
  return linear_map("RsubBackward1", b, kernels::ScalarSubtract{a}, kernels::Negate{});
}

Tensor mul(const Tensor& a, float b) {
  return linear_map("MulBackward0", a, kernels::MultiplyScalar{b}, kernels::MultiplyScalar{b});
}

Tensor div(const Tensor& a, float b) {
  return linear_map("DivBackward0", a, kernels::DivideScalar{b}, kernels::DivideScalar{b});
}

Tensor neg(Tensor input) {
  return linear_map("NegBackward0", std::move(input), kernels::Negate{}, kernels::Negate{});
}

Tensor exp(Tensor input) {
  return map_saving_result("ExpBackward0", std::move(input), kernels::Exp{}, kernels::ExpGrad{});
}

Tensor log(const Tensor& input) {
  return map_saving_input("LogBackward0", input, kernels::Log{}, kernels::LogGrad{});
}

Tensor sqrt(Tensor input) {
  return map_saving_result("SqrtBackward0", std::move(input), kernels::Sqrt{}, kernels::SqrtGrad{});
}

Tensor relu(Tensor input) {
  return map_saving_result("ReluBackward0", std::move(input), kernels::Relu{}, kernels::ReluGrad{});
}

Tensor tanh(Tensor input) {
  return map_saving_result("TanhBackward0", std::move(input), kernels::Tanh{}, kernels::TanhGrad{});
}

Tensor sigmoid(Tensor input) {
  return map_saving_result("SigmoidBackward0", std::move(input), kernels::Sigmoid{},
                           kernels::SigmoidGrad{});
}

}  // namespace gradlet::ops

namespace gradlet::autograd {

Tensor operator+(const Tensor& a, const Tensor& b) { return ops::add(a, b); }
Tensor operator-(const Tensor& a, const Tensor& b) { return ops::sub(a, b); }
Tensor operator*(const Tensor& a, const Tensor& b) { return ops::mul(a, b); }
Tensor operator/(const Tensor& a, const Tensor& b) { return ops::div(a, b); }
Tensor operator+(const Tensor& a, float b) { return ops::add(a, b); }
Tensor operator-(const Tensor& a, float b) { return ops::sub(a, b); }
Tensor operator*(const Tensor& a, float b) { return ops::mul(a, b); }
Tensor operator/(const Tensor& a, float b) { return ops::div(a, b); }
Tensor operator+(float a, const Tensor& b) { return ops::add(b, a); }
Tensor operator-(float a, const Tensor& b) { return ops::sub(a, b); }
Tensor operator*(float a, const Tensor& b) { return ops::mul(b, a); }
Tensor operator/(float a, const Tensor& b) { return ops::div(Tensor(core::Array::full({}, a)), b); }
Tensor operator-(const Tensor& a) { return ops::neg(a); }

}  // namespace gradlet::autograd
