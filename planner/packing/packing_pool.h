// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the items do with the bins that are open: those without a bin wait in a pool, each comes
// back where it fits or where the items that leave for it are those easiest to place elsewhere.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_POOL_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/rng.h"
#include "planner/packing/packing_table.h"

struct packing_pool {
    struct packing_table *table; // not owned
    struct rng rng;
    uint32_t *items; // the pool
    size_t count;
    uint32_t *open; // bins that items may be in
    size_t open_count;
    bool *is_open;        // [bin]
    double *penalty;      // [item] its weight, and more each time it could not be placed
    uint64_t *until;      // [item] the step before which it does not leave again
    uint64_t steps;       // so far
    uint32_t *dimensions; // [3][dimension], and
    int64_t *needs;       // as many: of packing_eject_find
    uint32_t *scratch;    // [items] of whoever works on the pool
    bool minds_home;      // leaving its start makes an item dear by its move cost
    double per_move;      // that turns a move cost into a penalty
};

void packing_pool_init(struct packing_pool *pool, struct packing_table *table, uint64_t seed);
void packing_pool_done(struct packing_pool *pool);

// Only these bins are open from now on; items in others, and items without a bin, are the pool.
// The same bin twice counts once; closed bins are left out.
void packing_pool_open(struct packing_pool *pool, const uint32_t *bins, size_t count);

// The item leaves its bin for the pool.
void packing_pool_eject(struct packing_pool *pool, uint32_t item);

// Places one item of the pool, perhaps at the cost of others (after Nagata and Braysy 2009, "A
// Powerful Route Minimization Heuristic for the Vehicle Routing Problem with Time Windows":
// ejection by penalties that grow where placing fails), and shakes the others.
// True when the pool is empty.
bool packing_pool_step(struct packing_pool *pool);

// Puts an item of the pool into the bin, whatever must leave for it; false when it cannot be.
bool packing_pool_force(struct packing_pool *pool, uint32_t item, size_t bin);

// The penalty of the item for leaving where it is.
static inline double packing_pool_price(const struct packing_pool *pool, uint32_t item)
{
    const struct packing_facts *facts = pool->table->facts;
    double price = pool->penalty[item];
    if (pool->minds_home && pool->table->bin[item] == packing_start_of(facts, item))
        price += pool->per_move * packing_move_cost(facts, item);
    return price;
}

static inline bool packing_pool_may_leave(const struct packing_pool *pool, uint32_t item)
{
    return pool->until[item] <= pool->steps && !packing_is_fixed(pool->table->facts, item);
}

#endif
