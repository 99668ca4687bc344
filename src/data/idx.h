#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/sha256.h"

namespace gradlet::data {

/// What an IDX file holds. http://yann.lecun.com/exdb/mnist/
enum class IdxKind { kImages, kLabels };

struct IdxHeader {
  IdxKind kind = IdxKind::kImages;
  std::int64_t count = 0;
  /// Height and width of an image; 1 for labels.
  std::int64_t rows = 1;
  std::int64_t columns = 1;

  /// Bytes of an image; 1 for labels.
  std::int64_t item_size() const { return rows * columns; }
};

/// Takes what an `IdxReader` finds, as soon as it is there. Either may be empty.
struct IdxSink {
  std::function<void(const IdxHeader&)> header;
  /// One or more whole images, row by row, or labels; valid during the call only.
  std::function<void(std::span<const std::uint8_t>)> items;
};

/// Reads an IDX file of 8-bit images or of labels 0 to 9 while its bytes arrive, in pieces of any
/// size, and hashes it.
///
/// Whatever is wrong with the file throws an `Error` with its name, the field, what was expected
/// and what was found; the reader is of no use after that.
class IdxReader {
 public:
  /// `expected` is what the file must hold; if absent, either is taken.
  IdxReader(std::string file_name, std::optional<IdxKind> expected, IdxSink sink);

  /// Takes the next bytes of the (inflated) file. Throws as soon as they show that it is no IDX
  /// file or not the expected kind, that its sizes are absurd, that a label is above 9, or that
  /// there are more bytes than its header says.
  void feed(std::span<const std::uint8_t> bytes);

  /// Says that there are no more bytes. Throws if the file is empty or truncated, or if
  /// `expected_sha256` (64 small hexadecimal digits) is given and not its hash.
  void finish(const std::string& expected_sha256 = "");

  const std::string& file_name() const { return file_name_; }
  /// Absent until all of it has arrived.
  const std::optional<IdxHeader>& header() const { return header_; }
  /// Whether all the bytes that the header promises have arrived.
  bool complete() const;
  /// SHA-256 of all bytes so far, as 64 small hexadecimal digits.
  std::string sha256() const { return hash_.hex(); }

 private:
  static constexpr std::size_t kMaxHeaderSize = 16;

  std::size_t header_size() const;
  std::span<const std::uint8_t> feed_header(std::span<const std::uint8_t> bytes);
  void feed_items(std::span<const std::uint8_t> bytes);
  void pass_on(std::span<const std::uint8_t> items);

  std::string file_name_;
  std::optional<IdxKind> expected_;
  IdxSink sink_;
  core::Sha256 hash_;
  std::array<std::uint8_t, kMaxHeaderSize> start_{};
  std::size_t start_size_ = 0;
  std::optional<IdxHeader> header_;
  /// The bytes after the header so far.
  std::int64_t body_size_ = 0;
  /// The beginning of an image whose end has not arrived.
  std::vector<std::uint8_t> partial_;
};

/// What the file that begins with `start` holds; its first four bytes suffice. Throws an `Error`
/// that says what it is instead, if that is known.
IdxKind idx_kind(const std::string& file_name, std::span<const std::uint8_t> start);

}  // namespace gradlet::data
