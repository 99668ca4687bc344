#pragma once

#include "core/array.h"

namespace gradlet::ops {

/// `gradient` of something that was broadcast from `shape`, added up over the stretched dimensions.
core::Array sum_to(const core::Array& gradient, const core::Shape& shape);

}  // namespace gradlet::ops
