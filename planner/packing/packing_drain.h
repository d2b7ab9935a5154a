// SPDX-License-Identifier: GPL-3.0-or-later
// From where things stand: what may stay stays, and bins are emptied one by one into the others, so
// that little moves.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_DRAIN_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_DRAIN_H

#include "planner/packing/packing_table.h"

enum packing_drain_order {
    PACKING_DRAIN_LIGHTEST, // bins that hold least first
    PACKING_DRAIN_CHEAPEST, // bins whose items cost least to move first
    PACKING_DRAIN_DEAREST,  // bins that cost most for what they hold first
    PACKING_DRAIN_ORDERS
};

// Items go to their starts, those whose moves cost most first, where the table allows it.
void packing_drain_settle(struct packing_table *table);

// Items without a place go where they fit: to bins in use first. Returns how many do not.
size_t packing_drain_place(struct packing_table *table);

// Empties bins in use until there are no more than used_most or each was tried once.
void packing_drain_bins(struct packing_table *table, enum packing_drain_order order,
                        size_t used_most);

#endif
