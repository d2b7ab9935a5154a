// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios of positive figures of whole boots, on the logarithm, with Student's intervals over the
// boots. Door: GSL (Student's quantiles).
#ifndef FULLHOUSE_COMMON_INFERENCE_LOG_RATIO_H
#define FULLHOUSE_COMMON_INFERENCE_LOG_RATIO_H

#include <stddef.h>

#include "common/inference/bootstrap.h"

// above[b] / below[b] of the same boot, as both were measured in it: what differs from boot to boot
// falls out. The geometric mean over the boots in which both are positive, and its 95 % interval
// with n - 1 degrees of freedom; NAN without one, no interval with fewer than two.
struct estimate log_ratio_paired(const double *above, const double *below, size_t boots);

// Geometric means of two sets of boots over each other; Welch's interval (Welch 1947, "The
// generalization of `Student's' problem", Biometrika 34). NAN where a set has no positive figure,
// no interval where one has fewer than two.
struct estimate log_ratio_of(const double *above, size_t above_boots, const double *below,
                             size_t below_boots);

#endif
