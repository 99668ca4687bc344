#include "data/mnist.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "core/error.h"

namespace gradlet::data {
namespace {

/// More than this is refused, since it would not fit beside a model in a browser's tab.
constexpr std::int64_t kMaxBytes = std::int64_t{256} << 20;

/// Set aside at once for what a header promises; a set that is larger grows as its bytes arrive, so
/// that a false header costs no more.
constexpr std::int64_t kMaxReserved = std::int64_t{64} << 20;

}  // namespace

struct ImageSet::Store {
  std::size_t pixels_per_image() const {
    return static_cast<std::size_t>(image_size) * static_cast<std::size_t>(image_size);
  }

  std::int64_t image_size = 0;
  /// As the first header says that arrives.
  std::int64_t count = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
};

std::int64_t ImageSet::image_size() const { return store_->image_size; }

std::int64_t ImageSet::count() const {
  return std::min(store_->count, limit_.value_or(store_->count));
}

std::int64_t ImageSet::available() const {
  const std::size_t images = store_->pixels.size() / store_->pixels_per_image();
  return std::min(count(), static_cast<std::int64_t>(std::min(images, store_->labels.size())));
}

std::span<const std::uint8_t> ImageSet::image(std::int64_t index) const {
  assert(index >= 0 && index < available());
  const std::size_t size = store_->pixels_per_image();
  return std::span<const std::uint8_t>(store_->pixels)
      .subspan(static_cast<std::size_t>(index) * size, size);
}

std::uint8_t ImageSet::label(std::int64_t index) const {
  assert(index >= 0 && index < available());
  return store_->labels[static_cast<std::size_t>(index)];
}

ImageSet ImageSet::limit(std::int64_t count) const {
  core::require(count >= 1, "limit", "expected at least 1 image, found ", count);
  ImageSet result = *this;
  result.limit_ = std::min(count, limit_.value_or(count));
  return result;
}

ImageSetBuilder::ImageSetBuilder(std::int64_t image_size, std::string images_sha256,
                                 std::string labels_sha256)
    : images_sha256_(std::move(images_sha256)),
      labels_sha256_(std::move(labels_sha256)),
      store_(std::make_shared<ImageSet::Store>()),
      set_(new ImageSet(store_)) {
  core::require(image_size >= 1 && image_size <= 1024, "image set",
                "expected an image size from 1 to 1024, found ", image_size);
  store_->image_size = image_size;
}

IdxReader& ImageSetBuilder::images(const std::string& file_name) {
  if (!images_) {
    images_.emplace(file_name, IdxKind::kImages,
                    IdxSink{[this](const IdxHeader& header) { take_images_header(header); },
                            [this](std::span<const std::uint8_t> bytes) { take_images(bytes); }});
  }
  return *images_;
}

IdxReader& ImageSetBuilder::labels(const std::string& file_name) {
  if (!labels_) {
    labels_.emplace(file_name, IdxKind::kLabels,
                    IdxSink{[this](const IdxHeader& header) { take_labels_header(header); },
                            [this](std::span<const std::uint8_t> bytes) { take_labels(bytes); }});
  }
  return *labels_;
}

void ImageSetBuilder::feed_images(const std::string& file_name,
                                  std::span<const std::uint8_t> bytes) {
  images(file_name).feed(bytes);
}

void ImageSetBuilder::feed_labels(const std::string& file_name,
                                  std::span<const std::uint8_t> bytes) {
  labels(file_name).feed(bytes);
}

void ImageSetBuilder::finish_images() { images("images").finish(images_sha256_); }

void ImageSetBuilder::finish_labels() { labels("labels").finish(labels_sha256_); }

void ImageSetBuilder::compare_counts(const IdxReader& here, const std::optional<IdxReader>& other,
                                     std::int64_t count) const {
  if (other && other->header() && other->header()->count != count) {
    core::fail(here.file_name(), "count: expected ", other->header()->count, " as in ",
               other->file_name(), ", found ", count);
  }
}

void ImageSetBuilder::take_images_header(const IdxHeader& header) {
  compare_counts(*images_, labels_, header.count);
  const std::int64_t bytes = header.count * static_cast<std::int64_t>(store_->pixels_per_image());
  if (bytes > kMaxBytes) {
    core::fail(images_->file_name(), "count: expected at most ",
               kMaxBytes / static_cast<std::int64_t>(store_->pixels_per_image()), " images of ",
               store_->image_size, "×", store_->image_size, ", found ", header.count);
  }
  store_->count = header.count;
  store_->pixels.reserve(static_cast<std::size_t>(std::min(bytes, kMaxReserved)));
  const auto size = static_cast<int>(store_->image_size);
  resize_.emplace(static_cast<int>(header.rows), static_cast<int>(header.columns), size, size);
}

void ImageSetBuilder::take_labels_header(const IdxHeader& header) {
  compare_counts(*labels_, images_, header.count);
  store_->count = header.count;
  store_->labels.reserve(static_cast<std::size_t>(std::min(header.count, kMaxReserved)));
}

void ImageSetBuilder::take_images(std::span<const std::uint8_t> images) {
  const std::size_t count =
      images.size() / static_cast<std::size_t>(images_->header()->item_size());
  const std::size_t added = count * store_->pixels_per_image();
  std::vector<std::uint8_t>& pixels = store_->pixels;
  pixels.resize(pixels.size() + added);
  resize_->apply(images, std::span<std::uint8_t>(pixels).last(added));
}

void ImageSetBuilder::take_labels(std::span<const std::uint8_t> labels) {
  store_->labels.insert(store_->labels.end(), labels.begin(), labels.end());
}

}  // namespace gradlet::data
