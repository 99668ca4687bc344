#include "optim/factory.h"

#include <array>
#include <utility>

#include "core/error.h"
#include "optim/adadelta.h"
#include "optim/adam.h"
#include "optim/sgd.h"

namespace gradlet::optim {

Kind parse_kind(const std::string& name) {
  constexpr std::array<std::pair<const char*, Kind>, 4> kKinds{{{"sgd", Kind::kSGD},
                                                                {"adadelta", Kind::kAdadelta},
                                                                {"adam", Kind::kAdam},
                                                                {"adamw", Kind::kAdamW}}};
  for (const auto& [known, kind] : kKinds) {
    if (name == known) return kind;
  }
  core::fail("optimizer", "expected sgd, adadelta, adam or adamw, found '", name, "'");
}

std::unique_ptr<Optimizer> make_optimizer(Kind kind, std::vector<autograd::Tensor> parameters,
                                          double learning_rate) {
  switch (kind) {
    case Kind::kSGD:
      return std::make_unique<SGD>(std::move(parameters),
                                   SGDOptions{.learning_rate = learning_rate});
    case Kind::kAdadelta:
      return std::make_unique<Adadelta>(std::move(parameters),
                                        AdadeltaOptions{.learning_rate = learning_rate});
    case Kind::kAdam:
      return std::make_unique<Adam>(std::move(parameters),
                                    AdamOptions{.learning_rate = learning_rate});
    case Kind::kAdamW:
      return std::make_unique<AdamW>(
          std::move(parameters),
          AdamOptions{.learning_rate = learning_rate, .weight_decay = AdamW::kWeightDecay});
  }
  core::fail("optimizer", "expected a known kind");
}

}  // namespace gradlet::optim
