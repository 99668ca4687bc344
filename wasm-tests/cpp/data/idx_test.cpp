#include "data/idx.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/error.h"
#include "data/idx_bytes.h"

namespace gradlet::tests {

using core::Error;
using data::IdxHeader;
using data::IdxKind;
using data::IdxReader;
using data::IdxSink;

namespace {

/// What a reader passed on.
struct Found {
  std::vector<IdxHeader> headers;
  Bytes items;

  IdxSink sink() {
    return {[this](const IdxHeader& header) { headers.push_back(header); },
            [this](std::span<const std::uint8_t> bytes) {
              CHECK_FALSE(bytes.empty());
              CHECK(static_cast<std::int64_t>(bytes.size()) % headers.at(0).item_size() == 0);
              items.insert(items.end(), bytes.begin(), bytes.end());
            }};
  }
};

/// The message of the error that comes of reading `file` at once; empty if none does.
std::string refusal(const Bytes& file, std::optional<IdxKind> expected = {}) {
  try {
    IdxReader reader("file", expected, {});
    reader.feed(file);
    reader.finish();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

Bytes bytes(const std::string& text) { return {text.begin(), text.end()}; }

Bytes truncated(Bytes file, std::size_t by) {
  file.resize(file.size() - by);
  return file;
}

}  // namespace

TEST_CASE("images and labels arrive whole, in pieces of any size") {
  const Bytes images = idx_images(5, 3, 4), labels = idx_labels(25);
  for (const std::size_t piece : {1, 2, 3, 5, 7, 11, 12, 13, 16, 17, 29, 1000}) {
    CAPTURE(piece);
    for (const Bytes& file : {images, labels}) {
      Found found;
      IdxReader reader("file", {}, found.sink());
      for (std::size_t i = 0; i < file.size(); i += piece) {
        reader.feed(std::span(file).subspan(i, std::min(piece, file.size() - i)));
        CHECK(reader.complete() == (i + piece >= file.size()));
      }
      reader.finish();
      const bool is_images = file.size() == images.size();
      REQUIRE(found.headers.size() == 1);
      CHECK(found.headers[0].kind == (is_images ? IdxKind::kImages : IdxKind::kLabels));
      CHECK(found.headers[0].count == (is_images ? 5 : 25));
      CHECK(found.headers[0].rows == (is_images ? 3 : 1));
      CHECK(found.headers[0].columns == (is_images ? 4 : 1));
      CHECK(found.items == Bytes(file.begin() + (is_images ? 16 : 8), file.end()));
    }
  }
}

TEST_CASE("an image is passed on as soon as its last byte is there") {
  const Bytes file = idx_images(3, 2, 2);
  Found found;
  IdxReader reader("file", IdxKind::kImages, found.sink());
  reader.feed(std::span(file).first(15));
  CHECK(found.headers.empty());
  reader.feed(std::span(file).subspan(15, 4));
  CHECK(found.headers.size() == 1);
  CHECK(found.items.empty());
  reader.feed(std::span(file).subspan(19, 1));
  CHECK(found.items == Bytes{0, 1, 2, 3});
  reader.feed({});
  reader.feed(std::span(file).subspan(20));
  CHECK(found.items.size() == 12);
}

TEST_CASE("the content is hashed, and compared on demand") {
  const Bytes file = idx_labels(3);
  const std::string hash = "b42326e57648289720e40f7c6f074d678a6bb041e7d1157a777e375b9269c0f5";
  IdxReader reader("file", {}, {});
  reader.feed(std::span(file).first(5));
  reader.feed(std::span(file).subspan(5));
  CHECK(reader.sha256() == hash);
  reader.finish(hash);
  const std::string other(64, '0');
  CHECK_THROWS_WITH_AS(reader.finish(other),
                       ("[file] SHA-256: expected " + other + ", found " + hash).c_str(), Error);
}

TEST_CASE("files that are not whole are refused at their end") {
  CHECK(refusal({}) == "[file] size: expected an IDX file, found an empty one");
  CHECK(refusal(truncated(idx_labels(3), 9)) == "[file] header: expected 4 bytes, found 2");
  CHECK(refusal(truncated(idx_labels(3), 4)) == "[file] header: expected 8 bytes, found 7");
  CHECK(refusal(truncated(idx_images(1, 2, 2), 5)) == "[file] header: expected 16 bytes, found 15");
  CHECK(refusal(truncated(idx_images(2, 2, 2), 1)) ==
        "[file] size: expected 24 bytes as its header says, found 23");
  CHECK(refusal(truncated(idx_labels(3), 3)) ==
        "[file] size: expected 11 bytes as its header says, found 8");
  CHECK(refusal(idx_labels(3)) == "");
}

TEST_CASE("more bytes than the header promised are refused at once") {
  Bytes file = idx_images(2, 2, 2);
  file.push_back(0);
  const char* message = "[file] size: expected 24 bytes as its header says, found more";
  CHECK(refusal(file) == message);

  Found found;
  IdxReader reader("file", {}, found.sink());
  reader.feed(std::span(file).first(24));
  CHECK(found.items.size() == 8);
  CHECK_THROWS_WITH_AS(reader.feed(std::span(file).last(1)), message, Error);
}

TEST_CASE("a wrong magic number is refused at once, and what the file seems to be is said") {
  CHECK(refusal(idx_labels(2), IdxKind::kImages) ==
        "[file] magic number: expected 2051 (images), found 2049 (labels)");
  CHECK(refusal(idx_images(2, 2, 2), IdxKind::kLabels) ==
        "[file] magic number: expected 2049 (labels), found 2051 (images)");
  const std::string prefix = "[file] magic number: expected 2051 (images) or 2049 (labels), found ";
  CHECK(refusal(idx_header({2052, 1, 1, 1})) == prefix + "2052");
  CHECK(refusal({0x1f, 0x8b, 8, 0}) == prefix + "gzip, which must be inflated first");
  CHECK(refusal(bytes("PK\3\4")) == prefix + "a ZIP archive");
  CHECK(refusal(bytes("\x89PNG\r\n")) == prefix + "a PNG image");
  CHECK(refusal({0xff, 0xd8, 0xff, 0xe0}) == prefix + "a JPEG image");
  CHECK(refusal(bytes("%PDF-1.7")) == prefix + "a PDF document");
  CHECK(refusal(bytes("<!DOCTYPE html>")) == prefix + "a page of HTML or XML");

  IdxReader reader("file", {}, {});
  reader.feed(Bytes{0, 0, 8});
  CHECK_THROWS_AS(reader.feed(Bytes{7}), Error);
}

TEST_CASE("absurd counts and sizes are refused at once") {
  CHECK(refusal(idx_header({2049, 0})) == "[file] count: expected 1 to 10000000, found 0");
  CHECK(refusal(idx_header({2049, 10'000'001})) ==
        "[file] count: expected 1 to 10000000, found 10000001");
  CHECK(refusal(idx_header({2051, 0xffffffff, 28, 28})) ==
        "[file] count: expected 1 to 10000000, found 4294967295");
  CHECK(refusal(idx_header({2051, 1, 0, 28})) == "[file] rows: expected 1 to 1024, found 0");
  CHECK(refusal(idx_header({2051, 1, 1025, 28})) == "[file] rows: expected 1 to 1024, found 1025");
  CHECK(refusal(idx_header({2051, 1, 28, 0})) == "[file] columns: expected 1 to 1024, found 0");
  CHECK(refusal(idx_header({2051, 10'000'000, 1024, 1024})) ==
        "[file] size: expected 10485760000016 bytes as its header says, found 16");
}

TEST_CASE("a label above 9 is refused, and which one it is is said") {
  Bytes file = idx_labels(25);
  file[8 + 17] = 10;
  CHECK(refusal(file) == "[file] label 17: expected 0 to 9, found 10");
  IdxReader reader("file", {}, {});
  reader.feed(std::span(file).first(20));
  CHECK_THROWS_WITH_AS(reader.feed(std::span(file).subspan(20)),
                       "[file] label 17: expected 0 to 9, found 10", Error);
}

TEST_CASE("idx_kind tells images from labels") {
  CHECK(data::idx_kind("file", idx_images(1, 1, 1)) == IdxKind::kImages);
  CHECK(data::idx_kind("file", Bytes{0, 0, 8, 1}) == IdxKind::kLabels);
  CHECK_THROWS_WITH_AS(data::idx_kind("file", {}),
                       "[file] size: expected an IDX file, found an empty one", Error);
  CHECK_THROWS_WITH_AS(data::idx_kind("file", Bytes{0, 0, 8}),
                       "[file] header: expected at least 4 bytes, found 3", Error);
  CHECK_THROWS_AS(data::idx_kind("file", bytes("GIF89a")), Error);
}

}  // namespace gradlet::tests
