#include "ops/matmul.h"

#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/gemm.h"
#include "kernels/reduce.h"
#include "ops/layout.h"
#include "ops/view.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Saved;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;
using core::Shape;

namespace {

/// (m, k)·(k, n)
Array product_nn(const Array& a, const Array& b) {
  const std::int64_t m = a.shape()[0], k = a.shape()[1], n = b.shape()[1];
  Array c = Array::empty({m, n});
  kernels::f32_gemm_nn(m, n, k, a.data(), k, b.data(), n, c.mutable_data(), n, false);
  return c;
}

/// (m, k)·(n, k)ᵀ
Array product_nt(const Array& a, const Array& b) {
  const std::int64_t m = a.shape()[0], k = a.shape()[1], n = b.shape()[0];
  Array c = Array::empty({m, n});
  kernels::f32_gemm_nt(m, n, k, a.data(), k, b.data(), k, c.mutable_data(), n, false);
  return c;
}

/// (k, m)ᵀ·(k, n)
Array product_tn(const Array& a, const Array& b) {
  const std::int64_t k = a.shape()[0], m = a.shape()[1], n = b.shape()[1];
  Array c = Array::empty({m, n});
  kernels::f32_gemm_tn(m, n, k, a.data(), m, b.data(), n, c.mutable_data(), n, false);
  return c;
}

Array row_major(const Tensor& tensor) {
  return to_format(tensor.array(), MemoryFormat::kContiguous);
}

/// (m, k)·(k, n): dA = dC·Bᵀ, dB = Aᵀ·dC.
Tensor matmul_2d(const Tensor& a, const Tensor& b) {
  const Array left = row_major(a), right = row_major(b);
  return autograd::record(
      "MmBackward0", product_nn(left, right), {a, b},
      [saved_a = Saved(b.requires_grad() ? left : Array()),
       saved_b = Saved(a.requires_grad() ? right : Array()), need_a = a.requires_grad(),
       need_b = b.requires_grad()](const Array& grad) {
        return Gradients{
            need_a ? product_nt(grad, saved_b.get("matmul")) : Array(),
            need_b ? product_tn(saved_a.get("matmul"), grad) : Array(),
        };
      });
}

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b) {
  const auto is_matrix_or_vector = [](const Tensor& t) { return t.dim() == 1 || t.dim() == 2; };
  core::require(is_matrix_or_vector(a) && is_matrix_or_vector(b) && a.size(-1) == b.size(0),
                "matmul", "expected (m, k) and (k, n), or vectors of k, found ", a.shape(), " and ",
                b.shape());
  const Tensor left = a.dim() == 1 ? reshape(a, {1, a.size(0)}) : a;
  const Tensor right = b.dim() == 1 ? reshape(b, {b.size(0), 1}) : b;
  const Tensor product = matmul_2d(left, right);
  Shape shape;
  if (a.dim() == 2) shape.push_back(a.size(0));
  if (b.dim() == 2) shape.push_back(b.size(1));
  return shape == product.shape() ? product : reshape(product, shape);
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  core::require(weight.dim() == 2 && input.dim() >= 1 && input.size(-1) == weight.size(1), "linear",
                "expected input (…, in) and weight (out, in), found input ", input.shape(),
                ", weight ", weight.shape());
  const std::int64_t in = weight.size(1), out = weight.size(0);
  core::require(!bias.defined() || bias.shape() == Shape{out}, "linear", "expected bias [", out,
                "], found ", bias.defined() ? bias.shape() : Shape{});
  if (input.dim() != 2) {
    Shape shape = input.shape();
    shape.set(-1, out);
    return reshape(linear(reshape(input, {-1, in}), weight, bias), shape);
  }
  const Array rows = row_major(input);                // (N, in)
  const Array weights = row_major(weight);            // (out, in)
  Array result = Array::empty({input.size(0), out});  // (N, out)
  if (bias.defined()) {
    kernels::f32_gemm_nt_bias(input.size(0), out, in, rows.data(), in, weights.data(), in,
                              bias.array().data(), result.mutable_data(), out);
  } else {
    kernels::f32_gemm_nt(input.size(0), out, in, rows.data(), in, weights.data(), in,
                         result.mutable_data(), out, false);
  }
  // dX = dY·W, dW = dYᵀ·X, db = column sums of dY
  return autograd::record("AddmmBackward0", result, {input, weight, bias},
                          [saved_rows = Saved(weight.requires_grad() ? rows : Array()),
                           saved_weights = Saved(input.requires_grad() ? weights : Array()),
                           need_input = input.requires_grad(), need_weight = weight.requires_grad(),
                           need_bias = bias.requires_grad()](const Array& grad) {
                            Gradients grads(3);
                            if (need_input)
                              grads[0] = product_nn(grad, saved_weights.get("linear"));
                            if (need_weight) grads[1] = product_tn(grad, saved_rows.get("linear"));
                            if (need_bias) {
                              grads[2] = Array::empty({grad.shape()[1]});
                              kernels::f32_column_sums(grad.shape()[0], grad.shape()[1],
                                                       grad.data(), grads[2].mutable_data());
                            }
                            return grads;
                          });
}

}  // namespace gradlet::ops
