// SPDX-License-Identifier: GPL-3.0-or-later
// How good a placement is, so that any two can be compared, and whether it is allowed at all.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_SCORE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_facts.h"

struct packing_score {
    size_t misplaced;
    size_t excess; // of bins over bins_most, where the aim limits them
    double cost;   // of the aim
    double moved;  // move costs; what is misplaced counts as moved
    size_t used, moves;
};

struct packing_score packing_score_of(const struct packing_facts *facts, const int32_t *bin);

// Fewer misplaced, then less excess, then less cost, then less moved.
bool packing_score_is_better(const struct packing_score *score, const struct packing_score *than);

// Capacities, closed bins, fixed items and the judge, each looked at anew and apart from what any
// search holds: items arrive one by one in a copy of the judge. A fixed item may be where it is.
bool packing_score_is_allowed(const struct packing_facts *facts, const int32_t *bin);

#endif
