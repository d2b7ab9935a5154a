// SPDX-License-Identifier: GPL-3.0-or-later
// Small problems: every placement that could be better is looked at, or shown not to be.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_EXACT_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_EXACT_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/packing/packing_best.h"
#include "planner/packing/packing_table.h"

// Branches on items, largest first, over bins; of bins that are alike and untouched only one is
// tried where no judge and no start tells them apart. Offers what is better to *best. True when
// all was seen within nodes_most and in time: then nothing is better than *best.
bool packing_exact_search(struct packing_table *table, uint64_t nodes_most,
                          struct packing_best *best);

#endif
