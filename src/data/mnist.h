#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "data/idx.h"
#include "data/resize.h"

namespace gradlet::data {

/// Labelled grey images, kept as bytes in the size that a model reads. Copies share the images,
/// more of which may still be arriving.
class ImageSet {
 public:
  /// Height and width of the kept images.
  std::int64_t image_size() const;

  /// How many images there are going to be; 0 while that is not known.
  std::int64_t count() const;

  /// How many have arrived so far with both image and label; they are the first so many.
  std::int64_t available() const;

  /// Image `index`, row by row; it must have arrived. Valid until more of the set arrives.
  std::span<const std::uint8_t> image(std::int64_t index) const;

  /// The class of image `index`, 0 to 9; it must have arrived.
  std::uint8_t label(std::int64_t index) const;

  /// The first `count` of the images, or all of them if they are no more. Throws unless `count` is
  /// at least 1.
  ImageSet limit(std::int64_t count) const;

 private:
  friend class ImageSetBuilder;
  struct Store;

  explicit ImageSet(std::shared_ptr<const Store> store) : store_(std::move(store)) {}

  std::shared_ptr<const Store> store_;
  std::optional<std::int64_t> limit_;
};

/// Makes an `ImageSet` from an IDX file of images and one of labels while both arrive, in any order
/// and in pieces of any size. Images are resized to `image_size`×`image_size` as they come.
///
/// What is wrong with a file throws an `Error` that names it (see `IdxReader`), also where the
/// counts of both files differ; the builder and its set are of no use after that.
class ImageSetBuilder {
 public:
  /// Where a hash is given (64 small hexadecimal digits), the file must have it.
  explicit ImageSetBuilder(std::int64_t image_size, std::string images_sha256 = "",
                           std::string labels_sha256 = "");
  ImageSetBuilder(const ImageSetBuilder&) = delete;
  ImageSetBuilder& operator=(const ImageSetBuilder&) = delete;

  /// Takes the next bytes of the inflated file; its name is taken from the first call.
  void feed_images(const std::string& file_name, std::span<const std::uint8_t> bytes);
  void feed_labels(const std::string& file_name, std::span<const std::uint8_t> bytes);

  /// Says that the file is at its end. Throws if it is not whole.
  void finish_images();
  void finish_labels();

  /// The set under construction, which grows with every piece.
  const std::shared_ptr<const ImageSet>& set() const { return set_; }

 private:
  IdxReader& images(const std::string& file_name);
  IdxReader& labels(const std::string& file_name);
  void take_images_header(const IdxHeader& header);
  void take_labels_header(const IdxHeader& header);
  void take_images(std::span<const std::uint8_t> images);
  void take_labels(std::span<const std::uint8_t> labels);
  /// Throws if both files have told their counts, and they differ.
  void compare_counts(const IdxReader& here, const std::optional<IdxReader>& other,
                      std::int64_t count) const;

  std::string images_sha256_;
  std::string labels_sha256_;
  std::shared_ptr<ImageSet::Store> store_;
  std::shared_ptr<const ImageSet> set_;
  std::optional<IdxReader> images_;
  std::optional<IdxReader> labels_;
  std::optional<Resize> resize_;
};

}  // namespace gradlet::data
