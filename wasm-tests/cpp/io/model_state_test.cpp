#include "io/model_state.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/generator.h"
#include "nn/linear.h"
#include "nn/sequential.h"
#include "train/fingerprint.h"

namespace gradlet::tests {
namespace {

using core::Array;
using core::Error;
using io::NamedArray;
using io::SafetensorsFile;

/// Linear layers "a" (3 → 2) and "b" (2 → 1, without a bias).
nn::Sequential two_layers(std::uint64_t seed) {
  core::Generator generator(seed);
  return nn::Sequential({{"a", std::make_shared<nn::Linear>(3, 2, generator)},
                         {"b", std::make_shared<nn::Linear>(2, 1, generator, /*bias=*/false)}});
}

SafetensorsFile file_of(const std::vector<NamedArray>& arrays) {
  return SafetensorsFile("weights.safetensors", io::write_safetensors(arrays));
}

std::vector<NamedArray> right_arrays() {
  return {{"b.weight", Array::full({1, 2}, 3.0f)},  // in any order
          {"a.weight", Array::full({2, 3}, 1.0f)},
          {"a.bias", Array::full({2}, 2.0f)}};
}

}  // namespace

TEST_CASE("a model's parameters are saved and loaded, bit for bit") {
  const nn::Sequential saved = two_layers(1);
  nn::Sequential loaded = two_layers(2);
  const SafetensorsFile file("weights.safetensors", io::save_model(saved));
  std::vector<std::string> names;
  for (const SafetensorsFile::Entry& entry : file.entries()) names.push_back(entry.name);
  CHECK(names == std::vector<std::string>{"a.weight", "a.bias", "b.weight"});
  CHECK(file.metadata() == io::Metadata{{"format", "pt"}});
  CHECK(train::fingerprint(loaded) != train::fingerprint(saved));
  io::load_model(loaded, file);
  CHECK(train::fingerprint(loaded) == train::fingerprint(saved));
}

TEST_CASE("loading goes by names, whatever their order") {
  nn::Sequential model = two_layers(1);
  io::load_model(model, file_of(right_arrays()));
  const auto parameters = model.named_parameters();
  CHECK(parameters[0].second.array().data()[5] == 1.0f);
  CHECK(parameters[1].second.array().data()[1] == 2.0f);
  CHECK(parameters[2].second.array().data()[1] == 3.0f);
}

TEST_CASE("parameters that do not fit are refused, and change nothing") {
  nn::Sequential model = two_layers(1);
  const std::string before = train::fingerprint(model);
  const auto refused = [&](const std::vector<NamedArray>& arrays, const std::string& message) {
    CHECK_THROWS_WITH_AS(io::load_model(model, file_of(arrays)),
                         ("[weights.safetensors] " + message).c_str(), Error);
    CHECK(train::fingerprint(model) == before);
  };
  const auto changed = [](std::size_t index, NamedArray array) {
    auto arrays = right_arrays();
    arrays[index] = std::move(array);
    return arrays;
  };
  refused(changed(2, {"c.bias", Array::zeros({2})}),
          "names: expected those of the model's parameters, found missing a.bias; unexpected "
          "c.bias");
  auto more = right_arrays();
  more.push_back({"step", Array::zeros({})});
  refused(more,
          "names: expected those of the model's parameters, found missing none; unexpected step");
  refused({},
          "names: expected those of the model's parameters, found missing a.weight, a.bias, "
          "b.weight; unexpected none");
  refused(changed(0, {"b.weight", Array::zeros({2, 1})}),
          "\"b.weight\" shape: expected [1, 2], found [2, 1]");
  refused(changed(2, {"a.bias", core::IntArray::zeros({2})}),
          "\"a.bias\" dtype: expected F32, found I64");
}

}  // namespace gradlet::tests
