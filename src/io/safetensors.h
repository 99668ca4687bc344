#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/array.h"

/// The file format that PyTorch's users keep weights in: a JSON header of names, types, shapes and
/// offsets, then the raw values. https://github.com/huggingface/safetensors#format
namespace gradlet::io {

enum class DType { kF32, kF64, kI64, kU8 };

using Metadata = std::map<std::string, std::string>;

/// A safetensors file in memory.
class SafetensorsFile {
 public:
  struct Entry {
    std::string name;
    DType dtype = DType::kF32;
    core::Shape shape;
    /// Where its values lie in the file.
    std::size_t offset = 0;
    std::size_t size = 0;
  };

  /// Reads the header of `bytes`, which it keeps. Throws an `Error` with `file_name` for anything
  /// that the format does not allow, and for other types than those of `DType`.
  SafetensorsFile(std::string file_name, std::vector<std::uint8_t> bytes);

  const std::string& file_name() const { return file_name_; }

  /// In the order in which the header names them.
  const std::vector<Entry>& entries() const { return entries_; }
  const Metadata& metadata() const { return metadata_; }

  bool contains(const std::string& name) const { return find(name) != nullptr; }
  /// Throws if there is no such tensor.
  const Entry& entry(const std::string& name) const;

  /// The values of a tensor. Throws if there is no such tensor or if it has another type.
  core::Array f32(const std::string& name) const;
  core::IntArray i64(const std::string& name) const;
  std::vector<double> f64(const std::string& name) const;
  std::vector<std::uint8_t> u8(const std::string& name) const;

 private:
  const Entry* find(const std::string& name) const;
  const Entry& entry(const std::string& name, DType dtype) const;
  template <class T>
  void copy(const Entry& entry, T* values) const;

  std::string file_name_;
  std::vector<std::uint8_t> bytes_;
  std::vector<Entry> entries_;
  Metadata metadata_;
};

/// A tensor to be written, F32 or I64.
struct NamedArray {
  std::string name;
  std::variant<core::Array, core::IntArray> values;
};

/// A safetensors file of `arrays`, in their order, that every reader of the format takes. Throws if
/// two have the same name, or one has the name "__metadata__".
std::vector<std::uint8_t> write_safetensors(std::span<const NamedArray> arrays,
                                            const Metadata& metadata = {});

}  // namespace gradlet::io
