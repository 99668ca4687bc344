#include "kernels/layout.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/layout_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;
using namespace reference;

TEST_CASE("f32_transpose copies bits, whatever the sizes") {
  for (std::int64_t rows : {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33}) {
    for (std::int64_t columns : {0, 1, 2, 3, 4, 5, 8, 9, 19, 36, 64}) {
      CAPTURE(rows);
      CAPTURE(columns);
      const std::vector<float> in = special_samples(rows * columns, 3);
      std::vector<float> out(in.size()), expected(in.size());
      f32_transpose(rows, columns, in.data(), out.data());
      f32_transpose_ref(rows, columns, in.data(), expected.data());
      check_same_bits(out, expected);
    }
  }
}

TEST_CASE("channels-last and back") {
  for (std::int64_t n : {0, 1, 3}) {
    for (std::int64_t channels : {1, 2, 3, 4, 5, 8, 13}) {
      for (std::int64_t pixels : {1, 4, 9, 16, 35}) {
        CAPTURE(n);
        CAPTURE(channels);
        CAPTURE(pixels);
        const std::vector<float> in = special_samples(n * channels * pixels, 5);
        std::vector<float> out(in.size()), expected(in.size()), back(in.size());
        f32_nchw_to_nhwc(n, channels, pixels, in.data(), out.data());
        f32_nchw_to_nhwc_ref(n, channels, pixels, in.data(), expected.data());
        check_same_bits(out, expected);
        f32_nhwc_to_nchw(n, channels, pixels, out.data(), back.data());
        check_same_bits(back, in);
        f32_nhwc_to_nchw_ref(n, channels, pixels, out.data(), back.data());
        check_same_bits(back, in);
      }
    }
  }
}

}  // namespace gradlet::kernels
