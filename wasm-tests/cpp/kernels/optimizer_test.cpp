#include "kernels/optimizer.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/optimizer_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

using Floats = std::vector<float>;

/// Parameters and what an optimizer keeps for them.
struct State {
  Floats param, first, second;
};

/// Makes a few steps by the kernel and by its twin, both called as step(number, n, grad, state).
template <class Step, class Twin>
void check_steps(Step step, Twin twin) {
  for (std::int64_t n : kSizes) {
    CAPTURE(n);
    State state{samples(n, 1), Floats(static_cast<std::size_t>(n)),
                Floats(static_cast<std::size_t>(n))};
    State expected = state;
    for (std::int64_t number = 1; number <= 5; ++number) {
      // NaN and ∞ in the last step only: they would hide all that follows.
      const auto seed = static_cast<std::uint64_t>(number + 10);
      const Floats grad = number < 5 ? samples(n, seed) : special_samples(n, seed);
      const Floats before = grad;
      step(number, n, grad.data(), state);
      twin(number, n, grad.data(), expected);
      check_same_bits(grad, before);
      check_same_bits(state.param, expected.param);
      check_same_bits(state.first, expected.first);
      check_same_bits(state.second, expected.second);
    }
  }
}

}  // namespace

TEST_CASE("SGD steps have the bits of their twin") {
  for (const SgdOptions& options :
       {SgdOptions{0.1}, SgdOptions{0.1, 0.9}, SgdOptions{0.01, 0.9, 0.2, 1e-2},
        SgdOptions{0.01, 0.9, 0.0, 0.0, true}, SgdOptions{0.01, 0.0, 0.0, 0.1}}) {
    CAPTURE(options.momentum);
    CAPTURE(options.nesterov);
    const bool has_momentum = options.momentum != 0.0;
    check_steps(
        [&](std::int64_t number, std::int64_t n, const float* grad, State& state) {
          f32_sgd_step(n, options, number == 1, grad, state.param.data(),
                       has_momentum ? state.first.data() : nullptr);
        },
        [&](std::int64_t number, std::int64_t n, const float* grad, State& state) {
          f32_sgd_step_ref(n, options, number == 1, grad, state.param.data(), state.first.data());
        });
  }
}

TEST_CASE("Adadelta steps have the bits of their twin") {
  for (const AdadeltaOptions& options : {AdadeltaOptions{}, AdadeltaOptions{0.7, 0.8, 1e-5, 0.1}}) {
    CAPTURE(options.rho);
    check_steps(
        [&](std::int64_t, std::int64_t n, const float* grad, State& state) {
          f32_adadelta_step(n, options, grad, state.param.data(), state.first.data(),
                            state.second.data());
        },
        [&](std::int64_t, std::int64_t n, const float* grad, State& state) {
          f32_adadelta_step_ref(n, options, grad, state.param.data(), state.first.data(),
                                state.second.data());
        });
  }
}

TEST_CASE("Adam and AdamW steps have the bits of their twin") {
  for (const AdamOptions& options :
       {AdamOptions{}, AdamOptions{0.01, 0.8, 0.99, 1e-6, 0.1},
        AdamOptions{0.01, 0.9, 0.999, 1e-8, 0.01, /*decoupled_weight_decay=*/true}}) {
    CAPTURE(options.weight_decay);
    // Late steps too, where the corrections come close to 1.
    for (std::int64_t done : {0, 1000, 100000}) {
      check_steps(
          [&](std::int64_t number, std::int64_t n, const float* grad, State& state) {
            f32_adam_step(n, options, done + number, grad, state.param.data(), state.first.data(),
                          state.second.data());
          },
          [&](std::int64_t number, std::int64_t n, const float* grad, State& state) {
            f32_adam_step_ref(n, options, done + number, grad, state.param.data(),
                              state.first.data(), state.second.data());
          });
    }
  }
}

}  // namespace gradlet::kernels
