// SPDX-License-Identifier: GPL-3.0-or-later
// In which order items are placed and bins are opened. Equal items are always neighbours.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_ORDER_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_facts.h"

enum packing_measure {
    PACKING_BY_WEIGHT,  // shares of a mean bin, weighted by scarcity
    PACKING_BY_LARGEST, // the largest share
    PACKING_BY_SUM,     // shares, none weighted
    PACKING_BY_SQUARES, // squares of shares, weighted by scarcity
    PACKING_MEASURES
};

// All items, largest first.
void packing_order_items(const struct packing_facts *facts, enum packing_measure measure,
                         uint32_t *ret_order);

// All bins, least cost for their capacity first; among equals those in use at the start, the
// fullest first.
void packing_order_bins(const struct packing_facts *facts, uint32_t *ret_order);

#endif
