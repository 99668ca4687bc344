#include "core/shape.h"

#include <algorithm>

#include "core/error.h"

namespace gradlet::core {

Shape::Shape(std::initializer_list<std::int64_t> sizes)
    : Shape(std::span<const std::int64_t>(sizes.begin(), sizes.size())) {}

Shape::Shape(std::span<const std::int64_t> sizes) {
  for (std::int64_t size : sizes) push_back(size);
}

std::int64_t Shape::numel() const { return product(0, dim_); }

std::int64_t Shape::product(std::size_t first, std::size_t last) const {
  std::int64_t result = 1;
  for (std::size_t d = first; d < last; ++d) result *= sizes_[d];
  return result;
}

std::size_t Shape::resolve(std::int64_t d) const {
  const std::int64_t count = dim();
  if (d < -count || d >= count) {
    fail("shape", "expected a dimension in [", -count, ", ", count - 1, "] of ", to_string(*this),
         ", found ", d);
  }
  return static_cast<std::size_t>(d < 0 ? d + count : d);
}

void Shape::set(std::int64_t d, std::int64_t size) { sizes_[resolve(d)] = size; }

void Shape::push_back(std::int64_t size) {
  if (size < 0) fail("shape", "expected sizes of at least 0, found ", size);
  if (dim_ == kMaxDims) fail("shape", "expected at most ", kMaxDims, " dimensions");
  sizes_[dim_++] = size;
}

Shape Shape::without(std::int64_t d, bool keepdim) const {
  const std::size_t dropped = resolve(d);
  Shape result;
  for (std::size_t i = 0; i < dim_; ++i) {
    if (i != dropped) {
      result.push_back(sizes_[i]);
    } else if (keepdim) {
      result.push_back(1);
    }
  }
  return result;
}

bool operator==(const Shape& a, const Shape& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

Shape broadcast_shapes(const char* op, const Shape& a, const Shape& b) {
  const std::int64_t dims = std::max(a.dim(), b.dim());
  Shape result;
  for (std::int64_t d = -dims; d < 0; ++d) {
    const std::int64_t size_a = -d <= a.dim() ? a[d] : 1;
    const std::int64_t size_b = -d <= b.dim() ? b[d] : 1;
    if (size_a != size_b && size_a != 1 && size_b != 1) {
      fail(op, "expected shapes that broadcast, found ", a, " and ", b);
    }
    result.push_back(size_a == 1 ? size_b : size_a);
  }
  return result;
}

std::string to_string(const Shape& shape) {
  std::string result = "[";
  for (const std::int64_t* size = shape.begin(); size != shape.end(); ++size) {
    if (size != shape.begin()) result += ", ";
    append(result, *size);
  }
  return result + ']';
}

void append(std::string& text, const Shape& shape) { text += to_string(shape); }

}  // namespace gradlet::core
