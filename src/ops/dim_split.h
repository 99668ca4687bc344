#pragma once

#include <cstdint>

#include "core/shape.h"

namespace gradlet::ops {

/// A row-major shape seen from one of its dimensions: `outer` × `count` × `inner` elements.
struct DimSplit {
  std::int64_t outer;
  std::int64_t count;
  std::int64_t inner;
};

inline DimSplit split_at(const core::Shape& shape, std::int64_t dim) {
  const std::size_t at = shape.resolve(dim);
  return {shape.product(0, at), shape[dim],
          shape.product(at + 1, static_cast<std::size_t>(shape.dim()))};
}

}  // namespace gradlet::ops
