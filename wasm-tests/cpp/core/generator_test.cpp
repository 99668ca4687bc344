#include "core/generator.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "fixture.h"

namespace gradlet::tests {

using core::Array;
using core::Error;
using core::Generator;

namespace {

constexpr std::uint64_t kSeeds[] = {0, 1, 42, 1ull << 31, 123456789, (1ull << 40) + 7};

// The blocked normals are products of single-precision functions, whose last bit PyTorch's vector
// code rounds its own way: 4.8e-7 for values of 4 and more.
constexpr float kNormalTolerance = 1e-6f;

/// What PyTorch drew after `manual_seed(seed)`.
Array drawn(std::uint64_t seed, const std::string& what) {
  return fixture("random").f32("seed_" + std::to_string(seed) + "/" + what);
}

std::vector<std::int64_t> drawn_integers(std::uint64_t seed, const std::string& what) {
  const core::IntArray values = fixture("random").i64("seed_" + std::to_string(seed) + "/" + what);
  return {values.values().begin(), values.values().end()};
}

std::vector<float> values(const Array& array) {
  return {array.values().begin(), array.values().end()};
}

float largest_difference(const Array& actual, const Array& expected) {
  REQUIRE(actual.shape() == expected.shape());
  float worst = 0.0f;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const float difference = std::abs(actual.data()[i] - expected.data()[i]);
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}

}  // namespace

TEST_CASE("the generator draws the words of PyTorch's Mersenne twister") {
  for (const std::uint64_t seed : kSeeds) {
    CAPTURE(seed);
    Generator generator(seed);
    for (const std::int64_t word : drawn_integers(seed, "raw32")) {
      REQUIRE(generator.random() == static_cast<std::uint32_t>(word));
    }
  }
  // C++'s std::mt19937 is defined by its 10000th number from seed 5489.
  Generator generator(5489);
  for (int i = 1; i < 10000; ++i) generator.random();
  CHECK(generator.random() == 4123659995u);
}

TEST_CASE("random_int64, uniform and rand are PyTorch's bit for bit") {
  for (const std::uint64_t seed : kSeeds) {
    CAPTURE(seed);
    Generator generator(seed);
    for (const std::int64_t number : drawn_integers(seed, "random_int64")) {
      REQUIRE(generator.random_int64() == number);
    }
    generator.manual_seed(seed);
    const Array rand = drawn(seed, "rand");
    CHECK(values(generator.rand(rand.shape())) == values(rand));
    generator.manual_seed(seed);
    const Array uniform = drawn(seed, "uniform");
    CHECK(values(generator.uniform(uniform.shape(), -0.3f, 0.3f)) == values(uniform));
  }
}

TEST_CASE("randn of fewer than 16 values is PyTorch's bit for bit") {
  for (const std::uint64_t seed : kSeeds) {
    for (const std::int64_t count : {1, 2, 3, 15}) {
      CAPTURE(seed);
      CAPTURE(count);
      const Array normals = Generator(seed).randn({count});
      CHECK(values(normals) == values(drawn(seed, "randn_" + std::to_string(count))));
    }
  }
}

TEST_CASE("randn in blocks is PyTorch's within rounding") {
  for (const std::uint64_t seed : kSeeds) {
    for (const std::int64_t count : {16, 17, 33, 100, 1000}) {
      CAPTURE(seed);
      CAPTURE(count);
      const Array expected = drawn(seed, "randn_" + std::to_string(count));
      CHECK(largest_difference(Generator(seed).randn({count}), expected) <= kNormalTolerance);
    }
  }
}

TEST_CASE("the second normal of a pair waits over other draws") {
  for (const std::uint64_t seed : kSeeds) {
    CAPTURE(seed);
    Generator generator(seed);
    CHECK(values(generator.randn({1})) == values(drawn(seed, "sequence/0_randn_1")));
    CHECK(values(generator.randn({1})) == values(drawn(seed, "sequence/1_randn_1")));
    CHECK(values(generator.randn({3})) == values(drawn(seed, "sequence/2_randn_3")));
    CHECK(values(generator.rand({2})) == values(drawn(seed, "sequence/3_rand_2")));
    CHECK(largest_difference(generator.randn({20}), drawn(seed, "sequence/4_randn_20")) <=
          kNormalTolerance);
    CHECK(values(generator.randn({1})) == values(drawn(seed, "sequence/5_randn_1")));
  }
}

TEST_CASE("permutation is randperm") {
  for (const std::uint64_t seed : kSeeds) {
    CAPTURE(seed);
    for (const std::int64_t count : {1, 2, 10, 1000}) {
      CHECK(Generator(seed).permutation(count) ==
            drawn_integers(seed, "randperm_" + std::to_string(count)));
    }
    std::vector<std::int64_t> order = Generator(seed).permutation(60000);
    order.resize(20);
    CHECK(order == drawn_integers(seed, "randperm_60000"));
  }
  CHECK(Generator(0).permutation(0).empty());
  CHECK_THROWS_WITH_AS(Generator(0).permutation(-1),
                       "[permutation] expected a count of at least 0, found -1", Error);
}

TEST_CASE("only the low 32 bits of a seed matter, but all of it is kept") {
  Generator low(7), high((std::uint64_t{5} << 32) + 7);
  CHECK(low.random64() == high.random64());
  CHECK(high.initial_seed() == (std::uint64_t{5} << 32) + 7);
}

TEST_CASE("a state restores everything that is drawn after it") {
  Generator generator(3);
  generator.rand({700});
  generator.randn({1});
  const Generator::State state = generator.state();
  CHECK(state.next_normal.has_value());
  const std::vector<float> expected = values(generator.randn({1000}));
  const float single = generator.randn({1}).data()[0];

  Generator other(99);
  other.set_state(state);
  CHECK(other.initial_seed() == 3);
  CHECK(values(other.randn({1000})) == expected);
  CHECK(other.randn({1}).data()[0] == single);
  CHECK(other.state() == generator.state());

  other.manual_seed(3);
  CHECK_FALSE(other.state().next_normal.has_value());

  Generator::State broken = state;
  broken.used = 625;
  CHECK_THROWS_AS(other.set_state(broken), Error);
  CHECK(other.state() == Generator(3).state());
}

TEST_CASE("drawing no values draws nothing") {
  Generator generator(1);
  generator.rand({0});
  generator.randn({0});
  CHECK(generator.state() == Generator(1).state());
}

}  // namespace gradlet::tests
