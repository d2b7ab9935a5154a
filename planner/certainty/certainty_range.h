// SPDX-License-Identifier: GPL-3.0-or-later
// How far from now it makes sense to look for a break-even point of one input, and in which steps:
// by factors for what multiplies, by differences for yearly changes, whole for counts.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_RANGE_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_RANGE_H

#include <stdbool.h>

#include "planner/value/assumption.h"
#include "planner/certainty/certainty_input.h"

enum { RANGE_STEPS = 16 }; // each way

struct certainty_range {
    enum assumption_unit unit;
    bool is_whole;
    bool is_ratio; // steps are factors
    double now, least, most;
};

// false: it has none (measured figures; money that is 0 and gives no scale).
bool certainty_range_of(const struct certainty_input *input, struct certainty_range *ret_range);

// The value that step (1 to RANGE_STEPS) reaches; the last one is the end of the range.
double certainty_range_step(const struct certainty_range *range, bool is_above, unsigned step);

double certainty_range_middle(const struct certainty_range *range, double one, double other);

// Both are as near as matters: neighbours for whole numbers, else a millionth.
bool certainty_range_is_narrow(const struct certainty_range *range, double one, double other);

// From now to value, as the absolute logarithm of what changes at the end of so many years: that of
// the ratio, and of a yearly change that of (1 + value) over (1 + now), each year.
double certainty_range_distance(const struct certainty_range *range, double value, double years);

#endif
