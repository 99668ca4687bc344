#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/shape.h"

namespace gradlet::core {

/// How the elements of a (N, C, H, W) array lie in memory; its shape is the same for both.
///
/// `kChannelsLast` stores them in the order (N, H, W, C), which is what convolutions compute in.
/// https://pytorch.org/tutorials/intermediate/memory_format_tutorial.html
enum class MemoryFormat { kContiguous, kChannelsLast };

/// A dense array of `T` with a shape, row-major but for the memory format.
///
/// Copies share their elements, `clone` does not. Every write goes through `mutable_data` or
/// `mutable_raw`, which advance the version of the shared elements: who has kept an array can tell
/// that it was changed since.
template <class T>
class BasicArray {
 public:
  /// An undefined array: no elements, no shape; `defined()` is false.
  BasicArray() = default;

  /// An array of `shape` with elements not yet set.
  static BasicArray empty(const Shape& shape, MemoryFormat format = MemoryFormat::kContiguous);
  static BasicArray zeros(const Shape& shape, MemoryFormat format = MemoryFormat::kContiguous);
  static BasicArray full(const Shape& shape, T value,
                         MemoryFormat format = MemoryFormat::kContiguous);
  /// Throws if `values` are not exactly as many as `shape` has elements.
  static BasicArray from(const Shape& shape, std::span<const T> values);
  static BasicArray from(const Shape& shape, std::initializer_list<T> values) {
    return from(shape, std::span<const T>(values.begin(), values.size()));
  }

  bool defined() const { return storage_ != nullptr; }
  const Shape& shape() const { return shape_; }
  std::int64_t numel() const { return numel_; }
  std::size_t size() const { return static_cast<std::size_t>(numel_); }
  MemoryFormat format() const { return format_; }

  /// The elements in row-major order. Asserts that the format is contiguous.
  const T* data() const;
  T* mutable_data();
  std::span<const T> values() const { return {data(), size()}; }

  /// The elements in the order of `format()`.
  const T* raw() const;
  T* mutable_raw();

  /// An array of the same elements (shared) under another shape of as many elements. Contiguous
  /// arrays only.
  BasicArray reshaped(const Shape& shape) const;

  /// A copy with elements of its own, in the same format.
  BasicArray clone() const;

  /// Another form of the elements (a weight as a kernel wants it): what `make` returns, which is
  /// kept and returned again until the next write to the elements. `key` tells forms apart. Threads
  /// may ask at the same time; each has a form of its own, which takes less time than to wait until
  /// another's is made and to fetch it from there. `make` must not return an array of the elements.
  /// Contiguous arrays only.
  BasicArray form(const void* key, const std::function<BasicArray()>& make) const;

  /// Counts the writes to the shared elements.
  std::uint64_t version() const;

  /// Whether no other array shares the elements.
  bool unique() const { return storage_.use_count() == 1; }

 private:
  struct Storage;

  std::shared_ptr<Storage> storage_;
  Shape shape_;
  std::int64_t numel_ = 0;
  MemoryFormat format_ = MemoryFormat::kContiguous;
};

/// What tensors are made of.
using Array = BasicArray<float>;
/// Class targets and indices.
using IntArray = BasicArray<std::int64_t>;

/// `array` in row-major order: itself where it is so already, else a re-ordered copy.
Array contiguous(const Array& array);

/// Adds `addend` to `sum`, element by element; shapes must be equal, formats need not be.
void add_to(Array& sum, const Array& addend);

/// `array` stretched to `shape` by the rules of broadcasting, as a new contiguous array.
Array broadcast_to(const Array& array, const Shape& shape);

/// `array` with dimensions `first` and `second` exchanged, as a new contiguous array.
Array transposed(const Array& array, std::int64_t first, std::int64_t second);

extern template class BasicArray<float>;
extern template class BasicArray<std::int64_t>;

}  // namespace gradlet::core
