#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace gradlet::core {

/// The sizes of an array's dimensions, outermost first; a scalar has none.
///
/// Holds at most `kMaxDims` sizes in place, so that shapes cost no allocation.
class Shape {
 public:
  static constexpr std::size_t kMaxDims = 8;

  Shape() = default;
  Shape(std::initializer_list<std::int64_t> sizes);
  explicit Shape(std::span<const std::int64_t> sizes);

  /// How many dimensions there are.
  std::int64_t dim() const { return static_cast<std::int64_t>(dim_); }

  /// The product of all sizes; 1 for a scalar.
  std::int64_t numel() const;

  /// Size of dimension `d`, counted from the end where negative. Throws if there is no such one.
  std::int64_t operator[](std::int64_t d) const { return sizes_[resolve(d)]; }

  /// Sets the size of dimension `d`, which may be negative. Throws if there is no such one.
  void set(std::int64_t d, std::int64_t size);

  /// `d` as an index from the front. Throws if it is outside of [-dim, dim).
  std::size_t resolve(std::int64_t d) const;

  void push_back(std::int64_t size);

  /// This shape without dimension `d`, or with that dimension of size 1 if `keepdim`.
  Shape without(std::int64_t d, bool keepdim) const;

  /// Product of the sizes in dimensions [first, last).
  std::int64_t product(std::size_t first, std::size_t last) const;

  const std::int64_t* begin() const { return sizes_.data(); }
  const std::int64_t* end() const { return sizes_.data() + dim_; }

  friend bool operator==(const Shape& a, const Shape& b);

 private:
  std::array<std::int64_t, kMaxDims> sizes_{};
  std::size_t dim_ = 0;
};

/// The shape that both broadcast to by PyTorch's rules (aligned at the last dimension, size 1
/// stretches). `op` names the operation in the error when they do not match.
/// https://pytorch.org/docs/stable/notes/broadcasting.html
Shape broadcast_shapes(const char* op, const Shape& a, const Shape& b);

/// "[64, 1, 28, 28]".
std::string to_string(const Shape& shape);
void append(std::string& text, const Shape& shape);

}  // namespace gradlet::core
