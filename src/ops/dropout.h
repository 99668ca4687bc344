#pragma once

#include <cstdint>

#include "autograd/tensor.h"

namespace gradlet::ops {

/// Which random numbers a dropout takes: they depend on these alone, so that a batch may be cut
/// into parts and spread over threads without a change.
struct DropoutStream {
  std::uint64_t seed = 0;
  /// The optimizer's step, from 0.
  std::uint64_t step = 0;
  /// Counts the dropouts of one forward pass.
  std::uint32_t layer = 0;
  /// Position in the whole batch of the input's first element.
  std::uint64_t first_element = 0;
};

/// Zeroes elements with probability `p` (0 ≤ p < 1) and multiplies the others by 1/(1 − p).
///
/// Element i is dropped when Philox4x32-10 (Salmon et al., 2011) at counter (i div 4, layer, step)
/// with the seed as its key gives a word, number i mod 4, that is less than p·2³². This is not the
/// stream PyTorch takes. https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
autograd::Tensor dropout(const autograd::Tensor& input, float p, const DropoutStream& stream);

}  // namespace gradlet::ops
