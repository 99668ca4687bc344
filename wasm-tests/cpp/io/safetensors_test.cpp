#include "io/safetensors.h"

#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "core/error.h"

namespace gradlet::tests {

using core::Array;
using core::Error;
using core::IntArray;
using core::Shape;
using io::DType;
using io::NamedArray;
using io::SafetensorsFile;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A file with this header and so many bytes of data, which count up from 0.
Bytes file_of(const std::string& header, std::size_t data_size) {
  const std::uint64_t length = header.size();
  Bytes bytes(8);
  std::memcpy(bytes.data(), &length, 8);
  bytes.insert(bytes.end(), header.begin(), header.end());
  for (std::size_t i = 0; i < data_size; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

std::string header_of(const Bytes& file) {
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  const auto begin = file.begin() + 8;
  return std::string(begin, begin + static_cast<std::ptrdiff_t>(length));
}

/// The message of the error that comes of reading the file; empty if none does.
std::string refusal(const Bytes& bytes) {
  try {
    SafetensorsFile("file", bytes);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string refusal(const std::string& header, std::size_t data_size = 0) {
  return refusal(file_of(header, data_size));
}

/// The header of one tensor "a" with these fields.
std::string tensor(const std::string& fields) { return "{\"a\":{" + fields + "}}"; }

std::string tensor(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return tensor("\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets);
}

}  // namespace

TEST_CASE("all types are read, with shapes, order and metadata") {
  const SafetensorsFile file(
      "file", file_of(R"({"bytes":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},)"
                      R"("__metadata__":{"format":"pt","sch\u00f6n":"a \"b\"\n"},)"
                      R"("scalar":{"dtype":"F32","shape":[],"data_offsets":[3,7]},)"
                      R"("empty":{"data_offsets":[7,7],"shape":[2,0],"dtype":"F32"},)"
                      R"("double":{"dtype":"F64","shape":[1],"data_offsets":[15,23]},)"
                      R"("int":{"dtype":"I64","shape":[1,1],"data_offsets":[7,15]}}   )",
                      23));
  REQUIRE(file.entries().size() == 5);
  CHECK(file.entries()[0].name == "bytes");
  CHECK(file.entries()[4].name == "int");
  CHECK(file.entry("double").dtype == DType::kF64);
  CHECK(file.metadata() == io::Metadata{{"format", "pt"}, {"schön", "a \"b\"\n"}});
  CHECK(file.u8("bytes") == Bytes{0, 1, 2});
  CHECK(file.f32("scalar").shape() == Shape{});
  CHECK(file.f32("empty").shape() == Shape{2, 0});
  CHECK(file.i64("int").shape() == Shape{1, 1});
  CHECK(file.i64("int").data()[0] == 0x0e0d0c0b0a090807);
  const double expected = [] {
    const Bytes bytes{15, 16, 17, 18, 19, 20, 21, 22};
    double value = 0.0;
    std::memcpy(&value, bytes.data(), sizeof(value));
    return value;
  }();
  CHECK(file.f64("double") == std::vector<double>{expected});

  CHECK(file.contains("int"));
  CHECK_FALSE(file.contains("other"));
  CHECK_THROWS_WITH_AS(file.f32("other"), "[file] expected a tensor \"other\", found none", Error);
  CHECK_THROWS_WITH_AS(file.f32("int"), "[file] \"int\" dtype: expected F32, found I64", Error);
  CHECK(refusal("{}") == "");
}

TEST_CASE("what is written is read back") {
  Array images = Array::empty({2, 3, 2, 2}, core::MemoryFormat::kChannelsLast);
  for (std::size_t i = 0; i < images.size(); ++i) images.mutable_raw()[i] = static_cast<float>(i);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<NamedArray> arrays{
      {"fc.bias", Array::from({3}, {1.5f, nan, -0.0f})},
      {"scalar", Array::from({}, {7.0f})},
      {"steps", IntArray::from({2}, {-1, std::int64_t{1} << 40})},
      {"empty", Array::empty({0, 4})},
      {"images", images},
      {"a \"name\"\\\n\x1f é", Array::from({1}, {2.0f})},
  };
  const io::Metadata metadata{{"format", "pt"}, {"note", "tab\t\"quote\" back\\slash ü"}};
  const Bytes bytes = io::write_safetensors(arrays, metadata);
  const SafetensorsFile file("file", bytes);

  CHECK(header_of(bytes).size() % 8 == 0);
  CHECK(file.metadata() == metadata);
  REQUIRE(file.entries().size() == arrays.size());
  for (std::size_t i = 0; i < arrays.size(); ++i) CHECK(file.entries()[i].name == arrays[i].name);
  const Array bias = file.f32("fc.bias"), expected = std::get<Array>(arrays[0].values);
  CHECK(std::memcmp(bias.data(), expected.data(), 12) == 0);
  CHECK(file.f32("scalar").shape() == Shape{});
  CHECK(file.i64("steps").data()[1] == std::int64_t{1} << 40);
  CHECK(file.f32("empty").shape() == Shape{0, 4});
  const Array read = file.f32("images"), row_major = core::contiguous(images);
  CHECK(read.shape() == images.shape());
  CHECK(std::memcmp(read.data(), row_major.data(), 4 * read.size()) == 0);
}

TEST_CASE("the header is written as other readers expect it") {
  const std::vector<NamedArray> arrays{{"weight", Array::zeros({2, 1})},
                                       {"bias", Array::zeros({1})}};
  CHECK(header_of(io::write_safetensors(arrays)) ==
        R"({"weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
        R"("bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}  )");
  CHECK(header_of(io::write_safetensors({}, {{"format", "pt"}})) ==
        R"({"__metadata__":{"format":"pt"}})");
  CHECK(header_of(io::write_safetensors({})) == "{}      ");
}

TEST_CASE("names that a file cannot hold are refused when writing") {
  const std::vector<NamedArray> twice{{"a", Array::zeros({1})}, {"a", Array::zeros({1})}};
  CHECK_THROWS_WITH_AS(io::write_safetensors(twice),
                       "[write_safetensors] expected different names, found \"a\" twice", Error);
  const std::vector<NamedArray> reserved{{"__metadata__", Array::zeros({1})}};
  CHECK_THROWS_AS(io::write_safetensors(reserved), Error);
}

TEST_CASE("files that are no safetensors files are refused") {
  CHECK(refusal(Bytes{}) == "[file] expected a safetensors file, found 0 bytes");
  CHECK(refusal(Bytes(7)) == "[file] expected a safetensors file, found 7 bytes");
  CHECK(refusal(Bytes(8)) == "[file] header: expected a JSON object");
  Bytes longer = file_of("{}", 0);
  longer[0] = 3;
  CHECK(refusal(longer) == "[file] header length: expected at most the 2 bytes after it, found 3");
  longer[7] = 255;
  CHECK(refusal(longer) ==
        "[file] header length: expected at most the 2 bytes after it, found "
        "18374686479671623683");
}

TEST_CASE("headers that are no JSON or of another structure are refused") {
  CHECK(refusal(" {}") == "[file] header: expected a JSON object");
  CHECK(refusal("[]") == "[file] header: expected a JSON object");
  CHECK(refusal("{\"a\":") == "[file] header: expected an object at its byte 6, found its end");
  CHECK(refusal("{\"a\":1}") ==
        "[file] header: expected an object at its byte 6, found something else");
  CHECK(refusal("{\"__metadata__\":{\"a\":1}}") ==
        "[file] header: expected a string at its byte 22, found something else");
  CHECK(refusal(tensor("\"dtype\":1")) ==
        "[file] header: expected a string at its byte 15, found something else");
  CHECK(refusal(tensor("\"shape\":\"x\"")) ==
        "[file] header: expected an array at its byte 15, found something else");
  CHECK(refusal(tensor("\"shape\":[-1]")) ==
        "[file] header: expected a whole number from 0 to 2^64 - 1 at its byte 16, found something "
        "else");
  CHECK(refusal(tensor("\"strides\":[1]")) ==
        "[file] header: \"a\": expected dtype, shape and data_offsets, found \"strides\"");
  CHECK(refusal(std::string("{}\0", 3)) ==
        "[file] header: expected its end at its byte 3, found something else");
}

TEST_CASE("names and fields that stand twice are refused") {
  const std::string field = "\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]";
  CHECK(refusal("{\"a\":{" + field + "},\"a\":{" + field + "}}") ==
        "[file] header: expected every name once, found \"a\" twice");
  CHECK(refusal("{\"__metadata__\":{},\"__metadata__\":{}}") ==
        "[file] header: expected every name once, found \"__metadata__\" twice");
  CHECK(refusal("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}") ==
        "[file] header: expected every name once, found \"k\" twice");
  CHECK(refusal(tensor(field + ",\"shape\":[0]")) ==
        "[file] header: expected every name once, found \"shape\" twice");
  CHECK(refusal(tensor(field + ",\"dtype\":\"U8\"")) ==
        "[file] header: expected every name once, found \"dtype\" twice");
  CHECK(refusal(tensor(field)) == "");
}

TEST_CASE("fields that are missing, unknown or too many are refused") {
  CHECK(refusal(tensor("")) == "[file] header: \"a\" dtype: expected it to be there, found none");
  CHECK(refusal(tensor("\"dtype\":\"U8\",\"shape\":[0]")) ==
        "[file] header: \"a\" data_offsets: expected it to be there, found none");
  CHECK(refusal(tensor("\"dtype\":\"U8\",\"data_offsets\":[0,0]")) ==
        "[file] header: \"a\" shape: expected it to be there, found none");
  CHECK(refusal(tensor("BF16", "[1]", "[0,2]"), 2) ==
        "[file] header: \"a\" dtype: expected F32, F64, I64 or U8, found BF16");
  CHECK(refusal(tensor("U8", "[1,1,1,1,1,1,1,1,1]", "[0,1]"), 1) ==
        "[file] header: \"a\" shape: expected at most 8 dimensions, found 9");
  CHECK(refusal(tensor("U8", "[1]", "[0]"), 1) ==
        "[file] header: \"a\" data_offsets: expected begin and end, found 1 numbers");
  CHECK(refusal(tensor("U8", "[1]", "[0,1,1]"), 1) ==
        "[file] header: \"a\" data_offsets: expected begin and end, found 3 numbers");
}

TEST_CASE("offsets that do not fit the data are refused") {
  const std::string range =
      "[file] header: \"a\" data_offsets: expected a range within the 8 bytes of "
      "data, found ";
  CHECK(refusal(tensor("U8", "[9]", "[0,9]"), 8) == range + "0 to 9");
  CHECK(refusal(tensor("U8", "[0]", "[9,9]"), 8) == range + "9 to 9");
  CHECK(refusal(tensor("U8", "[1]", "[1,0]"), 8) == range + "1 to 0");
  CHECK(refusal(tensor("U8", "[1]", "[18446744073709551615,0]"), 8) ==
        range + "18446744073709551615 to 0");
  CHECK(refusal(tensor("F32", "[3]", "[0,8]"), 8) ==
        "[file] header: \"a\" data_offsets: expected 3 values of 4 bytes for shape [3] and dtype "
        "F32, "
        "found 8 bytes");
  CHECK(
      refusal(tensor("F64", "[]", "[0,4]"), 4) ==
      "[file] header: \"a\" data_offsets: expected 1 values of 8 bytes for shape [] and dtype F64, "
      "found 4 bytes");
  CHECK(refusal(tensor("U8", "[4294967296,4294967296]", "[0,8]"), 8) ==
        "[file] header: \"a\" shape: expected a number of elements below 2^63, found more");
  CHECK(refusal(tensor("U8", "[18446744073709551615]", "[0,8]"), 8) ==
        "[file] header: \"a\" shape: expected a number of elements below 2^63, found more");
}

TEST_CASE("gaps, overlaps and rests are refused") {
  const auto two = [](const std::string& first, const std::string& second) {
    return "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" + first +
           "},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" + second + "}}";
  };
  CHECK(refusal(two("[0,4]", "[4,8]"), 8) == "");
  CHECK(refusal(two("[4,8]", "[0,4]"), 8) == "");
  CHECK(refusal(two("[0,4]", "[3,7]"), 7) ==
        "[file] header: \"b\" data_offsets: expected 4, where the data before it ends, found 3");
  CHECK(refusal(two("[0,4]", "[0,4]"), 4) != "");
  CHECK(refusal(two("[0,4]", "[5,9]"), 9) ==
        "[file] header: \"b\" data_offsets: expected 4, where the data before it ends, found 5");
  CHECK(refusal(two("[0,4]", "[4,8]"), 9) ==
        "[file] data: expected the 8 bytes that the header names, found 9");
  CHECK(refusal("{}", 1) == "[file] data: expected the 0 bytes that the header names, found 1");
}

TEST_CASE("no file that is cut or changed in one byte does harm") {
  const Bytes whole = io::write_safetensors(
      std::vector<NamedArray>{{"a", Array::zeros({2, 3})}, {"b", IntArray::zeros({4})}},
      {{"k", "v"}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(refusal(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))) != "");
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const std::uint8_t value : {0x00, 0x22, 0x30, 0x5d, 0x7b, 0xff}) {
      Bytes changed = whole;
      changed[i] = value;
      // Some are valid files of other content; the sanitizers watch the rest.
      try {
        const SafetensorsFile file("file", changed);
        for (const auto& entry : file.entries()) CHECK(entry.offset + entry.size <= whole.size());
      } catch (const Error& error) {
        CHECK(error.where() == "file");
      }
    }
  }
}

}  // namespace gradlet::tests
