#pragma once

#include <cstdint>
#include <vector>

#include "io/safetensors.h"
#include "nn/module.h"

namespace gradlet::io {

/// The parameters of `model` under their names, in their order, as a safetensors file. What
/// `safetensors.torch.save_file(model.state_dict(), …)` writes.
std::vector<std::uint8_t> save_model(const nn::Module& model);

/// Gives the parameters of `model` the values of `file`. Throws, and changes nothing, unless the
/// file has exactly these names, each with the same shape, as F32. As
/// `model.load_state_dict(…, strict=True)`.
/// https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
void load_model(nn::Module& model, const SafetensorsFile& file);

}  // namespace gradlet::io
