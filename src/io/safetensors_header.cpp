#include "io/safetensors_header.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/error.h"

namespace gradlet::io {
namespace {

struct DTypeRow {
  DType dtype;
  const char* name;
  std::size_t size;
};
constexpr std::array<DTypeRow, 4> kDTypes = {{{DType::kF32, "F32", 4},
                                              {DType::kF64, "F64", 8},
                                              {DType::kI64, "I64", 8},
                                              {DType::kU8, "U8", 1}}};

const DTypeRow& row_of(DType dtype) {
  return *std::find_if(kDTypes.begin(), kDTypes.end(),
                       [&](const DTypeRow& row) { return row.dtype == dtype; });
}

/// A tensor as the header describes it, not yet checked.
struct Description {
  std::string name;
  std::optional<std::string> dtype;
  std::optional<std::vector<std::uint64_t>> shape;
  std::optional<std::vector<std::uint64_t>> data_offsets;
};

/// Takes the header's parts from the JSON parser, which calls these functions by their names:
/// {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2], "data_offsets": [0,
/// 8]}} https://json.nlohmann.me/features/parsing/sax_interface/
class HeaderReader {
 public:
  explicit HeaderReader(const std::string& file_name) : file_name_(file_name) {}

  bool start_object(std::size_t) {
    if (place_ == Place::kFile) {
      place_ = Place::kHeader;
    } else if (place_ == Place::kHeader && key_ == kMetadataKey) {
      place_ = Place::kMetadata;
    } else if (place_ == Place::kHeader) {
      place_ = Place::kTensor;
      tensors.push_back({.name = key_, .dtype = {}, .shape = {}, .data_offsets = {}});
    } else {
      refuse("an object");
    }
    return true;
  }

  bool end_object() {
    place_ = place_ == Place::kHeader ? Place::kFile : Place::kHeader;
    return true;
  }

  bool key(std::string& text) {
    key_ = text;
    bool is_new = true;
    if (place_ == Place::kHeader) is_new = names_.insert(text).second;
    if (place_ == Place::kMetadata) is_new = !metadata.contains(text);
    if (!is_new) fail("expected every name once, found \"", text, "\" twice");
    return true;
  }

  bool string(std::string& text) {
    if (place_ == Place::kMetadata) {
      metadata[key_] = text;
    } else if (place_ == Place::kTensor && key_ == "dtype") {
      set(tensors.back().dtype, text);
    } else {
      refuse("a string");
    }
    return true;
  }

  bool start_array(std::size_t) {
    if (place_ == Place::kTensor && key_ == "shape") {
      numbers_ = &set(tensors.back().shape, {});
    } else if (place_ == Place::kTensor && key_ == "data_offsets") {
      numbers_ = &set(tensors.back().data_offsets, {});
    } else {
      refuse("an array");
    }
    place_ = Place::kNumbers;
    return true;
  }

  bool end_array() {
    place_ = Place::kTensor;
    return true;
  }

  bool number_unsigned(std::uint64_t number) {
    if (place_ != Place::kNumbers) refuse("a number");
    numbers_->push_back(number);
    return true;
  }

  bool number_integer(std::int64_t) { return refuse("a negative number"); }
  bool number_float(double, const std::string&) { return refuse("a fraction"); }
  bool boolean(bool) { return refuse("a truth value"); }
  bool null() { return refuse("null"); }
  bool binary(nlohmann::json::binary_t&) { return refuse("bytes"); }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
    fail("expected JSON, found something else at its byte ", position);
  }

  std::vector<Description> tensors;
  Metadata metadata;

 private:
  enum class Place { kFile, kHeader, kMetadata, kTensor, kNumbers };

  template <class... Parts>
  [[noreturn]] void fail(const Parts&... parts) const {
    core::fail(file_name_, "header: ", parts...);
  }

  bool refuse(const char* found) const {
    switch (place_) {
      case Place::kFile:
        fail("expected an object, found ", found);
      case Place::kHeader:
        fail("\"", key_, "\": expected an object, found ", found);
      case Place::kMetadata:
        fail("metadata \"", key_, "\": expected a string, found ", found);
      case Place::kTensor:
        fail("\"", tensors.back().name, "\": expected dtype (a string), shape and data_offsets ",
             "(arrays), found ", found, " as ", key_);
      case Place::kNumbers:
        fail("\"", tensors.back().name, "\" ", key_, ": expected whole numbers, found ", found);
    }
    return false;
  }

  template <class T>
  T& set(std::optional<T>& field, T value) {
    if (field) fail("\"", tensors.back().name, "\": expected ", key_, " once, found it twice");
    return field.emplace(std::move(value));
  }

  const std::string& file_name_;
  Place place_ = Place::kFile;
  std::string key_;
  std::set<std::string> names_;
  std::vector<std::uint64_t>* numbers_ = nullptr;
};

/// Turns descriptions into entries, each checked by itself.
class Checker {
 public:
  Checker(const std::string& file_name, std::uint64_t data_size)
      : file_name_(file_name), data_size_(data_size) {}

