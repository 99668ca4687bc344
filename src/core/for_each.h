#pragma once

#include <cstdint>
#include <functional>

namespace gradlet::core {

/// Calls `task(i)` for each i from 0 to `count` − 1, in any order, maybe on several threads at a
/// time, and returns when all calls have. Throws what a call threw.
using ForEach =
    std::function<void(std::int64_t count, const std::function<void(std::int64_t)>& task)>;

/// On the calling thread alone, in order.
inline void one_by_one(std::int64_t count, const std::function<void(std::int64_t)>& task) {
  for (std::int64_t i = 0; i < count; ++i) task(i);
}

}  // namespace gradlet::core
