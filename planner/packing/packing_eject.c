// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_eject.h"

#include <stdbool.h>
#include <string.h>

struct search {
    const struct packing_pool *pool;
    uint32_t item;
    size_t bin;
    struct packing_eject *best;
    const uint32_t *list; // of the bin, as it was: asking the judge reorders the bin's own
    uint32_t count;
    const int64_t *left, *size;
    size_t width;
    bool found; // in this bin
};

static bool covers(const struct search *search, const int64_t *a)
{
    int64_t signs = 0;
    for (size_t d = 0; d < search->width; d++)
        signs |= search->left[d] + a[d] - search->size[d];
    return signs >= 0;
}

static bool covers_two(const struct search *search, const int64_t *a, const int64_t *b)
{
    int64_t signs = 0;
    for (size_t d = 0; d < search->width; d++)
        signs |= search->left[d] + a[d] + b[d] - search->size[d];
    return signs >= 0;
}

static bool covers_three(const struct search *search, const int64_t *a, const int64_t *b,
                         const int64_t *c)
{
    int64_t signs = 0;
    for (size_t d = 0; d < search->width; d++)
        signs |= search->left[d] + a[d] + b[d] + c[d] - search->size[d];
    return signs >= 0;
}

// The judge is asked of the bin without those that would leave.
static bool is_judged(const struct search *search, const uint32_t *gone, unsigned count)
{
    struct packing_table *table = search->pool->table;
    if (!table->judge)
        return true;
    for (unsigned i = 0; i < count; i++)
        packing_table_take(table, gone[i]);
    bool may = packing_table_judges(table, search->item, search->bin);
    for (unsigned i = count; i-- > 0;)
        packing_table_put(table, gone[i], search->bin);
    return may;
}

static void note(struct search *search, const uint32_t *gone, unsigned count, double price)
{
    search->found = true;
    if (!is_judged(search, gone, count))
        return;
    search->best->bin = search->bin;
    search->best->count = count;
    search->best->price = price;
    for (unsigned i = 0; i < count; i++)
        search->best->items[i] = gone[i];
}

static void find_second(struct search *search, uint32_t a, double first, uint32_t before)
{
    const struct packing_pool *pool = search->pool;
    const struct packing_facts *facts = pool->table->facts;
    const int64_t *size = packing_size_of(facts, a);
    for (uint32_t j = 0; j < before; j++) {
        uint32_t b = search->list[j];
        double price = first + packing_pool_price(pool, b);
        if (price < search->best->price && packing_pool_may_leave(pool, b) &&
            covers_two(search, size, packing_size_of(facts, b)))
            note(search, (uint32_t[]){a, b}, 2, price);
    }
}

static void find_one_or_two(struct search *search)
{
    const struct packing_pool *pool = search->pool;
    for (uint32_t i = 0; i < search->count; i++) {
        uint32_t a = search->list[i];
        double price = packing_pool_price(pool, a);
        if (price >= search->best->price || !packing_pool_may_leave(pool, a))
            continue;
        if (covers(search, packing_size_of(pool->table->facts, a)))
            note(search, &a, 1, price);
        else
            find_second(search, a, price, i);
    }
}

static void find_third(struct search *search, uint32_t i, uint32_t j, double price)
{
    const struct packing_pool *pool = search->pool;
    const struct packing_facts *facts = pool->table->facts;
    uint32_t a = search->list[i], b = search->list[j];
    for (uint32_t k = 0; k < j; k++) {
        uint32_t c = search->list[k];
        double sum = price + packing_pool_price(pool, c);
        if (sum < search->best->price && packing_pool_may_leave(pool, c) &&
            covers_three(search, packing_size_of(facts, a), packing_size_of(facts, b),
                         packing_size_of(facts, c)))
            note(search, (uint32_t[]){a, b, c}, 3, sum);
    }
}

static void find_three(struct search *search)
{
    const struct packing_pool *pool = search->pool;
    for (uint32_t i = 2; i < search->count; i++) {
        double first = packing_pool_price(pool, search->list[i]);
        if (first >= search->best->price || !packing_pool_may_leave(pool, search->list[i]))
            continue;
        for (uint32_t j = 1; j < i; j++) {
            double two = first + packing_pool_price(pool, search->list[j]);
            if (two < search->best->price && packing_pool_may_leave(pool, search->list[j]))
                find_third(search, i, j, two);
        }
    }
}

void packing_eject_find(const struct packing_pool *pool, uint32_t item, size_t bin, bool three,
                        struct packing_eject *best)
{
    const struct packing_facts *facts = pool->table->facts;
    const struct packing_bin *list = &pool->table->bins[bin];
    struct search search = {
        .pool = pool,
        .item = item,
        .bin = bin,
        .best = best,
        .list = pool->table->judge ? pool->scratch : list->items,
        .count = list->count,
        .left = packing_table_left(pool->table, bin),
        .size = packing_size_of(facts, item),
        .width = facts->problem->dimensions,
    };
    if (pool->table->judge && list->count > 0)
        memcpy(pool->scratch, list->items, list->count * sizeof(*list->items));
    find_one_or_two(&search);
    if (three && !search.found)
        find_three(&search);
}
