#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// Sizes of a cross-correlation: input (batch, in_height, in_width, in_channels) and output (batch,
/// out_height, out_width, out_channels), both channels last; weight in PyTorch's order
/// (out_channels, in_channels, kernel_height, kernel_width). The padded input is at least as large
/// as the kernel.
struct Conv2dGeometry {
  std::int64_t batch, in_channels, in_height, in_width;
  std::int64_t out_channels, kernel_height, kernel_width;
  std::int64_t stride_height, stride_width;    // at least 1
  std::int64_t padding_height, padding_width;  // zeros on each side, at least 0

  std::int64_t out_height() const {
    return (in_height + 2 * padding_height - kernel_height) / stride_height + 1;
  }
  std::int64_t out_width() const {
    return (in_width + 2 * padding_width - kernel_width) / stride_width + 1;
  }
};

/// One way to compute convolutions. Buffers are the caller's, sizes count elements, nothing
/// overlaps. Results depend on the arguments alone, and each image's output on no other image.
struct Conv2dAlgorithm {
  const char* name;

  /// What `forward` leaves for the weight gradient; 0 when `backward` wants the input itself.
  std::int64_t (*saved_size)(const Conv2dGeometry& geometry);

  /// Scratch space of each of the functions below; it needs no initial value and keeps none.
  std::int64_t (*workspace_size)(const Conv2dGeometry& geometry);

  /// Size of the weight in the form that `forward` or `backward` computes with. Neither the form
  /// nor its size depends on the batch.
  std::int64_t (*prepared_size)(const Conv2dGeometry& geometry);
  void (*prepare_forward)(const Conv2dGeometry& geometry, const float* weight, float* prepared,
                          float* workspace);
  void (*prepare_backward)(const Conv2dGeometry& geometry, const float* weight, float* prepared,
                           float* workspace);

  /// output = input ⋆ weight + bias, the weight as `prepare_forward` left it. `bias` may be null;
  /// so may `saved` when no weight gradient will be asked for.
  void (*forward)(const Conv2dGeometry& geometry, const float* input, const float* prepared,
                  const float* bias, float* output, float* saved, float* workspace);

  /// Writes the gradients that are not null. For `grad_weight`, `saved` must be what `forward`
  /// left, or where `saved_size` is 0, `input` what it was given; otherwise both may be null. For
  /// `grad_input`, `prepared` must be what `prepare_backward` left; otherwise it may be null.
  void (*backward)(const Conv2dGeometry& geometry, const float* input, const float* saved,
                   const float* grad_output, const float* prepared, float* grad_input,
                   float* grad_weight, float* grad_bias, float* workspace);
};

/// The algorithm that is quick for this geometry (whatever the batch), a rule on the sizes alone.
/// With `precise` never Winograd's, whose errors are some ten times those of the plain sum.
const Conv2dAlgorithm& select_conv2d(const Conv2dGeometry& geometry, bool precise);

}  // namespace gradlet::kernels
