#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/array.h"

namespace gradlet::autograd {

struct Node;

/// A float32 array that remembers how it was computed, so that gradients can flow back through it.
///
/// A handle with value semantics: copies refer to the same tensor. Tensors made by operations carry
/// the node of the graph that made them; tensors made by hand are leaves, whose gradients
/// `backward` adds up when they ask for it. https://pytorch.org/docs/stable/tensors.html
class Tensor {
 public:
  /// An undefined tensor, which stands for 'none' (a missing bias).
  Tensor() = default;

  /// A leaf around `data`.
  explicit Tensor(core::Array data, bool requires_grad = false);

  /// The result of an operation: `node` made it, or is null where no gradient is wanted.
  static Tensor from_operation(core::Array data, std::shared_ptr<Node> node);

  bool defined() const { return impl_ != nullptr; }
  const core::Array& array() const&;
  /// Of a temporary: a copy, which shares the elements and outlives it.
  core::Array array() && { return static_cast<const Tensor&>(*this).array(); }
  /// Gives the elements away where no other handle refers to this tensor, otherwise shares them:
  /// an operation may write its result in their place if `unique()`.
  core::Array take_array() &&;
  const core::Shape& shape() const& { return array().shape(); }
  std::int64_t dim() const { return shape().dim(); }
  std::int64_t size(std::int64_t d) const { return shape()[d]; }
  std::int64_t numel() const { return array().numel(); }

  /// The one element. Throws if there are more or none.
  float item() const;

  /// Replaces or changes the elements of a leaf in place, as an optimizer does. Gradients that were
  /// going to need the old elements become an error.
  core::Array& mutable_array();

  /// Whether gradients flow to this tensor: a leaf that asked, or a result that depends on one.
  bool requires_grad() const;

  /// Makes a leaf ask for its gradient, or not. Throws for results of operations.
  Tensor& requires_grad_(bool requires_grad = true);

  bool is_leaf() const;

  /// What `backward` has added up so far; undefined before the first time and for all but leaves
  /// that ask for it.
  const core::Array& grad() const;

  /// Sets the gradient, as a trainer does that has added it up elsewhere. Shape as the tensor's.
  void set_grad(core::Array gradient);

  /// Forgets the gradient (PyTorch's `zero_grad(set_to_none=True)`).
  void zero_grad();

  /// The same elements, without history.
  Tensor detach() const;

  /// Adds d(this)/d(leaf) to the gradient of every leaf that asked for it. This tensor must have
  /// one element. The graph is used up. Throws if there is no history, or it has been used up
  /// already.
  void backward() const;

  /// The same from a tensor of any shape, whose own gradient is `gradient`.
  void backward(const core::Array& gradient) const;

  /// The node that gradients of this tensor go to; null where none are wanted.
  const std::shared_ptr<Node>& node() const;

 private:
  struct Impl;

  std::shared_ptr<Impl> impl_;
};

/// The gradients of `output` with respect to `inputs` (leaves), without touching anybody's
/// `grad()`; undefined where `output` does not depend on an input. `gradient` is that of `output`
/// itself and has its shape. The graph is used up.
/// https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
std::vector<core::Array> grad(const Tensor& output, std::span<const Tensor> inputs,
                              const core::Array& gradient);

/// Whether operations of this thread record history.
bool grad_enabled();

/// While it lives, operations of this thread record no history (`torch.no_grad`).
class NoGradGuard {
 public:
  NoGradGuard();
  ~NoGradGuard();
  NoGradGuard(const NoGradGuard&) = delete;
  NoGradGuard& operator=(const NoGradGuard&) = delete;

 private:
  bool before_;
};

/// As PyTorch prints it: "tensor([1., 2.], requires_grad=True)".
std::string to_string(const Tensor& tensor);
inline std::ostream& operator<<(std::ostream& out, const Tensor& tensor) {
  return out << to_string(tensor);
}

}  // namespace gradlet::autograd
