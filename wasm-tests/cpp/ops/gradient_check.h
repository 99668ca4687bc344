#pragma once

#include <functional>
#include <vector>

#include "autograd/tensor.h"

namespace gradlet::tests {

/// The largest difference between the gradient that backward gives and the one that differences
/// give, over all elements of all `inputs`, relative to the largest gradient (at least 1).
///
/// `function` maps the inputs to a tensor of any shape; what is differentiated is the sum of its
/// elements, weighted with numbers that differ from each other. Central differences with step h
/// have an error of h²·f‴/6 from the formula and of about 1e-7·|f|/h from rounding; with h = 1e-2
/// both are some 1e-4 for values of size 1.
double gradient_error(
    const std::function<autograd::Tensor(const std::vector<autograd::Tensor>&)>& function,
    const std::vector<core::Array>& inputs);

}  // namespace gradlet::tests
