// SPDX-License-Identifier: GPL-3.0-or-later
// Knapsack by branch and bound over kinds.
#ifndef FULLHOUSE_PLANNER_PACKING_PRICING_SEARCH_H
#define FULLHOUSE_PLANNER_PACKING_PRICING_SEARCH_H

#include "planner/packing/pattern_pricing.h"

// As pattern_pricing_best. weights: [dimension] value of a unit of room, any numbers not negative:
// the nearer to the prices of the knapsack's linear relaxation, the shorter the search. relaxed: no
// pattern has a higher value.
bool pricing_search_best(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights, double relaxed, struct pricing_answer *answer);

// A filling for each kind, that holds one of it and then what is worth most for its room: columns
// that differ, for little work. visit: with the value and [kind] items, for those above worth.
void pricing_search_each(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights,
                         void (*visit)(void *context, double value, const uint32_t *items),
                         void *context);

#endif
