/// kernel_bench, as WebAssembly: the cases of kernel_cases.h as functions for JavaScript, which
/// times them. CMakeLists.txt exports them by their names.
#include <cstdint>
#include <vector>

#include "programs/kernel_cases.h"

namespace {

const std::vector<gradlet::programs::KernelCase>& cases() {
  static const auto all = gradlet::programs::kernel_cases();
  return all;
}

const gradlet::programs::KernelCase& at(int index) {
  return cases()[static_cast<std::size_t>(index)];
}

}  // namespace

extern "C" {

int kernel_count() { return static_cast<int>(cases().size()); }
const char* kernel_group(int index) { return at(index).group.c_str(); }
const char* kernel_name(int index) { return at(index).name.c_str(); }
double kernel_operations(int index) { return at(index).operations; }
double kernel_bytes(int index) { return at(index).bytes; }

void kernel_run(int index, int calls) {
  const auto& call = at(index).call;
  for (int i = 0; i < calls; ++i) call();
}
}
