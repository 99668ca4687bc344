#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace gradlet::tests {

using Bytes = std::vector<std::uint8_t>;

/// The big-endian 32-bit `fields` of an IDX header.
inline Bytes idx_header(std::initializer_list<std::uint32_t> fields) {
  Bytes bytes;
  for (const std::uint32_t field : fields) {
    for (const int shift : {24, 16, 8, 0})
      bytes.push_back(static_cast<std::uint8_t>(field >> shift));
  }
  return bytes;
}

/// An IDX file of `count` images whose bytes count up from 0, modulo 251.
inline Bytes idx_images(std::uint32_t count, std::uint32_t rows, std::uint32_t columns) {
  Bytes bytes = idx_header({2051, count, rows, columns});
  for (std::uint32_t i = 0; i < count * rows * columns; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i % 251));
  }
  return bytes;
}

/// An IDX file of `count` labels 0, 1, …, 9, 0, ….
inline Bytes idx_labels(std::uint32_t count) {
  Bytes bytes = idx_header({2049, count});
  for (std::uint32_t i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(i % 10));
  return bytes;
}

}  // namespace gradlet::tests
