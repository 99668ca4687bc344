#include "kernels/pooling.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/pooling_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

namespace {

std::vector<MaxPool2dGeometry> geometries() {
  std::vector<MaxPool2dGeometry> result;
  for (std::int64_t channels : {1, 2, 3, 4, 5, 8, 9, 17}) {
    // batch, height, width, channels, then kernel, stride, padding, each height and width
    result.push_back({2, 6, 6, channels, 2, 2, 2, 2, 0, 0});
    result.push_back({1, 7, 5, channels, 2, 2, 2, 2, 0, 0});
    result.push_back({2, 5, 7, channels, 3, 3, 1, 1, 1, 1});
    result.push_back({1, 4, 4, channels, 3, 3, 2, 2, 1, 1});
    result.push_back({1, 6, 5, channels, 2, 3, 1, 2, 1, 0});
    result.push_back({1, 6, 5, channels, 1, 1, 2, 3, 0, 0});
    result.push_back({3, 4, 3, channels, 1, 1, 1, 1, 0, 0});
    result.push_back({1, 3, 3, channels, 3, 3, 3, 3, 0, 0});
    result.push_back({1, 1, 1, channels, 2, 2, 1, 1, 1, 1});
  }
  return result;
}

std::int64_t in_elements(const MaxPool2dGeometry& g) {
  return g.batch * g.in_height * g.in_width * g.channels;
}

std::int64_t out_elements(const MaxPool2dGeometry& g) {
  return g.batch * g.out_height() * g.out_width() * g.channels;
}

}  // namespace

TEST_CASE("max-pooling, forward and backward") {
  for (const MaxPool2dGeometry& g : geometries()) {
    CAPTURE(g.channels);
    CAPTURE(g.kernel_height);
    CAPTURE(g.stride_width);
    for (const std::vector<float>& x :
         {samples(in_elements(g), 3), special_samples(in_elements(g), 4)}) {
      const auto outputs = static_cast<std::size_t>(out_elements(g));
      std::vector<float> y(outputs), expected(outputs);
      std::vector<std::int32_t> index(outputs, -1), expected_index(outputs);
      f32_max_pool2d(g, x.data(), y.data(), index.data());
      f32_max_pool2d_ref(g, x.data(), expected.data(), expected_index.data());
      check_same_bits(y, expected);
      if (g.is_identity()) {
        CHECK(index == std::vector<std::int32_t>(outputs, -1));
      } else {
        CHECK(index == expected_index);
      }

      std::vector<float> without_index(outputs);
      f32_max_pool2d(g, x.data(), without_index.data(), nullptr);
      check_same_bits(without_index, expected);

      const std::vector<float> grad = special_samples(out_elements(g), 5);
      std::vector<float> dx(x.size(), kNan), expected_dx(x.size());
      f32_max_pool2d_backward(g, grad.data(), g.is_identity() ? nullptr : index.data(), dx.data());
      f32_max_pool2d_backward_ref(g, grad.data(), expected_index.data(), expected_dx.data());
      // The twin adds −0 to +0 where the identity copies −0.
      if (g.is_identity()) expected_dx = grad;
      check_same_bits(dx, expected_dx);
    }
  }
}

TEST_CASE("ties and special values of max-pooling are PyTorch's") {
  const MaxPool2dGeometry one{1, 2, 2, 1, 2, 2, 2, 2, 0, 0};
  const auto winner = [&](std::vector<float> x) {
    float y = 0.0f;
    std::int32_t index = -1;
    f32_max_pool2d(one, x.data(), &y, &index);
    return index;
  };
  CHECK(winner({3.0f, 1.0f, 2.0f, 3.0f}) == 0);
  CHECK(winner({-kInf, -kInf, -kInf, -kInf}) == 0);
  CHECK(winner({kNan, 1.0f, 2.0f, 5.0f}) == 0);
  CHECK(winner({kNan, 1.0f, 2.0f, kNan}) == 3);
  CHECK(winner({-0.0f, 0.0f, 0.0f, -0.0f}) == 0);

  // Padding does not win over −∞.
  const MaxPool2dGeometry padded{1, 4, 4, 1, 3, 3, 2, 2, 1, 1};
  const std::vector<float> lowest(16, -kInf);
  std::vector<float> y(4);
  std::vector<std::int32_t> index(4);
  f32_max_pool2d(padded, lowest.data(), y.data(), index.data());
  CHECK(index == std::vector<std::int32_t>{0, 1, 4, 5});
}

}  // namespace gradlet::kernels
