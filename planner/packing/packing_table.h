// SPDX-License-Identifier: GPL-3.0-or-later
// Items in bins as a search changes them: what is left of each bin, who is in it, and a judge of
// its own. Knows no strategy.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_TABLE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_facts.h"

struct packing_bin {
    uint32_t *items;
    uint32_t count, room;
    uint32_t fixed; // of the items, that never leave
};

struct packing_table {
    const struct packing_facts *facts;
    int32_t *bin;             // [item], or PACKING_NOWHERE
    uint32_t *slot;           // [item] its place in its bin's list
    struct packing_bin *bins; // [bin]
    int64_t *left;            // [bin][dimension]; below zero where fixed items are too large
    size_t used, placed;
    void *judge;   // a copy of the judge's state; NULL: capacities alone
    bool may_stop; // placements may end half done when it is late: there is a whole one already
};

// Fixed items are in their starts, all others nowhere. False when the judge could not be copied.
bool packing_table_init(struct packing_table *table, const struct packing_facts *facts);
void packing_table_done(struct packing_table *table);

// All but fixed items leave.
void packing_table_clear(struct packing_table *table);

// All but fixed items leave that are to be elsewhere, then those of bin[] that are somewhere
// arrive, asked of nobody.
void packing_table_load(struct packing_table *table, const int32_t *bin);

static inline int64_t *packing_table_left(const struct packing_table *table, size_t bin)
{
    return table->left + bin * table->facts->problem->dimensions;
}

// Whether capacities alone allow it.
static inline bool packing_table_fits(const struct packing_table *table, uint32_t item, size_t bin)
{
    const int64_t *left = packing_table_left(table, bin);
    const int64_t *size = packing_size_of(table->facts, item);
    int64_t signs = 0; // without a branch for each dimension
    for (size_t d = 0; d < table->facts->problem->dimensions; d++)
        signs |= left[d] - size[d];
    return signs >= 0;
}

static inline bool packing_table_stops(const struct packing_table *table)
{
    return table->may_stop && table->judge && packing_facts_is_late(table->facts);
}

// Whether the judge allows it; the room is not looked at.
static inline bool packing_table_judges(const struct packing_table *table, uint32_t item,
                                        size_t bin)
{
    return !table->judge || table->facts->problem->judge->may(table->judge, item, (uint32_t)bin);
}

// Open, room for it, and allowed.
bool packing_table_may(const struct packing_table *table, uint32_t item, size_t bin);

void packing_table_put(struct packing_table *table, uint32_t item, size_t bin);
void packing_table_take(struct packing_table *table, uint32_t item);

#endif
