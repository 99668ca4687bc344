#pragma once

/// Modules, losses and the networks made of them.
#include "nn/activation.h"
#include "nn/conv2d.h"
#include "nn/linear.h"
#include "nn/loss.h"
#include "nn/mnist_example_net.h"
#include "nn/module.h"
#include "nn/net.h"
#include "nn/pooling.h"
#include "nn/presets.h"
#include "nn/sequential.h"
#include "nn/summary.h"
