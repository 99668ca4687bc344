#include "kernels/loss.h"

#include <doctest/doctest.h>

#include <vector>

#include "kernels/reference/loss_ref.h"
#include "kernels/samples.h"

namespace gradlet::kernels {

using namespace tests;

TEST_CASE("negative log-likelihood, forward and backward") {
  for (std::int64_t rows : {0, 1, 2, 7, 64}) {
    for (std::int64_t classes : {1, 2, 3, 10, 13}) {
      CAPTURE(rows);
      CAPTURE(classes);
      const std::vector<float> log_p = special_samples(rows * classes, 3);
      std::vector<std::int64_t> target;
      for (std::int64_t r = 0; r < rows; ++r) target.push_back((r * 7 + 3) % classes);

      std::vector<float> loss(target.size()), expected(target.size());
      f32_nll_loss(rows, classes, log_p.data(), target.data(), loss.data());
      reference::f32_nll_loss_ref(rows, classes, log_p.data(), target.data(), expected.data());
      check_same_bits(loss, expected);

      const std::vector<float> grad = special_samples(rows, 5);
      std::vector<float> dx(log_p.size(), kNan), expected_dx = dx;
      f32_nll_loss_backward(rows, classes, target.data(), grad.data(), dx.data());
      reference::f32_nll_loss_backward_ref(rows, classes, target.data(), grad.data(),
                                           expected_dx.data());
      check_same_bits(dx, expected_dx);

      const std::vector<float> same(target.size(), 0.125f);
      dx.assign(dx.size(), kNan);
      f32_nll_loss_backward(rows, classes, target.data(), 0.125f, dx.data());
      reference::f32_nll_loss_backward_ref(rows, classes, target.data(), same.data(),
                                           expected_dx.data());
      check_same_bits(dx, expected_dx);
    }
  }
}

}  // namespace gradlet::kernels
