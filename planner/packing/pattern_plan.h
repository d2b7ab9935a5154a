// SPDX-License-Identifier: GPL-3.0-or-later
// Whole bins by patterns: which patterns, how often each.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_PLAN_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_PLAN_H

#include "planner/packing/pattern_set.h"

struct pattern_use {
    size_t pattern;
    uint32_t times;
};

// Items and bins that are still to be had, and what is packed so far. Every pattern in it holds
// just the items that are meant: none is covered twice.
struct pattern_plan {
    struct pattern_set *set; // where its patterns are
    struct pattern_use *uses;
    size_t count, room;
    uint32_t *demand; // [kind] left to be packed
    uint32_t *bins;   // [bin kind] left
    double cost;
};

void pattern_plan_init(struct pattern_plan *plan, struct pattern_set *set);
void pattern_plan_done(struct pattern_plan *plan);
void pattern_plan_copy(struct pattern_plan *plan, const struct pattern_plan *from);

// Items that are left.
size_t pattern_plan_left(const struct pattern_plan *plan);

// Takes a pattern so often, less what there is no demand for; stops where there is no bin left or
// no demand.
void pattern_plan_take(struct pattern_plan *plan, size_t pattern, uint32_t times);

// Fills what is left into bins one by one, by first fit decreasing over kinds, by the best of a few
// orders. Items may be left where bins are too few.
void pattern_plan_fill(struct pattern_plan *plan);

#endif
