/// kernel_bench REPETITIONS SECONDS: times the cases of kernel_cases.h on this machine's processor
/// and prints them as JSON: [{"group", "name", "operations", "bytes", "seconds": [per call, of each
/// repetition]}]. A repetition lasts SECONDS and counts its quickest calls, as in kernels.mjs.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <string>

#include "programs/kernel_cases.h"

namespace gradlet::programs {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Seconds of one call: the least over stretches of some 100 µs.
double measure(const KernelCase& kernel, double seconds) {
  double best = std::numeric_limits<double>::infinity();
  int calls = 1;
  const Clock::time_point begin = Clock::now();
  while (seconds_since(begin) < seconds) {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < calls; ++i) kernel.call();
    best = std::min(best, seconds_since(start) / calls);
    calls = std::clamp(static_cast<int>(1e-4 / best), 1, 1'000'000);
  }
  return best;
}

void run(int repetitions, double seconds) {
  std::cout << "[";
  const char* comma = "";
  for (const KernelCase& kernel : kernel_cases()) {
    measure(kernel, seconds);
    std::cout << comma << "\n{\"group\": \"" << kernel.group << "\", \"name\": \"" << kernel.name
              << "\", \"operations\": " << kernel.operations << ", \"bytes\": " << kernel.bytes
              << ", \"seconds\": [";
    for (int i = 0; i < repetitions; ++i) {
      std::cout << (i > 0 ? ", " : "") << measure(kernel, seconds);
    }
    std::cout << "]}";
    comma = ",";
  }
  std::cout << "\n]\n";
}

}  // namespace
}  // namespace gradlet::programs

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "kernel_bench: expected REPETITIONS SECONDS\n";
    return 2;
  }
  std::cout.precision(9);
  gradlet::programs::run(std::atoi(argv[1]), std::atof(argv[2]));
  return 0;
}
