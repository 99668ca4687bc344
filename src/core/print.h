#pragma once

#include <string>

#include "core/array.h"

namespace gradlet::core {

/// `array` as PyTorch prints it with its default options, for example "tensor([0.5000, 2.0000])":
/// four digits, 80 columns, of more than 1000 elements the first and last three in each dimension.
///
/// A `remark` such as "requires_grad=True" stands at the end, on a line of its own where the last
/// one is full. https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
std::string to_string(const Array& array, const std::string& remark = "");
std::string to_string(const IntArray& array, const std::string& remark = "");

}  // namespace gradlet::core
