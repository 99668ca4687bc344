#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gradlet::programs {

/// A kernel at one size, to be timed.
struct KernelCase {
  /// "peak" for the loops that the others are held against: multiply-add without loads, and
  /// copying.
  std::string group;
  std::string name;
  /// Multiplications and additions of one call, by the plain formula whatever the algorithm; 0
  /// where the formula has other operations.
  double operations = 0.0;
  /// Bytes that one call has to read and to write, each once.
  double bytes = 0.0;
  /// One call; short, since V8 optimises a function only from its next call on.
  std::function<void()> call;
};

/// Every kernel of the tutorial's step, and of PyTorch's MNIST example, at the sizes of a chunk.
std::vector<KernelCase> kernel_cases();

}  // namespace gradlet::programs
