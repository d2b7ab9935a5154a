// SPDX-License-Identifier: GPL-3.0-or-later
// A straight line through points by least squares: what one more of x adds to y.
#ifndef FULLHOUSE_COMMON_INFERENCE_SLOPE_H
#define FULLHOUSE_COMMON_INFERENCE_SLOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/bootstrap.h"

struct slope {
    struct estimate slope; // y for each x, with its 95 % interval
    double intercept;      // y where x is 0
};

// Ordinary least squares over the points (x[i], y[i]); Student's interval on the slope's standard
// error with count - 2 degrees of freedom (Draper and Smith 1998, "Applied Regression Analysis",
// section 1.4), so that points which do not lie on a line widen it. No interval for two points; NAN
// where all x are the same, or there are fewer than two.
struct slope slope_of(const double *x, const double *y, size_t count);

// Whether y rises or falls with x beyond what its scatter explains: Student's interval of the slope
// at that confidence is without 0. Never with fewer than three points.
bool slope_is_significant(const double *x, const double *y, size_t count, double confidence);

#endif
