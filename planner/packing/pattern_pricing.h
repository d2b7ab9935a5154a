// SPDX-License-Identifier: GPL-3.0-or-later
// The pattern of the highest value that one bin holds: a knapsack with several dimensions and so
// many items of each kind. By a table over all fillings where these are few, else by branch and
// bound over kinds.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_PRICING_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_PRICING_H

#include "planner/packing/pattern_kinds.h"

struct pattern_pricing; // memory and a warm start from one call to the next

struct pattern_pricing *pattern_pricing_new(const struct pattern_kinds *kinds);
void pattern_pricing_free(struct pattern_pricing *pricing);

struct pricing_task {
    size_t bin_kind;
    const double *values;   // [kind] of one item; what is not above 0 is left out
    const uint32_t *counts; // [kind] at most so many
    double worth;           // patterns of this value or less are not asked for
    uint64_t steps;         // of the search at most
    uint64_t deadline_ns;
};

struct pricing_answer {
    double value;    // of items; worth where there is none above it
    double at_most;  // no pattern has more: the value where the search came to its end, and more
                     // by what floating point may have lost
    uint32_t *items; // [kind], the caller's
};

// Whether there is a pattern of more than worth; answer.items is written only then.
bool pattern_pricing_best(struct pattern_pricing *pricing, const struct pricing_task *task,
                          struct pricing_answer *answer);

// A pattern for each kind that holds one of it, found greedily: visit is called with those above
// worth. Nothing where the table serves, which finds the best as fast.
void pattern_pricing_each(struct pattern_pricing *pricing, const struct pricing_task *task,
                          void (*visit)(void *context, double value, const uint32_t *items),
                          void *context);

#endif
