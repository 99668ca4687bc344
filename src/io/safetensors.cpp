#include "io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

#include "core/error.h"
#include "io/safetensors_header.h"

namespace gradlet::io {
namespace {

// Values are copied as they lie in the file.
static_assert(std::endian::native == std::endian::little);

/// Bytes before the header: its length.
constexpr std::size_t kLengthSize = 8;

/// The length of the header that the first bytes tell.
std::uint64_t header_length(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthSize);
  return length;
}

/// `text` as a JSON string. https://www.rfc-editor.org/rfc/rfc8259#section-7
std::string quoted(const std::string& text) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 15]};
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// One tensor's part of a header.
std::string description(DType dtype, const core::Shape& shape, std::size_t begin, std::size_t end) {
  std::string sizes;
  for (const std::int64_t size : shape) sizes += (sizes.empty() ? "" : ",") + std::to_string(size);
  return std::string("{\"dtype\":\"") + name_of(dtype) + "\",\"shape\":[" + sizes +
         "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(end) + "]}";
}

DType dtype_of(const core::Array&) { return DType::kF32; }
DType dtype_of(const core::IntArray&) { return DType::kI64; }

/// The elements in row-major order.
core::Array row_major(const core::Array& array) { return core::contiguous(array); }
core::IntArray row_major(const core::IntArray& array) { return array; }

}  // namespace

SafetensorsFile::SafetensorsFile(std::string file_name, std::vector<std::uint8_t> bytes)
    : file_name_(std::move(file_name)), bytes_(std::move(bytes)) {
  if (bytes_.size() < kLengthSize) {
    core::fail(file_name_, "expected a safetensors file, found ", bytes_.size(), " bytes");
  }
  const std::uint64_t length = header_length(bytes_);
  const std::size_t rest = bytes_.size() - kLengthSize;
  if (length > rest) {
    core::fail(file_name_, "header length: expected at most the ", rest, " bytes after it, found ",
               length);
  }
  const auto text =
      std::span<const std::uint8_t>(bytes_).subspan(kLengthSize, static_cast<std::size_t>(length));
  if (text.empty() || text[0] != '{') core::fail(file_name_, "header: expected a JSON object");
  SafetensorsHeader header = parse_safetensors_header(file_name_, text, rest - text.size());
  entries_ = std::move(header.entries);
  metadata_ = std::move(header.metadata);
  for (Entry& entry : entries_) entry.offset += kLengthSize + text.size();
}

const SafetensorsFile::Entry* SafetensorsFile::find(const std::string& name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

const SafetensorsFile::Entry& SafetensorsFile::entry(const std::string& name) const {
  const Entry* found = find(name);
  if (found == nullptr) core::fail(file_name_, "expected a tensor \"", name, "\", found none");
  return *found;
}

const SafetensorsFile::Entry& SafetensorsFile::entry(const std::string& name, DType dtype) const {
  const Entry& found = entry(name);
  if (found.dtype != dtype) {
    core::fail(file_name_, "\"", name, "\" dtype: expected ", name_of(dtype), ", found ",
               name_of(found.dtype));
  }
  return found;
}

template <class T>
void SafetensorsFile::copy(const Entry& entry, T* values) const {
  // The file need not align its values; and a tensor without elements may have no memory at all.
  if (entry.size > 0) std::memcpy(values, bytes_.data() + entry.offset, entry.size);
}

core::Array SafetensorsFile::f32(const std::string& name) const {
  const Entry& found = entry(name, DType::kF32);
  core::Array result = core::Array::empty(found.shape);
  copy(found, result.mutable_data());
  return result;
}

core::IntArray SafetensorsFile::i64(const std::string& name) const {
  const Entry& found = entry(name, DType::kI64);
  core::IntArray result = core::IntArray::empty(found.shape);
  copy(found, result.mutable_data());
  return result;
}

std::vector<double> SafetensorsFile::f64(const std::string& name) const {
  const Entry& found = entry(name, DType::kF64);
  std::vector<double> result(found.size / sizeof(double));
  copy(found, result.data());
  return result;
}

std::vector<std::uint8_t> SafetensorsFile::u8(const std::string& name) const {
  const Entry& found = entry(name, DType::kU8);
  std::vector<std::uint8_t> result(found.size);
  copy(found, result.data());
  return result;
}

std::vector<std::uint8_t> write_safetensors(std::span<const NamedArray> arrays,
                                            const Metadata& metadata) {
  std::set<std::string> names = {kMetadataKey};
  std::string header = "{";
  if (!metadata.empty()) {
    std::string pairs;
    for (const auto& [key, text] : metadata) {
      pairs += (pairs.empty() ? "" : ",") + quoted(key) + ":" + quoted(text);
    }
    header += quoted(kMetadataKey) + ":{" + pairs + "}";
  }
  std::size_t data_size = 0;
  for (const NamedArray& array : arrays) {
    if (!names.insert(array.name).second) {
      core::fail("write_safetensors", "expected different names, found \"", array.name, "\" twice");
    }
    std::visit(
        [&](const auto& values) {
          const DType dtype = dtype_of(values);
          const std::size_t end = data_size + values.size() * size_of(dtype);
          if (header.size() > 1) header += ",";
          header += quoted(array.name) + ":" + description(dtype, values.shape(), data_size, end);
          data_size = end;
        },
        array.values);
  }
  header += "}";
  // So that the values are aligned.
  header.append((kLengthSize - header.size() % kLengthSize) % kLengthSize, ' ');

  std::vector<std::uint8_t> file(kLengthSize + header.size() + data_size);
  const std::uint64_t length = header.size();
  std::memcpy(file.data(), &length, kLengthSize);
  std::memcpy(file.data() + kLengthSize, header.data(), header.size());
  std::uint8_t* target = file.data() + kLengthSize + header.size();
  for (const NamedArray& array : arrays) {
    std::visit(
        [&](const auto& values) {
          const auto source = row_major(values);
          const std::size_t size = source.size() * sizeof(source.data()[0]);
          if (size > 0) std::memcpy(target, source.data(), size);
          target += size;
        },
        array.values);
  }
  return file;
}

}  // namespace gradlet::io
