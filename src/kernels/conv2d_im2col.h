#pragma once

#include "kernels/conv2d.h"

namespace gradlet::kernels {

/// The plain sum, for any geometry: patches of the input are laid out as rows of a matrix, block by
/// block, and multiplied by the kernels. Every output is one accumulator, which starts at the bias
/// and runs over (kernel row, kernel column, input channel).
extern const Conv2dAlgorithm kConv2dIm2col;

}  // namespace gradlet::kernels
