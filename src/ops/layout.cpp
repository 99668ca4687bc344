#include "ops/layout.h"

#include "kernels/layout.h"

namespace gradlet::ops {

core::Array to_format(const core::Array& array, core::MemoryFormat format) {
  if (array.format() == format) return array;
  const core::Shape& shape = array.shape();  // (N, C, H, W)
  const std::int64_t pixels = shape[2] * shape[3];
  core::Array result = core::Array::empty(shape, format);
  const auto reorder = format == core::MemoryFormat::kChannelsLast ? kernels::f32_nchw_to_nhwc
                                                                   : kernels::f32_nhwc_to_nchw;
  reorder(shape[0], shape[1], pixels, array.raw(), result.mutable_raw());
  return result;
}

}  // namespace gradlet::ops
