// SPDX-License-Identifier: GPL-3.0-or-later
// Brings items home in a packing that is there: an item changes places with a few that came into
// the bin it started in. What patterns leave to chance is mended by this.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_HOMING_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_HOMING_H

#include "planner/packing/packing.h"

struct homing {
    const struct packing_problem *problem;
    void *state;   // of the judge, with all items in it; NULL without a judge
    int32_t *bin;  // [item]
    int64_t *left; // [bin][dimension]; INT64_MAX: no limit
    uint64_t deadline_ns;
};

// No bin is opened, and no item leaves its start.
void pattern_homing_run(struct homing *homing);

#endif
