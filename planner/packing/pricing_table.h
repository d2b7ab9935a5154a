// SPDX-License-Identifier: GPL-3.0-or-later
// Knapsack by dynamic programming: the most value for every filling of a bin, kind after kind.
#ifndef FULLHOUSE_PLANNER_PACKING_PRICING_TABLE_H
#define FULLHOUSE_PLANNER_PACKING_PRICING_TABLE_H

#include "planner/packing/pattern_pricing.h"

struct pricing_table {
    double *values; // [filling]
    uint8_t *taken; // [lot of a kind][filling] whether it is in
    size_t values_room, taken_room;
};

void pricing_table_done(struct pricing_table *table);

// Whether the table of this bin kind is small enough to be filled some thousand times a minute.
bool pricing_table_suits(const struct pattern_kinds *kinds, size_t bin_kind);

// As pattern_pricing_best; steps and the deadline are not asked.
bool pricing_table_best(struct pricing_table *table, const struct pattern_kinds *kinds,
                        const struct pricing_task *task, struct pricing_answer *answer);

#endif
