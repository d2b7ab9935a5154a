// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_shake.h"

static bool suits(const struct packing_table *table, size_t bin, uint32_t leaves, uint32_t comes)
{
    const struct packing_facts *facts = table->facts;
    const int64_t *left = packing_table_left(table, bin);
    const int64_t *out = packing_size_of(facts, leaves), *in = packing_size_of(facts, comes);
    int64_t signs = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        signs |= left[d] + out[d] - in[d];
    return signs >= 0;
}

// Both back where the judge does not want one of them.
static void exchange(struct packing_table *table, uint32_t a, uint32_t b)
{
    size_t bin_a = (size_t)table->bin[a], bin_b = (size_t)table->bin[b];
    packing_table_take(table, a);
    packing_table_take(table, b);
    if (packing_table_may(table, a, bin_b)) {
        packing_table_put(table, a, bin_b);
        if (packing_table_may(table, b, bin_a)) {
            packing_table_put(table, b, bin_a);
            return;
        }
        packing_table_take(table, a);
    }
    packing_table_put(table, b, bin_b);
    packing_table_put(table, a, bin_a);
}

static bool stays(const struct packing_pool *pool, uint32_t item)
{
    int32_t bin = pool->table->bin[item];
    return bin < 0 || packing_is_fixed(pool->table->facts, item) ||
           (pool->minds_home && bin == packing_start_of(pool->table->facts, item));
}

static void try_exchange(struct packing_pool *pool)
{
    struct packing_table *table = pool->table;
    size_t items = table->facts->problem->items;
    uint32_t a = (uint32_t)rng_below(&pool->rng, items), b = (uint32_t)rng_below(&pool->rng, items);
    if (stays(pool, a) || stays(pool, b) || table->bin[a] == table->bin[b])
        return;
    size_t bin_a = (size_t)table->bin[a], bin_b = (size_t)table->bin[b];
    if (!suits(table, bin_a, a, b) || !suits(table, bin_b, b, a) ||
        packing_is_closed(table->facts, bin_a) || packing_is_closed(table->facts, bin_b))
        return;
    exchange(table, a, b);
}

static void try_move(struct packing_pool *pool)
{
    struct packing_table *table = pool->table;
    uint32_t item = (uint32_t)rng_below(&pool->rng, table->facts->problem->items);
    size_t bin = pool->open[rng_below(&pool->rng, pool->open_count)];
    if (stays(pool, item) || (size_t)table->bin[item] == bin ||
        !packing_table_fits(table, item, bin))
        return;
    size_t old = (size_t)table->bin[item];
    packing_table_take(table, item);
    packing_table_put(table, item, packing_table_may(table, item, bin) ? bin : old);
}

void packing_shake(struct packing_pool *pool, unsigned tries)
{
    if (pool->open_count == 0)
        return;
    for (unsigned i = 0; i < tries; i++) {
        try_exchange(pool);
        try_move(pool);
    }
}
