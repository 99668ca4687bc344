#pragma once

#include "core/array.h"

namespace gradlet::ops {

/// `array` with its elements in the order of `format`: itself where they are so already.
/// Only arrays of four dimensions (N, C, H, W) have another format than contiguous.
core::Array to_format(const core::Array& array, core::MemoryFormat format);

}  // namespace gradlet::ops
