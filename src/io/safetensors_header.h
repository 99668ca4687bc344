#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/safetensors.h"

namespace gradlet::io {

struct SafetensorsHeader {
  std::vector<SafetensorsFile::Entry> entries;
  Metadata metadata;
};

/// Key of the header under which the metadata stands, which no tensor may have as its name.
inline constexpr const char* kMetadataKey = "__metadata__";

/// "F32".
const char* name_of(DType dtype);
/// Bytes of a value.
std::size_t size_of(DType dtype);

/// Reads the JSON `text` of a header; the entries' offsets count from the start of the data. Throws
/// an `Error` with `file_name` unless it is as the format says and its tensors fill exactly
/// `data_size` bytes, without gaps or overlaps.
SafetensorsHeader parse_safetensors_header(const std::string& file_name,
                                           std::span<const std::uint8_t> text,
                                           std::size_t data_size);

}  // namespace gradlet::io
