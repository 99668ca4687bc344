#pragma once

/// Optimizers and schedulers.
#include "optim/adadelta.h"
#include "optim/adam.h"
#include "optim/factory.h"
#include "optim/optimizer.h"
#include "optim/sgd.h"
#include "optim/step_lr.h"
