#pragma once

#include <string>

#include "io/safetensors.h"

namespace gradlet::tests {

/// The fixture `name`.safetensors, made from PyTorch by scripts/reference.
const io::SafetensorsFile& fixture(const std::string& name);

/// The largest |actual − expected| − relative·|expected| over all elements, whichever their memory
/// format; +∞ where one of them is NaN and the other is not, or infinities differ.
double excess(const core::Array& actual, const core::Array& expected, double relative);

}  // namespace gradlet::tests
