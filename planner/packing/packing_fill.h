// SPDX-License-Identifier: GPL-3.0-or-later
// Bin by bin: each is filled with what suits it best of all that is left.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_FILL_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_table.h"

// Panigrahy et al. 2011, "Heuristics for Vector Bin Packing", sections 3.2 and 3.3; weights of
// dimensions are made anew for each bin from what is left.
enum packing_fill_way {
    PACKING_FILL_PRODUCT,  // largest scalar product of item and remaining room
    PACKING_FILL_COSINE,   // ... over both their lengths
    PACKING_FILL_DISTANCE, // least distance of item and remaining room
    PACKING_FILL_WAYS
};

// Items that are nowhere, into the bins in their order. False, with nothing done, where it would
// take more comparisons than work_most: items times kinds, or times items where a judge is asked.
bool packing_fill_bins(struct packing_table *table, enum packing_fill_way way, const uint32_t *bins,
                       size_t bin_count, double work_most);

#endif
