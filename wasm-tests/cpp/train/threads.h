#pragma once

namespace gradlet::tests {

/// How many threads a test may ask this build for.
#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr int kThreads = 3;
#else
inline constexpr int kThreads = 1;
#endif

}  // namespace gradlet::tests
