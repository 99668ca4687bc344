/// Sessions with other networks than the tutorial's.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "allocated_bytes.h"
#include "core/error.h"
#include "core/generator.h"
#include "core/storage.h"
#include "data/idx_bytes.h"
#include "io/model_state.h"
#include "nn/presets.h"
#include "train/image_sets.h"
#include "train/runs.h"

namespace gradlet::tests {
namespace {

using core::Error;
using train::Session;
using train::SessionOptions;

/// As many black images of MNIST's size.
std::shared_ptr<const data::ImageSet> black_images(std::uint32_t count) {
  Bytes images = idx_header({2051, count, 28, 28}), labels = idx_header({2049, count});
  images.resize(images.size() + count * 784);
  labels.resize(labels.size() + count);
  data::ImageSetBuilder builder(28);
  builder.feed_labels("labels", labels);
  builder.feed_images("images", images);
  return builder.set();
}

/// Computes `chunks` chunks of the step under way; the most memory that was in use in between.
std::size_t most_allocated(Session& session, int chunks) {
  std::size_t most = 0;
  for (int chunk = 0; chunk < chunks; ++chunk) {
    session.advance(std::chrono::microseconds(0), 1);
    most = std::max(most, allocated_bytes());
  }
  return most;
}

}  // namespace

TEST_CASE("every preset learns, with the same bits for any number of threads and slices") {
  const auto images = make_image_set(64, 3, 28);
  for (const std::string preset : {"mnist-example", "perceptron", "linear"}) {
    CAPTURE(preset);
    SessionOptions options{
        .preset = preset, .seed = 2, .epochs = 2, .batch_size = 32, .learning_rate = 0.5};
    Session session(options);
    CHECK(session.input_size() == 28);
    session.set_data(images, images);
    const std::vector<float> losses = train_all(session);
    CHECK(losses.back() < losses.front());
    const std::string expected = train::fingerprint(session.model());

    Session sliced(options);
    sliced.set_data(images, images);
    while (!sliced.finished()) sliced.advance(std::chrono::microseconds(0), kAllSteps);
    CHECK(train::fingerprint(sliced.model()) == expected);
#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
    Session threaded(options);
    threaded.set_data(images, images);
    train_to(threaded, 1);
    threaded.set_threads(3);  // between two steps
    train_to(threaded, 3);
    threaded.set_threads(2);
    train_all(threaded);
    CHECK(train::fingerprint(threaded.model()) == expected);
#endif
  }
}

TEST_CASE("dropout has a part in training, by the seed, and none in evaluation") {
  const auto images = make_image_set(32, 3, 28);
  const SessionOptions options{.preset = "mnist-example", .seed = 1, .batch_size = 32};
  core::Generator generator(options.seed);
  const auto net = nn::find_preset(options.preset).make(generator, false);
  const io::SafetensorsFile weights("weights", io::save_model(*net));
  const auto first_loss = [&](std::uint64_t seed) {
    SessionOptions other = options;
    other.seed = seed;
    Session session(other);
    session.load(weights);  // the same for all seeds: the dropouts are all that differs
    session.set_data(images, images);
    session.begin_evaluation();
    const double evaluated = session.evaluate(kAllTime).loss_sum;
    const float trained = session.advance(kAllTime, 1).losses.at(0);
    return std::pair(evaluated, trained);
  };
  const auto [evaluated, trained] = first_loss(1);
  CHECK(first_loss(1) == std::pair(evaluated, trained));
  const auto [evaluated_2, trained_2] = first_loss(2);
  CHECK(evaluated_2 == evaluated);
  CHECK(trained_2 != trained);
  CHECK(trained != doctest::Approx(evaluated / 32).epsilon(1e-4));
}

TEST_CASE("memory does not grow with the batch, up to all of MNIST at once") {
  const auto images = black_images(60000);
  const SessionOptions small_options{.preset = "mnist-example", .batch_size = 64};
  const SessionOptions large_options{.preset = "mnist-example", .batch_size = 60000};
  core::trim_storage();
  const std::size_t before = allocated_bytes();
  std::size_t small = 0, large = 0;
  {
    Session session(small_options);
    session.set_data(images, images);
    // Three steps of four chunks each: parameters, optimizer and the states to go back to are
    // there.
    small = most_allocated(session, 12) - before;
    CHECK(session.step() == 3);
  }
  {
    Session session(large_options);
    session.set_data(images, images);
    // More than the four whose gradients wait together.
    const std::size_t first = most_allocated(session, 6) - before;
    large = most_allocated(session, 10) - before;
    // Blocks of the allocator's own aside, nothing is left behind by a chunk.
    CHECK(large < first + 100'000);
  }
  // The list of the batch's images is all that grows: eight bytes for each.
  CHECK(large < small + 8 * 60000 + 100'000);
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST_CASE("no more threads compute than have room, and each session has its own number") {
  const auto pool = std::make_shared<train::ThreadPool>();
  Session large({.preset = "mnist-example", .threads = 64}, pool);
  // Some tens of megabytes each.
  CHECK(large.threads() >= 4);
  CHECK(large.threads() < 20);
  Session small({.threads = 3}, pool);
  CHECK(small.threads() == 3);
  small.set_threads(2);
  CHECK(small.threads() == 2);
  CHECK_THROWS_AS(small.set_threads(0), Error);
  CHECK(small.threads() == 2);
  const auto images = make_image_set(32, 0, 28);
  large.set_data(images, images);
  large.advance(kAllTime, 1);
  CHECK(pool->size() == large.threads());
}
#endif

TEST_CASE("a session tells the layers and the classes of its network") {
  const Session session({.preset = "perceptron"});
  std::vector<std::string> names;
  for (const nn::LayerSummary& layer : session.summary()) names.push_back(layer.name);
  CHECK(names == std::vector<std::string>{"flatten", "fc1", "relu", "fc2", "log_softmax"});
  CHECK(session.summary()[1].output == core::Shape{128});
  const auto classes = session.class_names();
  CHECK(std::vector<std::string_view>(classes.begin(), classes.end()) ==
        std::vector<std::string_view>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
  CHECK_THROWS_WITH_AS(Session({.preset = "resnet"}), doctest::Contains("found 'resnet'"), Error);
}

TEST_CASE("parameters are loaded before the first step, also in the midst of its batch") {
  const auto images = make_image_set(200);
  const SessionOptions options{.epochs = 2, .batch_size = 200};
  Session teacher({.seed = 9, .batch_size = 200});
  teacher.set_data(images, images);
  train_all(teacher);
  const io::SafetensorsFile weights("weights", io::save_model(teacher.model()));

  Session pupil(options);
  pupil.load(weights);
  CHECK(train::fingerprint(pupil.model()) == train::fingerprint(teacher.model()));
  CHECK(pupil.predict(images->image(0)) == teacher.predict(images->image(0)));
  pupil.set_data(images, images);
  train_all(pupil);

  Session late(options);
  late.set_data(images, images);
  late.advance(std::chrono::microseconds(0), 1);  // a chunk of four
  late.begin_evaluation();
  late.load(weights);
  CHECK_THROWS_AS(late.evaluate(kAllTime), Error);  // it had begun with others
  train_all(late);
  CHECK(train::fingerprint(late.model()) == train::fingerprint(pupil.model()));
  CHECK_THROWS_WITH_AS(late.load(weights), doctest::Contains("before the first step, found 2 made"),
                       Error);
  Session other({.preset = "linear"});
  CHECK_THROWS_WITH_AS(other.load(weights), doctest::Contains("unexpected conv1.weight"), Error);
}

}  // namespace gradlet::tests
