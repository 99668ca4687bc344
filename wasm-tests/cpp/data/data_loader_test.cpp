#include "data/data_loader.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

#include "core/error.h"
#include "fixture.h"

namespace gradlet::tests {

using core::Error;
using core::Generator;
using data::DataLoader;

namespace {

std::vector<std::int64_t> integers(const std::string& name) {
  const core::IntArray values = fixture("random").i64(name);
  return {values.values().begin(), values.values().end()};
}

/// The samples of all batches of the epoch, one after the other.
std::vector<std::int64_t> order(const DataLoader& loader) {
  std::vector<std::int64_t> result;
  for (std::int64_t i = 0; i < loader.batch_count(); ++i) {
    const auto batch = loader.batch(i);
    result.insert(result.end(), batch.begin(), batch.end());
  }
  return result;
}

std::vector<std::int64_t> file_order(std::size_t size) {
  std::vector<std::int64_t> result(size);
  std::iota(result.begin(), result.end(), std::int64_t{0});
  return result;
}

}  // namespace

TEST_CASE("shuffled batches are PyTorch's, epoch after epoch") {
  for (const std::uint64_t seed : {0ull, 1ull, 42ull, 1ull << 31, 123456789ull, (1ull << 40) + 7}) {
    CAPTURE(seed);
    Generator generator(seed);
    DataLoader loader(50, {.batch_size = 8, .shuffle = true});
    for (const char* epoch : {"1", "2"}) {
      loader.begin_epoch(generator);
      CHECK(order(loader) == integers("seed_" + std::to_string(seed) + "/loader_epoch_" + epoch));
    }
  }
}

TEST_CASE("every start of a loader draws, also of one that does not shuffle") {
  for (const bool validated : {false, true}) {
    CAPTURE(validated);
    Generator generator(0);
    // The initial parameters of the tutorial's network, which are drawn before.
    for (const std::int64_t count : {288, 32, 18432, 64, 10240, 10}) generator.rand({count});
    DataLoader training(60000, {.batch_size = 512, .shuffle = true});
    DataLoader validation(10, {.batch_size = 512});
    for (const char* epoch : {"1", "2"}) {
      if (validated) validation.begin_epoch(generator);
      training.begin_epoch(generator);
      const auto first = training.batch(0).first(20);
      CHECK(std::vector<std::int64_t>(first.begin(), first.end()) ==
            integers(std::string(validated ? "net_loader_validated" : "net_loader") + "/epoch_" +
                     epoch));
    }
  }
}

TEST_CASE("without shuffling the batches are in file order, the last one partial") {
  DataLoader loader(60000, {.batch_size = 512});
  Generator generator(0);
  loader.begin_epoch(generator);
  CHECK(loader.batch_count() == 118);
  CHECK(loader.batch(0).size() == 512);
  CHECK(loader.batch(117).size() == 96);
  CHECK(loader.batch(117)[95] == 59999);
  CHECK(order(loader) == file_order(60000));
  // The base seed is drawn all the same.
  Generator other(0);
  other.random_int64();
  CHECK(generator.state() == other.state());
}

TEST_CASE("drop_last leaves out a partial batch only") {
  CHECK(DataLoader(10, {.batch_size = 4, .drop_last = true}).batch_count() == 2);
  CHECK(DataLoader(8, {.batch_size = 4, .drop_last = true}).batch_count() == 2);
  CHECK(DataLoader(3, {.batch_size = 4, .drop_last = true}).batch_count() == 0);
  CHECK(DataLoader(10, {.batch_size = 4}).batch_count() == 3);
  CHECK(DataLoader(10, {.batch_size = 100}).batch(0).size() == 10);
}

TEST_CASE("a loader refuses what makes no batches") {
  CHECK_THROWS_WITH_AS(DataLoader(0, {.batch_size = 4}),
                       "[DataLoader] expected at least 1 sample, found 0", Error);
  CHECK_THROWS_WITH_AS(DataLoader(10, {.batch_size = 0}),
                       "[DataLoader] expected a batch size of at least 1, found 0", Error);
  const DataLoader loader(10, {.batch_size = 4});
  CHECK_THROWS_WITH_AS(loader.batch(3), "[DataLoader] expected a batch from 0 to 2, found 3",
                       Error);
  CHECK_THROWS_AS(loader.batch(-1), Error);
}

}  // namespace gradlet::tests
