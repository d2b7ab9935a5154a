// SPDX-License-Identifier: GPL-3.0-or-later
// What is left to decide of a problem: fixed items and closed bins are gone, bins in which
// something is fixed are smaller and paid for, items larger than every bin are left out (a bound
// without them is one with them, too). What all bounds start from.
#ifndef FULLHOUSE_PLANNER_PACKING_BOUND_REST_H
#define FULLHOUSE_PLANNER_PACKING_BOUND_REST_H

#include "planner/packing/packing.h"

struct bound_rest {
    size_t dimensions, items, bins;
    uint32_t *item; // [items] which of the problem
    uint32_t *bin;  // [bins] which of the problem: open ones
    int64_t *sizes; // [items][dimension]
    int64_t *rooms; // [bins][dimension] less what is fixed there; INT64_MAX: no limit
    double *costs;  // [bins] of the aim for opening it, 0 where it is open anyway
    double *units;  // [bins] of the aim for each unit of dimension 0; all 0 but for CHEAPEST
    double paid;    // of the aim, whatever else is decided
    // CHEAPEST without costs of units and FEWEST: every cost is a whole multiple of this; else 0.
    double grain;
};

// The aim is FEWEST or CHEAPEST; MOVES is taken as FEWEST.
void bound_rest_init(struct bound_rest *rest, const struct packing_problem *problem,
                     enum packing_aim aim);
void bound_rest_done(struct bound_rest *rest);

static inline const int64_t *bound_rest_size(const struct bound_rest *rest, size_t item)
{
    return rest->sizes + item * rest->dimensions;
}

static inline const int64_t *bound_rest_room(const struct bound_rest *rest, size_t bin)
{
    return rest->rooms + bin * rest->dimensions;
}

// A cost that no packing falls below, of one that floating point found for the rest: lowered by
// more than rounding can have added, then raised to what costs can add up to.
double bound_rest_safe(const struct bound_rest *rest, double value);

#endif