  SafetensorsFile::Entry entry(const Description& tensor) const {
    const char* missing = !tensor.dtype          ? "dtype"
                          : !tensor.shape        ? "shape"
                          : !tensor.data_offsets ? "data_offsets"
                                                 : nullptr;
    if (missing != nullptr) fail(tensor, missing, ": expected it to be there, found none");

    SafetensorsFile::Entry result;
    result.name = tensor.name;
    const auto row = std::find_if(kDTypes.begin(), kDTypes.end(), [&](const DTypeRow& candidate) {
      return *tensor.dtype == candidate.name;
    });
    if (row == kDTypes.end()) {
      fail(tensor, "dtype: expected F32, F64, I64 or U8, found ", *tensor.dtype);
    }
    result.dtype = row->dtype;
    result.shape = shape(tensor);

    const std::vector<std::uint64_t>& offsets = *tensor.data_offsets;
    if (offsets.size() != 2) {
      fail(tensor, "data_offsets: expected begin and end, found ", offsets.size(), " numbers");
    }
    if (offsets[0] > offsets[1] || offsets[1] > data_size_) {
      fail(tensor, "data_offsets: expected a range within the ", data_size_,
           " bytes of data, found ", offsets[0], " to ", offsets[1]);
    }
    const auto count = static_cast<std::uint64_t>(result.shape.numel());
    const std::uint64_t size = offsets[1] - offsets[0];
    if (size % row->size != 0 || size / row->size != count) {
      fail(tensor, "data_offsets: expected ", count, " values of ", row->size, " bytes for shape ",
           result.shape, " and dtype ", row->name, ", found ", size, " bytes");
    }
    // Both fit, since the file is in memory.
    result.offset = static_cast<std::size_t>(offsets[0]);
    result.size = static_cast<std::size_t>(size);
    return result;
  }

 private:
  template <class... Parts>
  [[noreturn]] void fail(const Description& tensor, const Parts&... parts) const {
    core::fail(file_name_, "header: \"", tensor.name, "\" ", parts...);
  }

  /// With as many elements as an int64 can count.
  core::Shape shape(const Description& tensor) const {
    if (tensor.shape->size() > core::Shape::kMaxDims) {
      fail(tensor, "shape: expected at most ", core::Shape::kMaxDims, " dimensions, found ",
           tensor.shape->size());
    }
    constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
    std::uint64_t product = 1;
    core::Shape result;
    for (const std::uint64_t size : *tensor.shape) {
      if (size > kMax / std::max<std::uint64_t>(product, 1)) {
        fail(tensor, "shape: expected a number of elements below 2^63, found more");
      }
      product *= size;
      result.push_back(static_cast<std::int64_t>(size));
    }
    return result;
  }

  const std::string& file_name_;
  std::uint64_t data_size_;
};

/// Throws unless the tensors lie one after the other and fill the data.
void check_layout(const std::string& file_name, const std::vector<SafetensorsFile::Entry>& entries,
                  std::size_t data_size) {
  std::vector<const SafetensorsFile::Entry*> order;
  for (const SafetensorsFile::Entry& entry : entries) order.push_back(&entry);
  // Tensors without elements come before the one they stand at; their own order does not matter.
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->offset != b->offset ? a->offset < b->offset : a->size < b->size;
  });
  std::size_t end = 0;
  for (const SafetensorsFile::Entry* entry : order) {
    if (entry->offset != end) {
      core::fail(file_name, "header: \"", entry->name, "\" data_offsets: expected ", end,
                 ", where the data before it ends, found ", entry->offset);
    }
    end += entry->size;
  }
  if (end != data_size) {
    core::fail(file_name, "data: expected the ", end, " bytes that the header names, found ",
               data_size);
  }
}

}  // namespace

const char* name_of(DType dtype) { return row_of(dtype).name; }
std::size_t size_of(DType dtype) { return row_of(dtype).size; }

SafetensorsHeader parse_safetensors_header(const std::string& file_name,
                                           std::span<const std::uint8_t> text,
                                           std::size_t data_size) {
  // The JSON parser takes a zero byte for the end, whatever follows.
  const auto zero = std::find(text.begin(), text.end(), std::uint8_t{0});
  if (zero != text.end()) {
    core::fail(file_name, "header: expected JSON, found a zero at its byte ",
               zero - text.begin() + 1);
  }
  HeaderReader reader(file_name);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  const Checker checker(file_name, data_size);
  SafetensorsHeader header;
  header.metadata = std::move(reader.metadata);
  for (const Description& tensor : reader.tensors) header.entries.push_back(checker.entry(tensor));
  check_layout(file_name, header.entries, data_size);
  return header;
}

}  // namespace gradlet::io
