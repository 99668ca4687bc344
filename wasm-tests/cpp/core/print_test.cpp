#include "core/print.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "fixture.h"

namespace gradlet::tests {

using core::Array;
using core::IntArray;
using core::to_string;

namespace {

/// What stands in the text after the values: "requires_grad=True", "grad_fn=<…>" or nothing.
std::string remark_of(const std::string& text) {
  for (const char* begin : {"requires_grad=", "grad_fn="}) {
    const std::size_t found = text.find(begin);
    if (found != std::string::npos) return text.substr(found, text.size() - 1 - found);
  }
  return "";
}

}  // namespace

TEST_CASE("arrays print as PyTorch prints tensors") {
  const io::SafetensorsFile& file = fixture("printing");
  const std::string prefix = "tensors/", suffix = "/values";
  int cases = 0;
  for (const auto& entry : file.entries()) {
    if (!entry.name.starts_with(prefix) || !entry.name.ends_with(suffix)) continue;
    const std::string name = entry.name.substr(0, entry.name.size() - suffix.size());
    CAPTURE(name);
    const std::vector<std::uint8_t> bytes = file.u8(name + "/text");
    const std::string expected(bytes.begin(), bytes.end());
    const std::string remark = remark_of(expected);
    CHECK((entry.dtype == io::DType::kF32 ? to_string(file.f32(entry.name), remark)
                                          : to_string(file.i64(entry.name), remark)) == expected);
    ++cases;
  }
  CHECK(cases >= 60);
}

TEST_CASE("arrays in channels-last order print in their own") {
  Array array = Array::empty({1, 2, 1, 2}, core::MemoryFormat::kChannelsLast);
  for (std::size_t i = 0; i < 4; ++i) array.mutable_raw()[i] = static_cast<float>(i);
  CHECK(to_string(array) == "tensor([[[[0., 2.]],\n\n         [[1., 3.]]]])");
}

TEST_CASE("the sign of NaN is not printed") {
  CHECK(to_string(Array::from({}, {-std::numeric_limits<float>::quiet_NaN()})) == "tensor(nan)");
}

TEST_CASE("eight dimensions print") {
  CHECK(to_string(IntArray::zeros({1, 1, 1, 1, 1, 1, 1, 1})) == "tensor([[[[[[[[0]]]]]]]])");
}

}  // namespace gradlet::tests
