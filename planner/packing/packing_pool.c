// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers below were tried on the published instances only, coarsely: halves and multiples of
// them changed the sum of bins by about one in a hundred.
#include "planner/packing/packing_pool.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/packing/packing_eject.h"
#include "planner/packing/packing_shake.h"

static const double learnt = 0.005;   // what a failure adds to a penalty; a mean bin weighs about 1
static const uint64_t rest_steps = 2; // an item that came stays as long, and as long again at most
static const unsigned shakes = 20;    // of each kind after an ejection
static const size_t pairs_looked_at = 20000; // for one ejection, once one was found
static const uint32_t crowded = 12;          // items in a bin from which three are not tried

void packing_pool_init(struct packing_pool *pool, struct packing_table *table, uint64_t seed)
{
    const struct packing_problem *problem = table->facts->problem;
    *pool = (struct packing_pool){
        .table = table,
        .items = alloc_zeroed(problem->items + 1, sizeof(*pool->items)),
        .open = alloc_zeroed(problem->bins + 1, sizeof(*pool->open)),
        .is_open = alloc_zeroed(problem->bins + 1, sizeof(*pool->is_open)),
        .penalty = alloc_zeroed(problem->items + 1, sizeof(*pool->penalty)),
        .until = alloc_zeroed(problem->items + 1, sizeof(*pool->until)),
        .dimensions =
            alloc_zeroed(PACKING_EJECT_MOST * problem->dimensions, sizeof(*pool->dimensions)),
        .needs = alloc_zeroed(PACKING_EJECT_MOST * problem->dimensions, sizeof(*pool->needs)),
        .scratch = alloc_zeroed(problem->items + 1, sizeof(*pool->scratch)),
    };
    rng_init(&pool->rng, seed);
    for (size_t i = 0; i < problem->items; i++)
        pool->penalty[i] = table->facts->weight[i] + 1e-6;
}

void packing_pool_done(struct packing_pool *pool)
{
    free(pool->items);
    free(pool->open);
    free(pool->is_open);
    free(pool->penalty);
    free(pool->until);
    free(pool->dimensions);
    free(pool->needs);
    free(pool->scratch);
    *pool = (struct packing_pool){0};
}

void packing_pool_open(struct packing_pool *pool, const uint32_t *bins, size_t count)
{
    struct packing_table *table = pool->table;
    for (size_t b = 0; b < pool->open_count; b++)
        pool->is_open[pool->open[b]] = false;
    pool->open_count = 0;
    for (size_t b = 0; b < count; b++) {
        if (pool->is_open[bins[b]] || packing_is_closed(table->facts, bins[b]))
            continue;
        pool->is_open[bins[b]] = true;
        pool->open[pool->open_count++] = bins[b];
    }
    pool->count = 0;
    for (uint32_t i = 0; i < table->facts->problem->items; i++) {
        if (table->bin[i] >= 0 && !pool->is_open[table->bin[i]] &&
            !packing_is_fixed(table->facts, i))
            packing_table_take(table, i);
        if (table->bin[i] < 0)
            pool->items[pool->count++] = i;
    }
}

void packing_pool_eject(struct packing_pool *pool, uint32_t item)
{
    packing_table_take(pool->table, item);
    pool->items[pool->count++] = item;
}

static void put(struct packing_pool *pool, size_t place, size_t bin)
{
    uint32_t item = pool->items[place];
    pool->items[place] = pool->items[--pool->count];
    packing_table_put(pool->table, item, bin);
}

static bool place_at_home(struct packing_pool *pool, size_t place)
{
    uint32_t item = pool->items[place];
    int32_t home = packing_start_of(pool->table->facts, item);
    if (home < 0 || !pool->is_open[home] || !packing_table_may(pool->table, item, (size_t)home))
        return false;
    put(pool, place, (size_t)home);
    return true;
}

static bool place_where_it_fits(struct packing_pool *pool, size_t place)
{
    uint32_t item = pool->items[place];
    size_t bin_index = rng_below(&pool->rng, pool->open_count);
    for (size_t b = 0; b < pool->open_count; b++) {
        size_t bin = pool->open[bin_index];
        if (packing_table_fits(pool->table, item, bin) &&
            packing_table_judges(pool->table, item, bin)) {
            put(pool, place, bin);
            return true;
        }
        if (++bin_index == pool->open_count)
            bin_index = 0;
    }
    return false;
}

static bool exchange(struct packing_pool *pool, size_t place, const struct packing_eject *eject)
{
    uint32_t item = pool->items[place];
    if (eject->count == 0)
        return false;
    for (unsigned i = 0; i < eject->count; i++)
        packing_table_take(pool->table, eject->items[i]);
    put(pool, place, eject->bin);
    for (unsigned i = 0; i < eject->count; i++)
        pool->items[pool->count++] = eject->items[i];
    pool->until[item] = pool->steps + rest_steps + rng_below(&pool->rng, rest_steps + 1);
    return true;
}

static void place_by_ejection(struct packing_pool *pool, size_t place)
{
    uint32_t item = pool->items[place];
    struct packing_eject best = {.price = HUGE_VAL};
    size_t bin_index = rng_below(&pool->rng, pool->open_count), pairs = 0;
    for (size_t b = 0; b < pool->open_count; b++) {
        size_t bin = pool->open[bin_index], count = pool->table->bins[bin].count;
        packing_eject_find(pool, item, bin, count < crowded, &best);
        pairs += 1 + count * count / 2;
        if (pairs >= pairs_looked_at && best.count > 0)
            break;
        if (++bin_index == pool->open_count)
            bin_index = 0;
    }
    exchange(pool, place, &best);
}

bool packing_pool_step(struct packing_pool *pool)
{
    if (pool->count == 0)
        return true;
    if (pool->open_count == 0)
        return false;
    size_t place = pool->count - 1;
    pool->steps++;
    if (pool->minds_home && place_at_home(pool, place))
        return pool->count == 0;
    if (!place_where_it_fits(pool, place)) {
        pool->penalty[pool->items[place]] += learnt;
        place_by_ejection(pool, place);
        packing_shake(pool, shakes);
    }
    return pool->count == 0;
}

bool packing_pool_force(struct packing_pool *pool, uint32_t item, size_t bin)
{
    struct packing_eject best = {.price = HUGE_VAL};
    for (size_t place = 0; place < pool->count; place++) {
        if (pool->items[place] != item)
            continue;
        if (packing_table_may(pool->table, item, bin)) {
            put(pool, place, bin);
            return true;
        }
        packing_eject_find(pool, item, bin, true, &best);
        return exchange(pool, place, &best);
    }
    return false;
}
