// SPDX-License-Identifier: GPL-3.0-or-later
// Item by item: first fit and best fit over the bins in an order.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_FIT_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_table.h"

// Each item of the order that is nowhere goes to the first of the bins that takes it. Nearly linear
// in items: a tree over the bins, and equal items go on where the last one went. Returns how many
// found no place.
size_t packing_fit_first(struct packing_table *table, const uint32_t *items, size_t item_count,
                         const uint32_t *bins, size_t bin_count);

// ... to the bin in use whose remaining room is most like it: largest scalar product of item and
// room, both as weighted shares (Panigrahy et al. 2011, section 3); to the first of the others
// where none in use takes it. Items times bins in use.
size_t packing_fit_best(struct packing_table *table, const uint32_t *items, size_t item_count,
                        const uint32_t *bins, size_t bin_count);

#endif
