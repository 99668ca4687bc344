#include "data/idx.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"

namespace gradlet::data {
namespace {

constexpr std::uint32_t kImagesMagic = 2051;
constexpr std::uint32_t kLabelsMagic = 2049;
constexpr std::size_t kMagicSize = 4;
constexpr std::size_t kImagesHeaderSize = 16;
constexpr std::size_t kLabelsHeaderSize = 8;

// Far beyond any data set of this kind, and small enough that no product of them overflows.
constexpr std::int64_t kMaxCount = 10'000'000;
constexpr std::int64_t kMaxSide = 1024;
constexpr std::uint8_t kMaxLabel = 9;

constexpr const char* kImagesName = "images";
constexpr const char* kLabelsName = "labels";

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// What a file that is no IDX file seems to be, by its first four bytes; null if that is not known.
const char* foreign_kind(const std::uint8_t* start) {
  const auto begins = [&](const char* text, std::size_t length) {
    return std::memcmp(start, text, length) == 0;
  };
  if (begins("\x1f\x8b", 2)) return "gzip, which must be inflated first";
  if (begins("PK", 2)) return "a ZIP archive";
  if (begins("\x89PNG", 4)) return "a PNG image";
  if (begins("\xff\xd8\xff", 3)) return "a JPEG image";
  if (begins("%PDF", 4)) return "a PDF document";
  if (start[0] == '<') return "a page of HTML or XML";
  return nullptr;
}

std::string expected_magic(std::optional<IdxKind> expected) {
  const std::string images = std::to_string(kImagesMagic) + " (" + kImagesName + ")";
  const std::string labels = std::to_string(kLabelsMagic) + " (" + kLabelsName + ")";
  if (!expected) return images + " or " + labels;
  return *expected == IdxKind::kImages ? images : labels;
}

/// The kind that the magic number tells, which must be `expected` if that is given.
IdxKind kind_of(const std::string& file_name, const std::uint8_t* start,
                std::optional<IdxKind> expected) {
  const std::uint32_t magic = big_endian(start);
  const bool is_images = magic == kImagesMagic, is_labels = magic == kLabelsMagic;
  const IdxKind kind = is_images ? IdxKind::kImages : IdxKind::kLabels;
  if ((is_images || is_labels) && kind == expected.value_or(kind)) return kind;

  std::string found = std::to_string(magic);
  if (is_images || is_labels) {
    found += std::string(" (") + (is_images ? kImagesName : kLabelsName) + ")";
  } else if (const char* foreign = foreign_kind(start)) {
    found = foreign;
  }
  core::fail(file_name, "magic number: expected ", expected_magic(expected), ", found ", found);
}

/// The number at `start`, which must lie between 1 and `most`.
std::int64_t size_field(const std::string& file_name, const char* field, const std::uint8_t* start,
                        std::int64_t most) {
  const std::int64_t value = big_endian(start);
  if (value < 1 || value > most) {
    core::fail(file_name, field, ": expected 1 to ", most, ", found ", value);
  }
  return value;
}

}  // namespace

IdxReader::IdxReader(std::string file_name, std::optional<IdxKind> expected, IdxSink sink)
    : file_name_(std::move(file_name)), expected_(expected), sink_(std::move(sink)) {}

std::size_t IdxReader::header_size() const {
  if (start_size_ < kMagicSize) return kMagicSize;
  return big_endian(start_.data()) == kImagesMagic ? kImagesHeaderSize : kLabelsHeaderSize;
}

void IdxReader::feed(std::span<const std::uint8_t> bytes) {
  hash_.update(bytes);
  if (!header_) bytes = feed_header(bytes);
  if (!bytes.empty()) feed_items(bytes);
}

/// Takes what belongs to the header and returns the rest.
std::span<const std::uint8_t> IdxReader::feed_header(std::span<const std::uint8_t> bytes) {
  // The magic number first: it tells how long the header is.
  while (!header_ && !bytes.empty()) {
    const std::size_t taken = std::min(header_size() - start_size_, bytes.size());
    std::copy_n(bytes.begin(), taken, start_.begin() + static_cast<std::ptrdiff_t>(start_size_));
    start_size_ += taken;
    bytes = bytes.subspan(taken);
    if (start_size_ < kMagicSize) break;
    const IdxKind kind = kind_of(file_name_, start_.data(), expected_);
    if (start_size_ < header_size()) continue;

    IdxHeader header;
    header.kind = kind;
    header.count = size_field(file_name_, "count", &start_[4], kMaxCount);
    if (kind == IdxKind::kImages) {
      header.rows = size_field(file_name_, "rows", &start_[8], kMaxSide);
      header.columns = size_field(file_name_, "columns", &start_[12], kMaxSide);
    }
    header_ = header;
    if (sink_.header) sink_.header(header);
  }
  return bytes;
}

void IdxReader::feed_items(std::span<const std::uint8_t> bytes) {
  const std::int64_t promised = header_->count * header_->item_size();
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size > promised - body_size_) {
    core::fail(file_name_, "size: expected ", static_cast<std::int64_t>(header_size()) + promised,
               " bytes as its header says, found more");
  }
  if (header_->kind == IdxKind::kLabels) {
    const auto bad = std::find_if(bytes.begin(), bytes.end(),
                                  [](std::uint8_t label) { return label > kMaxLabel; });
    if (bad != bytes.end()) {
      core::fail(file_name_, "label ", body_size_ + (bad - bytes.begin()), ": expected 0 to ",
                 int{kMaxLabel}, ", found ", int{*bad});
    }
  }
  body_size_ += size;

  const auto item_size = static_cast<std::size_t>(header_->item_size());
  if (!partial_.empty()) {
    const std::size_t taken = std::min(item_size - partial_.size(), bytes.size());
    partial_.insert(partial_.end(), bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    bytes = bytes.subspan(taken);
    if (partial_.size() < item_size) return;
    pass_on(partial_);
    partial_.clear();
  }
  const std::size_t whole = bytes.size() / item_size * item_size;
  if (whole > 0) pass_on(bytes.first(whole));
  const auto rest = bytes.subspan(whole);
  partial_.assign(rest.begin(), rest.end());
}

void IdxReader::pass_on(std::span<const std::uint8_t> items) {
  if (sink_.items) sink_.items(items);
}

bool IdxReader::complete() const {
  return header_ && body_size_ == header_->count * header_->item_size();
}

void IdxReader::finish(const std::string& expected_sha256) {
  if (start_size_ == 0) {
    core::fail(file_name_, "size: expected an IDX file, found an empty one");
  }
  if (!header_) {
    core::fail(file_name_, "header: expected ", header_size(), " bytes, found ", start_size_);
  }
  if (!complete()) {
    const auto header_bytes = static_cast<std::int64_t>(header_size());
    core::fail(file_name_, "size: expected ", header_bytes + header_->count * header_->item_size(),
               " bytes as its header says, found ", header_bytes + body_size_);
  }
  if (!expected_sha256.empty() && sha256() != expected_sha256) {
    core::fail(file_name_, "SHA-256: expected ", expected_sha256, ", found ", sha256());
  }
}

IdxKind idx_kind(const std::string& file_name, std::span<const std::uint8_t> start) {
  if (start.empty()) core::fail(file_name, "size: expected an IDX file, found an empty one");
  if (start.size() < kMagicSize) {
    core::fail(file_name, "header: expected at least ", kMagicSize, " bytes, found ", start.size());
  }
  return kind_of(file_name, start.data(), std::nullopt);
}

}  // namespace gradlet::data
