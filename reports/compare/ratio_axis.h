// SPDX-License-Identifier: GPL-3.0-or-later
// An axis of ratios on the logarithm, for figures that are written straight into a page: its
// extent, round ticks as changes in per cent or factors, and where a ratio stands on it.
#ifndef FULLHOUSE_REPORTS_COMPARE_RATIO_AXIS_H
#define FULLHOUSE_REPORTS_COMPARE_RATIO_AXIS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/spread.h"

struct ratio_axis {
    double low, high; // ratios, around 1
};

// Holds 1, twice the threshold (0.03) both ways and all values; intervals as far as these do not
// shrink to nothing beside them. What is not finite or not positive is passed over.
struct ratio_axis ratio_axis_of(const struct estimate *estimates, size_t count, double threshold);

// 0 at the low end, 1 at the high one; what lies beyond is moved to the end.
double ratio_axis_place(const struct ratio_axis *axis, double ratio);

// Whether the ratio lies beyond an end.
bool ratio_axis_is_beyond(const struct ratio_axis *axis, double ratio);

// Round ratios within the axis, ascending: at most about `wanted` of them, 1 always among them.
enum { RATIO_AXIS_TICKS = 24 };
size_t ratio_axis_ticks(const struct ratio_axis *axis, unsigned wanted,
                        double ret_ticks[RATIO_AXIS_TICKS]);

// "0", "+5 %", "-10 %"; on an axis of a factor of two or more "1x", "0.5x". New string.
char *ratio_axis_label(const struct ratio_axis *axis, double ratio);

#endif
