#include "train/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/storage.h"
#include "data/mnist.h"
#include "fixture.h"
#include "train/fingerprint.h"
#include "train/hello_world.h"
#include "train/image_sets.h"
#include "train/runs.h"

namespace gradlet::tests {
namespace {

using core::Error;
using data::ImageSetBuilder;
using train::Pause;
using train::Session;
using train::SessionOptions;

}  // namespace

TEST_CASE("training learns, and the number of threads does not change a bit") {
  const auto images = make_image_set(300);
  SessionOptions options{.seed = 3, .epochs = 2, .batch_size = 128, .gamma = 0.7, .shuffle = true};
  Session session(options);
  session.set_data(images, images);
  CHECK(session.steps_per_epoch() == 3);
  CHECK(session.total_steps() == 6);
  const std::vector<float> losses = train_all(session);
  CHECK(losses.size() == 6);
  CHECK(losses.back() < losses.front());
  CHECK(session.finished());
  CHECK(session.epoch() == 2);
  CHECK(session.learning_rate() == doctest::Approx(0.49));
  // The same bits in every build: native and WebAssembly, optimised or not. To be renewed when a
  // kernel's sums change their order.
  CHECK(train::fingerprint(session.model()) ==
        "a5faf937f72f7599f0eece90bc0434e126b518ba1fad878791505a778060adf7");
#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
  for (const int threads : {2, 3}) {
    options.threads = threads;
    CHECK(trained_fingerprint(options, images) == train::fingerprint(session.model()));
  }
#endif
}

TEST_CASE("training asks for no memory once both states to go back to are kept") {
  const auto images = make_image_set(300);
  Session session({.epochs = 4, .batch_size = 128, .shuffle = true});
  session.set_data(images, images);
  train_to(session, 2 * session.steps_per_epoch() + 1);
  const std::uint64_t before = core::storage_requests();
  train_all(session);
  CHECK(core::storage_requests() == before);
}

TEST_CASE("slices, evaluations and predictions in between do not change a bit") {
  const auto images = make_image_set(200);
  const SessionOptions options{.seed = 1, .epochs = 2, .batch_size = 150};
  const std::string expected = trained_fingerprint(options, images);

  Session session(options);
  session.set_data(images, images);
  std::size_t steps = 0;
  for (Pause reason = Pause::kTime; reason != Pause::kFinished;) {
    const train::Slice slice = session.advance(std::chrono::microseconds(0), 1);
    steps += slice.losses.size();
    reason = slice.reason;
    session.begin_evaluation();
    const train::EvaluationProgress progress = session.evaluate(std::chrono::microseconds(0));
    CHECK(progress.seen == 64);
    CHECK_FALSE(progress.done);
    const std::vector<float> probabilities = session.predict(images->image(0));
    CHECK(std::accumulate(probabilities.begin(), probabilities.end(), 0.0) == doctest::Approx(1.0));
  }
  CHECK(steps == 4);
  CHECK(train::fingerprint(session.model()) == expected);
}

TEST_CASE("evaluation counts what predict reads rightly") {
  const auto images = make_image_set(150);
  Session session({.epochs = 3, .batch_size = 50});
  session.set_data(images, images);
  train_all(session);
  session.begin_evaluation();
  const train::EvaluationProgress progress = session.evaluate(kAllTime);
  CHECK(progress.done);
  CHECK(progress.seen == 150);
  std::int64_t correct = 0;
  double loss_sum = 0.0;
  for (std::int64_t i = 0; i < images->count(); ++i) {
    const std::vector<float> p = session.predict(images->image(i));
    correct += std::max_element(p.begin(), p.end()) - p.begin() == images->label(i);
    loss_sum -= std::log(double{p[images->label(i)]});
  }
  CHECK(progress.correct == correct);
  // Single precision's exp and log of sums of ten.
  CHECK(progress.loss_sum == doctest::Approx(loss_sum).epsilon(1e-4));
}

TEST_CASE("training begins while images arrive, and waits for those that have not") {
  const ImageFiles files = make_image_files(200, 0);
  ImageSetBuilder builder(8);
  builder.feed_labels("labels", files.labels);
  builder.finish_labels();
  const std::size_t half = files.images.size() / 2;  // fewer than 100 images
  builder.feed_images("images", std::span(files.images).first(half));
  const auto images = builder.set();

  const SessionOptions options{.epochs = 1, .batch_size = 64};
  Session session(options);
  session.set_data(images, images);
  const train::Slice first = session.advance(kAllTime, kAllSteps);
  CHECK(first.reason == Pause::kData);
  CHECK(first.losses.size() == 1);
  CHECK_THROWS_AS(session.begin_evaluation(), Error);
  builder.feed_images("images", std::span(files.images).subspan(half));
  builder.finish_images();
  CHECK(session.advance(kAllTime, kAllSteps).losses.size() == 3);
  CHECK(session.finished());
  CHECK(train::fingerprint(session.model()) == trained_fingerprint(options, images));
}

TEST_CASE("limit, steps and more epochs") {
  const auto images = make_image_set(100);
  Session session({.epochs = 1, .batch_size = 10, .limit = 35});
  session.set_data(images, images);
  CHECK(session.steps_per_epoch() == 4);
  const train::Slice slice = session.advance(kAllTime, 3);
  CHECK(slice.reason == Pause::kSteps);
  CHECK(session.step() == 3);
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kFinished);
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kFinished);
  session.set_epochs(2);
  CHECK_FALSE(session.finished());
  CHECK(train_all(session).size() == 4);
  CHECK_THROWS_AS(session.set_epochs(1), Error);
}

