#include "core/array.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <mutex>
#include <numeric>
#include <thread>
#include <xtensor/xadapt.hpp>
#include <xtensor/xbroadcast.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xnoalias.hpp>

#include "core/error.h"
#include "core/storage.h"

namespace gradlet::core {

template <class T>
struct BasicArray<T>::Storage {
  explicit Storage(std::size_t count)
      : bytes(count * sizeof(T)), elements(static_cast<T*>(acquire_storage(bytes))) {}
  ~Storage() { release_storage(elements, bytes); }
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  struct Form {
    const void* key;
    Shape shape;
    std::thread::id owner;
    std::uint64_t version;
    BasicArray array;
  };

  std::size_t bytes;
  T* elements;
  std::uint64_t version = 0;
  std::mutex forms_mutex;
  std::vector<Form> forms;
};

template <class T>
BasicArray<T> BasicArray<T>::empty(const Shape& shape, MemoryFormat format) {
  assert(format == MemoryFormat::kContiguous || shape.dim() == 4);
  constexpr auto kMost = static_cast<std::int64_t>(PTRDIFF_MAX / sizeof(T));
  if (shape.numel() > kMost) fail("array", "expected at most ", kMost, " elements, found ", shape);
  BasicArray result;
  result.shape_ = shape;
  result.numel_ = shape.numel();
  result.format_ = format;
  result.storage_ = std::allocate_shared<Storage>(StorageAllocator<Storage>{}, result.size());
  return result;
}

template <class T>
BasicArray<T> BasicArray<T>::zeros(const Shape& shape, MemoryFormat format) {
  return full(shape, T{0}, format);
}

template <class T>
BasicArray<T> BasicArray<T>::full(const Shape& shape, T value, MemoryFormat format) {
  BasicArray result = empty(shape, format);
  std::fill_n(result.storage_->elements, result.size(), value);
  return result;
}

template <class T>
BasicArray<T> BasicArray<T>::from(const Shape& shape, std::span<const T> values) {
  if (static_cast<std::int64_t>(values.size()) != shape.numel()) {
    fail("array", "expected ", shape.numel(), " values for shape ", shape, ", found ",
         values.size());
  }
  BasicArray result = empty(shape);
  std::copy(values.begin(), values.end(), result.storage_->elements);
  return result;
}

template <class T>
const T* BasicArray<T>::data() const {
  assert(format_ == MemoryFormat::kContiguous);
  return raw();
}

template <class T>
T* BasicArray<T>::mutable_data() {
  assert(format_ == MemoryFormat::kContiguous);
  return mutable_raw();
}

template <class T>
const T* BasicArray<T>::raw() const {
  assert(defined());
  return storage_->elements;
}

template <class T>
T* BasicArray<T>::mutable_raw() {
  assert(defined());
  ++storage_->version;
  return storage_->elements;
}

template <class T>
BasicArray<T> BasicArray<T>::reshaped(const Shape& shape) const {
  assert(format_ == MemoryFormat::kContiguous && shape.numel() == numel_);
  BasicArray result = *this;
  result.shape_ = shape;
  return result;
}

template <class T>
BasicArray<T> BasicArray<T>::clone() const {
  BasicArray result = empty(shape_, format_);
  std::copy_n(raw(), size(), result.storage_->elements);
  return result;
}

template <class T>
BasicArray<T> BasicArray<T>::form(const void* key, const std::function<BasicArray()>& make) const {
  assert(defined() && format_ == MemoryFormat::kContiguous);
  const std::thread::id self = std::this_thread::get_id();
  const std::uint64_t version = storage_->version;
  std::vector<typename Storage::Form>& forms = storage_->forms;
  {
    const std::lock_guard lock(storage_->forms_mutex);
    std::erase_if(forms,
                  [&](const auto& form) { return form.owner == self && form.version != version; });
    const auto found = std::find_if(forms.begin(), forms.end(), [&](const auto& form) {
      return form.owner == self && form.key == key && form.shape == shape_;
    });
    if (found != forms.end()) return found->array;
  }
  BasicArray made = make();
  const std::lock_guard lock(storage_->forms_mutex);
  forms.push_back({key, shape_, self, version, made});
  return made;
}

template <class T>
std::uint64_t BasicArray<T>::version() const {
  return storage_ ? storage_->version : 0;
}

template class BasicArray<float>;
template class BasicArray<std::int64_t>;

namespace {

using Sizes = std::vector<std::size_t>;

/// The elements as an xtensor array of `sizes`, which borrows them.
auto view(const Array& array, const Sizes& sizes) {
  return xt::adapt(array.raw(), array.size(), xt::no_ownership(), sizes);
}

auto mutable_view(Array& array, const Sizes& sizes) {
  return xt::adapt(array.mutable_raw(), array.size(), xt::no_ownership(), sizes);
}

Sizes sizes_of(const Shape& shape) { return Sizes(shape.begin(), shape.end()); }

/// The sizes in the order in which the elements lie in memory.
Sizes stored_sizes(const Array& array) {
  Sizes sizes = sizes_of(array.shape());
  if (array.format() == MemoryFormat::kChannelsLast) std::rotate(&sizes[1], &sizes[2], &sizes[4]);
  return sizes;
}

}  // namespace

Array contiguous(const Array& array) {
  if (array.format() == MemoryFormat::kContiguous) return array;
  Array result = Array::empty(array.shape());
  mutable_view(result, sizes_of(result.shape())) =
      xt::transpose(view(array, stored_sizes(array)), Sizes{0, 3, 1, 2});
  return result;
}

void add_to(Array& sum, const Array& addend) {
  if (sum.shape() != addend.shape()) {
    fail("add_to", "expected shape ", sum.shape(), ", found ", addend.shape());
  }
  if (sum.format() != addend.format()) {
    sum = contiguous(sum);
    add_to(sum, contiguous(addend));
    return;
  }
  const Sizes flat{sum.size()};
  auto target = mutable_view(sum, flat);
  xt::noalias(target) += view(addend, flat);
}

Array broadcast_to(const Array& array, const Shape& shape) {
  if (array.shape() == shape) return contiguous(array);
  const Array source = contiguous(array);
  Array result = Array::empty(shape);
  const Sizes sizes = sizes_of(shape);
  mutable_view(result, sizes) = xt::broadcast(view(source, sizes_of(source.shape())), sizes);
  return result;
}

Array transposed(const Array& array, std::int64_t first, std::int64_t second) {
  const Array source = contiguous(array);
  Sizes order(static_cast<std::size_t>(source.shape().dim()));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::swap(order[source.shape().resolve(first)], order[source.shape().resolve(second)]);
  Shape shape = source.shape();
  shape.set(first, source.shape()[second]);
  shape.set(second, source.shape()[first]);
  Array result = Array::empty(shape);
  mutable_view(result, sizes_of(shape)) =
      xt::transpose(view(source, sizes_of(source.shape())), order);
  return result;
}

}  // namespace gradlet::core
