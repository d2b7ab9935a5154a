// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of one curve: ratios of paired boots, what densities lend each other, growth.
// Private to compare/overhead*.c.
#ifndef FULLHOUSE_COMPARE_OVERHEAD_CURVE_H
#define FULLHOUSE_COMPARE_OVERHEAD_CURVE_H

#include "compare/overhead.h"

struct measure_values;

// Adds a density; none where no boot of both has a positive value. Ascending.
void overhead_curve_add(struct overhead_curve *curve, uint32_t guests,
                        const struct measure_values *values, const struct measure_values *base);

// After the last: intervals, growth, course.
void overhead_curve_finish(struct overhead_curve *curve);

#endif
