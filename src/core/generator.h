#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/array.h"

namespace gradlet::core {

/// PyTorch's random numbers on the CPU, draw for draw: `torch.Generator` with `manual_seed`.
///
/// The Mersenne twister mt19937 (Matsumoto and Nishimura, 1998), and on top of it what PyTorch 1.13
/// makes of its words. All are equal to PyTorch's bit for bit but for the normals, which are within
/// 1e-6 of them; and all are the same bits in every build.
/// https://pytorch.org/docs/stable/generated/torch.Generator.html
class Generator {
 public:
  static constexpr std::size_t kWords = 624;

  /// All that decides what is drawn next.
  struct State {
    std::uint64_t seed = 0;
    std::array<std::uint32_t, kWords> words{};
    /// How many of `words` are used up, at most `kWords`.
    std::uint32_t used = 0;
    /// The second normal of a pair, which waits for the next `randn` of less than 16 values.
    std::optional<double> next_normal;

    friend bool operator==(const State&, const State&) = default;
  };

  explicit Generator(std::uint64_t seed = 0) { manual_seed(seed); }

  /// Begins anew, as `torch.manual_seed`. Only the low 32 bits of `seed` matter.
  void manual_seed(std::uint64_t seed);
  /// What `manual_seed` was given last.
  std::uint64_t initial_seed() const { return state_.seed; }

  /// 32 random bits.
  std::uint32_t random();
  /// 64 random bits: two draws, the first of them in the high word.
  std::uint64_t random64();
  /// From 0 to 2⁶³ − 1, as `torch.empty((), dtype=torch.int64).random_()`.
  std::int64_t random_int64();

  /// Fills `values` from [low, high), 24 bits to a value, as `Tensor.uniform_`.
  void uniform(std::span<float> values, float low, float high);
  /// Fills `values` from [0, 1), as `torch.rand`.
  void rand(std::span<float> values) { uniform(values, 0.0f, 1.0f); }
  /// Fills `values` with normals of mean 0 and deviation 1, as `torch.randn`.
  ///
  /// Fewer than 16 values come in pairs computed in double; from 16 on they come in blocks of 16,
  /// the last 16 being drawn anew where the count is no multiple of 16.
  void randn(std::span<float> values);

  Array uniform(const Shape& shape, float low, float high);
  Array rand(const Shape& shape) { return uniform(shape, 0.0f, 1.0f); }
  Array randn(const Shape& shape);

  /// The numbers 0 to `count` − 1 in random order, as `torch.randperm`. Throws if `count` is
  /// negative.
  std::vector<std::int64_t> permutation(std::int64_t count);

  const State& state() const { return state_; }
  /// Throws if `state.used` is out of range.
  void set_state(const State& state);

 private:
  void refill();
  /// From [0, 1) with 53 bits.
  double uniform_double();
  double normal_double();

  State state_;
};

}  // namespace gradlet::core
