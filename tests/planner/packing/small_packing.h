// SPDX-License-Identifier: GPL-3.0-or-later
// Small random packing problems of every kind, and their optimum by looking at every placement.
#ifndef FULLHOUSE_TESTS_PLANNER_PACKING_SMALL_PACKING_H
#define FULLHOUSE_TESTS_PLANNER_PACKING_SMALL_PACKING_H

#include "planner/packing/packing.h"

enum { SMALL_ITEMS_MOST = 8, SMALL_BINS_MOST = 5, SMALL_DIMENSIONS_MOST = 3 };

struct small_packing {
    struct packing_problem problem; // points into what follows
    int64_t sizes[SMALL_ITEMS_MOST * SMALL_DIMENSIONS_MOST];
    int64_t capacities[SMALL_BINS_MOST * SMALL_DIMENSIONS_MOST];
    double costs[SMALL_BINS_MOST], unit_costs[SMALL_BINS_MOST], move_costs[SMALL_ITEMS_MOST];
    int32_t start[SMALL_ITEMS_MOST];
    bool is_fixed[SMALL_ITEMS_MOST], is_closed[SMALL_BINS_MOST];
};

// Heterogeneous or equal bins, few kinds of items or all different, costs, starts, fixed items and
// closed bins: some of each, by the seed.
void small_packing_random(struct small_packing *made, uint64_t seed);

// The least cost of a packing of all items, INFINITY where there is none.
double small_packing_least(const struct small_packing *made, const struct packing_options *options);

// Whether each item has a place that it may have: room, nothing in closed bins, fixed ones stay.
bool small_packing_holds(const struct packing_problem *problem, const int32_t *bin);

#endif
