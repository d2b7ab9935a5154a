// SPDX-License-Identifier: GPL-3.0-or-later
// What is worked out of a packing problem once and read by every heuristic and thread: how scarce
// each dimension is, what items weigh, what bins cost under the aim, which are alike.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_FACTS_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing.h"

struct packing_facts {
    const struct packing_problem *problem;
    const struct packing_options *options;
    uint64_t begin_ns, deadline_ns; // monotonic
    double *scale; // [dimension] one over the mean capacity of bins; 0 where none is limited
    double
        *scarcity;  // [dimension] all sizes over all capacities, 1 where that is most; 0: no limit
    double *total;  // [dimension] of all sizes
    double *weight; // [item] its shares of a mean bin, weighted by scarcity
    double *bin_cost;   // [bin] of having it in use, under the aim
    double *bin_weight; // [bin] its capacity, weighed as items are
    uint32_t *kind;     // [item] equal where all sizes are equal; 0 up to the kinds
    uint32_t *class;    // [bin] equal where capacities, costs and closedness are equal
    size_t kinds, classes;
};

// The problem and the options must outlive it.
void packing_facts_init(struct packing_facts *facts, const struct packing_problem *problem,
                        const struct packing_options *options);
void packing_facts_done(struct packing_facts *facts);

// The time is over, or the user said stop.
bool packing_facts_is_late(const struct packing_facts *facts);
double packing_facts_seconds_left(const struct packing_facts *facts); // 0 when late

static inline const int64_t *packing_size_of(const struct packing_facts *facts, size_t item)
{
    return facts->problem->sizes + item * facts->problem->dimensions;
}

static inline const int64_t *packing_capacity_of(const struct packing_facts *facts, size_t bin)
{
    return facts->problem->capacities + bin * facts->problem->dimensions;
}

static inline bool packing_is_fixed(const struct packing_facts *facts, size_t item)
{
    return facts->problem->is_fixed && facts->problem->is_fixed[item] &&
           facts->problem->start[item] >= 0;
}

static inline bool packing_is_closed(const struct packing_facts *facts, size_t bin)
{
    return facts->problem->is_closed && facts->problem->is_closed[bin];
}

static inline int32_t packing_start_of(const struct packing_facts *facts, size_t item)
{
    return facts->problem->start ? facts->problem->start[item] : PACKING_NOWHERE;
}

// Of having the item elsewhere than where it started; 0 for what was nowhere.
static inline double packing_move_cost(const struct packing_facts *facts, size_t item)
{
    if (packing_start_of(facts, item) < 0)
        return 0;
    return facts->problem->move_costs ? facts->problem->move_costs[item] : 1;
}

#endif
