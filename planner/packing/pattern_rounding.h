// SPDX-License-Identifier: GPL-3.0-or-later
// From parts of patterns to whole bins: diving (the largest parts are rounded and the rest solved
// again), and the programme over the patterns that are there in whole numbers.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_ROUNDING_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_ROUNDING_H

#include "planner/packing/pattern_plan.h"
#include "planner/packing/pattern_relaxation.h"

struct rounding_limits {
    double enough; // a plan of this cost is as good as any
    uint64_t dives, seed;
    double branches; // of a programme in whole numbers
    size_t columns;  // rounds of column generation between two steps of a dive
    uint64_t deadline_ns;
};

// Makes the plan cheaper as far as it can; a plan with items left counts as dearer than any
// without. The relaxation's demand and bound are others afterwards.
void pattern_rounding_improve(struct pattern_relaxation *relaxation,
                              const struct rounding_limits *limits, struct pattern_plan *best);

#endif
