#include "data/mnist.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/error.h"
#include "data/idx_bytes.h"

namespace gradlet::tests {

using core::Error;
using data::ImageSet;
using data::ImageSetBuilder;

namespace {

/// Checks that `set` holds what `idx_images(count, 3, 3)` and `idx_labels(count)` do.
void check_whole(const ImageSet& set, std::int64_t count) {
  CHECK(set.image_size() == 3);
  REQUIRE(set.count() == count);
  REQUIRE(set.available() == count);
  for (std::int64_t i = 0; i < count; ++i) {
    CHECK(set.image(i).size() == 9);
    CHECK(set.image(i)[0] == i * 9 % 251);
    CHECK(set.image(i)[8] == (i * 9 + 8) % 251);
    CHECK(set.label(i) == i % 10);
  }
}

}  // namespace

TEST_CASE("images and labels make a set in any order of arrival") {
  const Bytes images = idx_images(40, 3, 3), labels = idx_labels(40);
  for (const bool labels_first : {false, true}) {
    ImageSetBuilder builder(3);
    if (labels_first) builder.feed_labels("labels.idx", labels);
    builder.feed_images("images.idx", images);
    if (!labels_first) builder.feed_labels("labels.idx", labels);
    builder.finish_labels();
    builder.finish_images();
    check_whole(*builder.set(), 40);
  }
}

TEST_CASE("a set grows with both streams, in pieces of any size") {
  const Bytes images = idx_images(40, 3, 3), labels = idx_labels(40);
  for (const std::size_t piece : {1, 5, 9, 10, 64}) {
    CAPTURE(piece);
    ImageSetBuilder builder(3);
    const std::shared_ptr<const ImageSet> set = builder.set();
    CHECK(set->count() == 0);
    CHECK(set->available() == 0);
    for (std::size_t i = 0; i < images.size(); i += piece) {
      builder.feed_images("images.idx",
                          std::span(images).subspan(i, std::min(piece, images.size() - i)));
      if (i < labels.size()) {
        builder.feed_labels("labels.idx",
                            std::span(labels).subspan(i, std::min(piece, labels.size() - i)));
      }
      const auto arrived = [&](std::size_t header, std::size_t item, std::size_t all) {
        const std::size_t end = std::min(i + piece, all);
        return end < header ? 0 : static_cast<std::int64_t>((end - header) / item);
      };
      CHECK(set->available() ==
            std::min(arrived(16, 9, images.size()), arrived(8, 1, labels.size())));
    }
    check_whole(*set, 40);
  }
}

TEST_CASE("images are resized as they arrive") {
  ImageSetBuilder builder(8);
  Bytes images = idx_header({2051, 2, 28, 28});
  images.resize(16 + 784, 0);
  images.resize(16 + 2 * 784, 255);
  builder.feed_images("images.idx", images);
  builder.feed_labels("labels.idx", idx_labels(2));
  CHECK(builder.set()->image(0).size() == 64);
  CHECK(builder.set()->image(0)[0] == 0);
  CHECK(builder.set()->image(1)[63] == 255);
}

TEST_CASE("images are kept as they are where a model reads their own size") {
  ImageSetBuilder builder(28);
  const Bytes images = idx_images(3, 28, 28);
  builder.feed_images("images.idx", images);
  builder.feed_labels("labels.idx", idx_labels(3));
  for (std::int64_t i = 0; i < 3; ++i) {
    const auto image = builder.set()->image(i);
    CHECK(std::equal(image.begin(), image.end(), images.begin() + 16 + i * 784,
                     images.begin() + 16 + (i + 1) * 784));
  }
}

TEST_CASE("what has arrived can be used before a file turns out bad at its end") {
  const Bytes images = idx_images(40, 3, 3);
  ImageSetBuilder builder(3, std::string(64, 'a'));
  builder.feed_labels("labels.idx", idx_labels(40));
  builder.feed_images("images.idx", images);
  check_whole(*builder.set(), 40);
  CHECK_THROWS_WITH_AS(builder.finish_images(),
                       ("[images.idx] SHA-256: expected " + std::string(64, 'a') +
                        ", found 98fb3b38c50935ee1bae1b99c182d743406bd71f175211b07f625ed7e25648fa")
                           .c_str(),
                       Error);
}

TEST_CASE("a limited set is the first images of the same data") {
  const Bytes images = idx_images(40, 3, 3);
  ImageSetBuilder builder(3);
  builder.feed_labels("labels.idx", idx_labels(40));
  const ImageSet limited = builder.set()->limit(30);
  CHECK(limited.count() == 30);
  CHECK(limited.available() == 0);
  builder.feed_images("images.idx", std::span(images).first(16 + 9 * 10));
  CHECK(limited.available() == 10);
  builder.feed_images("images.idx", std::span(images).subspan(16 + 9 * 10));
  check_whole(limited, 30);
  check_whole(limited.limit(5), 5);
  check_whole(limited.limit(35), 30);
  check_whole(builder.set()->limit(100), 40);
  CHECK_THROWS_WITH_AS(limited.limit(0), "[limit] expected at least 1 image, found 0", Error);
}

TEST_CASE("counts that differ are refused as soon as both are known") {
  ImageSetBuilder images_first(3);
  images_first.feed_images("images.idx", idx_header({2051, 40, 3, 3}));
  CHECK_THROWS_WITH_AS(images_first.feed_labels("labels.idx", idx_header({2049, 39})),
                       "[labels.idx] count: expected 40 as in images.idx, found 39", Error);
  ImageSetBuilder labels_first(3);
  labels_first.feed_labels("labels.idx", idx_labels(39));
  CHECK_THROWS_WITH_AS(labels_first.feed_images("images.idx", idx_images(40, 3, 3)),
                       "[images.idx] count: expected 39 as in labels.idx, found 40", Error);
}

TEST_CASE("what is wrong with one file names that file") {
  ImageSetBuilder builder(3, "", std::string(64, 'a'));
  CHECK_THROWS_WITH_AS(builder.finish_images(),
                       "[images] size: expected an IDX file, found an empty one", Error);
  CHECK_THROWS_WITH_AS(builder.feed_labels("labels.idx", idx_images(1, 3, 3)),
                       "[labels.idx] magic number: expected 2049 (labels), found 2051 (images)",
                       Error);

  ImageSetBuilder hashed(3, "", std::string(64, 'a'));
  hashed.feed_labels("labels.idx", idx_labels(2));
  CHECK_THROWS_AS(hashed.finish_labels(), Error);

  ImageSetBuilder large(1024);
  CHECK_THROWS_WITH_AS(large.feed_images("images.idx", idx_header({2051, 60000, 28, 28})),
                       "[images.idx] count: expected at most 256 images of 1024×1024, found 60000",
                       Error);
  CHECK_THROWS_WITH_AS(ImageSetBuilder(0),
                       "[image set] expected an image size from 1 to 1024, found 0", Error);
}

}  // namespace gradlet::tests
