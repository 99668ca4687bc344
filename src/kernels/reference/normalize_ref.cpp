#include "kernels/reference/normalize_ref.h"

namespace gradlet::kernels::reference {

void u8_normalize_ref(std::int64_t n, const std::uint8_t* x, float mean, float deviation,
                      float* y) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float share = static_cast<float>(x[i]) / 255.0f;
    y[i] = (share - mean) / deviation;
  }
}

}  // namespace gradlet::kernels::reference
