#include "io/safetensors_header.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "core/error.h"
#include "io/json_cursor.h"

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

/// Reads what the format's header is made of:
/// {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2], "data_offsets": [0,
/// 8]}}
class HeaderReader {
 public:
  HeaderReader(const std::string& file_name, std::span<const std::uint8_t> text)
      : file_name_(file_name), json_(file_name, "header", text) {}

  void read() {
    std::set<std::string> names;
    json_.object([&](const std::string& name) {
      if (!names.insert(name).second) fail_twice(name);
      if (name == kMetadataKey) {
        read_metadata();
      } else {
        read_tensor(tensors.emplace_back(Description{name, {}, {}, {}}));
      }
    });
    json_.end();
  }

  std::vector<Description> tensors;
  Metadata metadata;

 private:
  void read_metadata() {
    json_.object([&](const std::string& key) {
      if (!metadata.emplace(key, json_.string()).second) fail_twice(key);
    });
  }

  void read_tensor(Description& tensor) {
    json_.object([&](const std::string& field) {
      bool is_new = false;
      if (field == "dtype") {
        is_new = !std::exchange(tensor.dtype, json_.string());
      } else if (field == "shape") {
        is_new = !std::exchange(tensor.shape, numbers());
      } else if (field == "data_offsets") {
        is_new = !std::exchange(tensor.data_offsets, numbers());
      } else {
        core::fail(file_name_, "header: \"", tensor.name,
                   "\": expected dtype, shape and data_offsets, found \"", field, "\"");
      }
      if (!is_new) fail_twice(field);
    });
  }

  std::vector<std::uint64_t> numbers() {
    std::vector<std::uint64_t> result;
    json_.array([&] { result.push_back(json_.number()); });
    return result;
  }

  [[noreturn]] void fail_twice(const std::string& name) const {
    core::fail(file_name_, "header: expected every name once, found \"", name, "\" twice");
  }

  const std::string& file_name_;
  JsonCursor json_;
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
  HeaderReader reader(file_name, text);
  reader.read();
  const Checker checker(file_name, data_size);
  SafetensorsHeader header;
  header.metadata = std::move(reader.metadata);
  for (const Description& tensor : reader.tensors) header.entries.push_back(checker.entry(tensor));
  check_layout(file_name, header.entries, data_size);
  return header;
}

}  // namespace gradlet::io
