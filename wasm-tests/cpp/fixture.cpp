#include "fixture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <vector>

#include "core/error.h"

namespace gradlet::tests {

const io::SafetensorsFile& fixture(const std::string& name) {
  static std::map<std::string, io::SafetensorsFile> files;
  const auto known = files.find(name);
  if (known != files.end()) return known->second;
  const std::string path = std::string(GRADLET_FIXTURES) + "/" + name + ".safetensors";
  std::ifstream file(path, std::ios::binary);
  core::require(file.good(), "fixture", "expected a file ", path);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  return files.emplace(name, io::SafetensorsFile(path, std::move(bytes))).first->second;
}

double excess(const core::Array& actual, const core::Array& expected, double relative) {
  const double infinity = std::numeric_limits<double>::infinity();
  if (!actual.defined() || actual.shape() != expected.shape()) return infinity;
  const core::Array found = core::contiguous(actual);
  double worst = 0.0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double a = found.data()[i], e = expected.data()[i];
    if (std::isnan(a) && std::isnan(e)) continue;
    if (a == e) continue;
    const double over = std::abs(a - e) - relative * std::abs(e);
    worst = std::isfinite(over) ? std::max(worst, over) : infinity;
  }
  return worst;
}

}  // namespace gradlet::tests