TEST_CASE("a loss that is no number stops the run before its step") {
  const auto images = make_image_set(64);
  Session session(
      {.epochs = 50, .batch_size = 64, .optimizer = optim::Kind::kSGD, .learning_rate = 1e30});
  session.set_data(images, images);
  const std::vector<float> losses = train_all(session);
  CHECK_FALSE(std::isfinite(losses.back()));
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kDiverged);
  CHECK(session.step() == static_cast<std::int64_t>(losses.size()) - 1);
}

TEST_CASE("data cannot be exchanged once an epoch has drawn its order") {
  const ImageFiles files = make_image_files(100, 0);
  ImageSetBuilder arriving(8);
  arriving.feed_labels("labels", files.labels);
  arriving.feed_images("images", std::span(files.images).first(100));
  Session session({.batch_size = 50, .shuffle = true});
  session.set_data(arriving.set(), arriving.set());
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kData);
  const auto whole = make_image_set(100);
  CHECK_THROWS_AS(session.set_data(whole, whole), Error);
}

TEST_CASE("sessions share a pool of threads in turn") {
  const auto images = make_image_set(100);
  const SessionOptions options{.batch_size = 100};
  const auto pool = std::make_shared<train::ThreadPool>();
  std::vector<std::string> fingerprints;
  for (int run = 0; run < 2; ++run) {
    Session session(options, pool);
    session.set_data(images, images);
    train_all(session);
    fingerprints.push_back(train::fingerprint(session.model()));
  }
  CHECK(fingerprints[0] == fingerprints[1]);
}

TEST_CASE("options that cannot be used are refused") {
  CHECK_THROWS_WITH_AS(Session({.batch_size = 0}), doctest::Contains("found 0"), Error);
  CHECK_THROWS_AS(Session({.epochs = -1}), Error);
  CHECK_THROWS_AS(Session({.learning_rate = std::numeric_limits<double>::quiet_NaN()}), Error);
  CHECK_THROWS_AS(Session({.gamma = 0.0}), Error);
  CHECK_THROWS_AS(Session({.limit = -5}), Error);
  CHECK_THROWS_AS(Session({.threads = 0}), Error);
  Session session({});
  CHECK_THROWS_AS(session.advance(kAllTime, 1), Error);
  CHECK_THROWS_AS(session.begin_evaluation(), Error);
  CHECK_THROWS_AS(session.predict(Bytes(63)), Error);
  ImageSetBuilder builder(28);
  CHECK_THROWS_AS(session.set_data(builder.set(), builder.set()), Error);
}

TEST_CASE("hello world is PyTorch's") {
  for (const int seed : {0, 1, 2, 42}) {
    CAPTURE(seed);
    const std::string prefix = "hello/seed_" + std::to_string(seed) + "/";
    const train::HelloWorld hello = train::hello_world(static_cast<std::uint64_t>(seed));
    const auto near = [&](const std::string& what, const std::vector<double>& found) {
      const core::Array expected = fixture("tutorial").f32(prefix + what);
      CHECK(found.size() == expected.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        const double e = expected.data()[i];
        // `randn` is promised to 1e-6, and the rest is a handful of roundings.
        CHECK(std::abs(found[i] - e) <= 1e-6 * std::max(1.0, std::abs(e)));
      }
    };
    near("x", {hello.x});
    near("losses", hello.losses);
    near("weights", hello.weights);
    near("biases", hello.biases);
  }
  CHECK_THROWS_AS(train::hello_world(0, 0.1, -1), Error);
}

}  // namespace gradlet::tests
