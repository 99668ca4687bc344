#include "io/model_state.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/error.h"

namespace gradlet::io {
namespace {

void append_name(std::string& names, const std::string& name) {
  names += (names.empty() ? "" : ", ") + name;
}

void require_same_names(const nn::Module::NamedParameters& parameters,
                        const SafetensorsFile& file) {
  std::string missing, unexpected;
  for (const auto& [name, parameter] : parameters) {
    if (!file.contains(name)) append_name(missing, name);
  }
  for (const SafetensorsFile::Entry& entry : file.entries()) {
    const bool known =
        std::any_of(parameters.begin(), parameters.end(),
                    [&](const auto& parameter) { return parameter.first == entry.name; });
    if (!known) append_name(unexpected, entry.name);
  }
  if (missing.empty() && unexpected.empty()) return;
  const auto listed = [](const std::string& names) { return names.empty() ? "none" : names; };
  core::fail(file.file_name(), "names: expected those of the model's parameters, found missing ",
             listed(missing), "; unexpected ", listed(unexpected));
}

}  // namespace

std::vector<std::uint8_t> save_model(const nn::Module& model) {
  std::vector<NamedArray> arrays;
  for (const auto& [name, parameter] : model.named_parameters()) {
    arrays.push_back({name, parameter.array()});
  }
  return write_safetensors(arrays, {{"format", "pt"}});
}

void load_model(nn::Module& model, const SafetensorsFile& file) {
  nn::Module::NamedParameters parameters = model.named_parameters();
  require_same_names(parameters, file);
  std::vector<core::Array> values;
  for (const auto& [name, parameter] : parameters) {
    values.push_back(file.f32(name));
    if (values.back().shape() != parameter.shape()) {
      core::fail(file.file_name(), "\"", name, "\" shape: expected ", parameter.shape(), ", found ",
                 values.back().shape());
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::span<const float> source = values[i].values();
    std::copy(source.begin(), source.end(), parameters[i].second.mutable_array().mutable_data());
  }
}

}  // namespace gradlet::io
