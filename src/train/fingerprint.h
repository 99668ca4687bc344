#pragma once

#include <string>

#include "nn/module.h"

namespace gradlet::train {

/// SHA-256, in hexadecimal, over the little-endian bytes of all parameters in the order of
/// `named_parameters`; every NaN counts as 0x7fc00000. Equal fingerprints mean equal bits.
std::string fingerprint(const nn::Module& model);

}  // namespace gradlet::train
