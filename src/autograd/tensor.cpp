#include "autograd/tensor.h"

#include <utility>

#include "autograd/graph.h"
#include "core/error.h"
#include "core/print.h"
#include "core/storage.h"

namespace gradlet::autograd {

struct Tensor::Impl {
  core::Array data;
  std::shared_ptr<Node> node;
  bool leaf = true;
};

Tensor::Tensor(core::Array data, bool requires_grad)
    : impl_(std::allocate_shared<Impl>(core::StorageAllocator<Impl>{})) {
  impl_->data = std::move(data);
  requires_grad_(requires_grad);
}

Tensor Tensor::from_operation(core::Array data, std::shared_ptr<Node> node) {
  Tensor result(std::move(data));
  result.impl_->leaf = node == nullptr;
  result.impl_->node = std::move(node);
  return result;
}

const core::Array& Tensor::array() const& {
  core::require(defined(), "tensor", "expected a tensor, found an undefined one");
  return impl_->data;
}

core::Array Tensor::take_array() && {
  if (impl_.use_count() != 1) return static_cast<const Tensor&>(*this).array();
  return std::move(impl_->data);
}

float Tensor::item() const {
  core::require(numel() == 1, "item", "expected a tensor of one element, found shape ", shape());
  return *array().raw();
}

core::Array& Tensor::mutable_array() {
  core::require(is_leaf(), "tensor", "expected a leaf to change in place, found a result of ",
                impl_->node ? impl_->node->name : "nothing");
  return impl_->data;
}

bool Tensor::requires_grad() const { return impl_ && impl_->node; }

bool Tensor::is_leaf() const { return !impl_ || impl_->leaf; }

Tensor& Tensor::requires_grad_(bool requires_grad) {
  core::require(is_leaf(), "requires_grad_", "expected a leaf, found the result of an operation");
  if (!requires_grad) {
    impl_->node = nullptr;
  } else if (!impl_->node) {
    impl_->node = std::make_shared<Node>("AccumulateGrad", NodeList{}, BackwardFunction{});
  }
  return *this;
}

const core::Array& Tensor::grad() const {
  static const core::Array none;
  return requires_grad() && is_leaf() ? impl_->node->gradient : none;
}

void Tensor::set_grad(core::Array gradient) {
  core::require(requires_grad() && is_leaf(), "set_grad",
                "expected a leaf that requires a gradient");
  core::require(gradient.shape() == shape(), "set_grad", "expected a gradient of shape ", shape(),
                ", found ", gradient.shape());
  impl_->node->gradient = std::move(gradient);
}

void Tensor::zero_grad() {
  if (requires_grad()) impl_->node->gradient = core::Array();
}

Tensor Tensor::detach() const { return Tensor(array()); }

void Tensor::backward() const {
  core::require(numel() == 1, "backward",
                "expected a tensor of one element, or a gradient to begin with; found shape ",
                shape());
  backward(core::Array::full(shape(), 1.0f));
}

const std::shared_ptr<Node>& Tensor::node() const {
  core::require(defined(), "tensor", "expected a tensor, found an undefined one");
  return impl_->node;
}

std::string to_string(const Tensor& tensor) {
  if (!tensor.defined()) return "None";
  std::string remark;
  if (tensor.requires_grad()) {
    remark = tensor.is_leaf() ? "requires_grad=True"
                              : std::string("grad_fn=<") + tensor.node()->name + ">";
  }
  return core::to_string(tensor.array(), remark);
}

}  // namespace gradlet::autograd
