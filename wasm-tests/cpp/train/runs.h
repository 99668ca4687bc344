#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "data/mnist.h"
#include "train/fingerprint.h"
#include "train/session.h"

namespace gradlet::tests {

inline constexpr std::chrono::microseconds kAllTime = std::chrono::hours(1);
inline constexpr std::int64_t kAllSteps = std::numeric_limits<std::int64_t>::max();

/// Trains until the run is finished or has diverged; the losses of all steps.
inline std::vector<float> train_all(train::Session& session) {
  std::vector<float> losses;
  for (;;) {
    const train::Slice slice = session.advance(kAllTime, kAllSteps);
    losses.insert(losses.end(), slice.losses.begin(), slice.losses.end());
    if (slice.reason == train::Pause::kFinished || slice.reason == train::Pause::kDiverged) {
      return losses;
    }
  }
}

/// Trains until `step` steps are finished or the run can go on no further.
inline void train_to(train::Session& session, std::int64_t step) {
  while (session.step() < step) {
    const train::Slice slice = session.advance(kAllTime, step - session.step());
    if (slice.losses.empty() || slice.reason == train::Pause::kDiverged) return;
  }
}

/// Of a run with `images` to learn from and to be measured on.
inline std::string trained_fingerprint(const train::SessionOptions& options,
                                       const std::shared_ptr<const data::ImageSet>& images) {
  train::Session session(options);
  session.set_data(images, images);
  train_all(session);
  return train::fingerprint(session.model());
}

}  // namespace gradlet::tests
