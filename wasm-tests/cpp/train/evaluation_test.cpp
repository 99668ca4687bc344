#include "train/evaluation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "data/resize.h"
#include "train/image_sets.h"
#include "train/runs.h"

namespace gradlet::tests {
namespace {

using train::EvaluationProgress;
using train::Misread;
using train::Session;

}  // namespace

TEST_CASE("an evaluation tells which images were misread, and as what") {
  const auto images = make_image_set(200);
  // Before the first step: hardly one is read rightly.
  Session session({.seed = 5});
  session.set_data(images, images);
  session.begin_evaluation(/*most_misread=*/60);
  const EvaluationProgress progress = session.evaluate(kAllTime);
  CHECK(progress.done);
  REQUIRE(progress.seen - progress.correct > 60);
  const std::vector<Misread>& misread = session.misread();
  REQUIRE(misread.size() == 60);

  std::vector<std::int64_t> confusion(100);
  std::size_t next = 0;
  for (std::int64_t i = 0; i < images->count(); ++i) {
    const std::vector<float> p = session.predict(images->image(i));
    const std::int64_t read = std::max_element(p.begin(), p.end()) - p.begin();
    ++confusion[static_cast<std::size_t>(images->label(i) * 10 + read)];
    if (read == images->label(i) || next == misread.size()) continue;
    const Misread& image = misread[next++];
    CHECK(image.index == i);
    CHECK(image.label == images->label(i));
    CHECK(image.read == read);
    for (std::size_t c = 0; c < 10; ++c) {
      // The same weights; sums of products may be cut in another way for one image than for many.
      CHECK(image.probabilities[c] == doctest::Approx(p[c]).epsilon(1e-5));
    }
  }
  CHECK(std::equal(confusion.begin(), confusion.end(), session.confusion().begin(),
                   session.confusion().end()));
  const auto counts = session.confusion();
  CHECK(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == 200);

  // Another evaluation begins with nothing.
  session.begin_evaluation();
  CHECK(session.misread().empty());
  CHECK(session.evaluate(kAllTime).correct == progress.correct);
  CHECK(session.misread().empty());
}

TEST_CASE("what was misread does not depend on slices and threads") {
  const auto images = make_image_set(300);
  Session session({.seed = 5});
  session.set_data(images, images);
  session.begin_evaluation(/*most_misread=*/50);
  session.evaluate(kAllTime);
  const std::vector<Misread> expected = session.misread();
#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
  session.set_threads(3);
#endif
  session.begin_evaluation(/*most_misread=*/50);
  while (!session.evaluate(std::chrono::microseconds(0)).done) continue;
  REQUIRE(session.misread().size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(session.misread()[i].index == expected[i].index);
    CHECK(session.misread()[i].probabilities == expected[i].probabilities);
  }
}

TEST_CASE("predict resizes an image of another size, as those of a data set are") {
  Session session({.seed = 5});
  const auto large = make_image_set(3, 1, 28);
  for (std::int64_t i = 0; i < large->count(); ++i) {
    Bytes small(64);
    data::Resize(28, 28, 8, 8).apply(large->image(i), small);
    CHECK(session.predict(large->image(i)) == session.predict(small));
  }
  Session of_28({.preset = "linear"});
  CHECK(of_28.predict(Bytes(64, 255)).size() == 10);
  CHECK_THROWS_WITH_AS(session.predict(Bytes(65)),
                       "[predict] expected a square image, found 65 bytes", core::Error);
  CHECK_THROWS_AS(session.predict({}), core::Error);
}

}  // namespace gradlet::tests
