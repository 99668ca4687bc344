#include "train/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/sha256.h"

namespace gradlet::train {

std::string fingerprint(const nn::Module& model) {
  static_assert(std::endian::native == std::endian::little);
  core::Sha256 hash;
  for (const auto& [name, parameter] : model.named_parameters()) {
    const std::span<const float> values = parameter.array().values();
    std::vector<float> canonical(values.begin(), values.end());
    std::replace_if(
        canonical.begin(), canonical.end(), [](float value) { return std::isnan(value); },
        std::numeric_limits<float>::quiet_NaN());
    const auto bytes = std::as_bytes(std::span<const float>(canonical));
    hash.update({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  }
  return hash.hex();
}

}  // namespace gradlet::train
