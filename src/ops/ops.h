#pragma once

/// Everything that computes on tensors.
#include "ops/conv2d.h"
#include "ops/dropout.h"
#include "ops/elementwise.h"
#include "ops/loss.h"
#include "ops/matmul.h"
#include "ops/pooling.h"
#include "ops/reduce.h"
#include "ops/softmax.h"
#include "ops/view.h"
