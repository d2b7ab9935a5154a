// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_eject.h"

#include <stdbool.h>
#include <string.h>

// What room is lacking yet, once some have left: only dimensions that lack any.
struct lack {
    uint32_t *dimensions;
    int64_t *needs;
    size_t count;
};

struct search {
    const struct packing_pool *pool;
    const struct packing_facts *facts;
    uint32_t item;
    size_t bin;
    struct packing_eject *best;
    const uint32_t *list; // of the bin, as it was: asking the judge reorders the bin's own
    uint32_t count;
    struct lack lacks[PACKING_EJECT_MOST]; // when none, one and two have left
    bool found;                            // in this bin
};

static void lack_init(struct lack *lack, const struct packing_pool *pool, unsigned level)
{
    size_t width = pool->table->facts->problem->dimensions;
    lack->dimensions = pool->dimensions + level * width;
    lack->needs = pool->needs + level * width;
    lack->count = 0;
}

static void find_lack(struct search *search)
{
    struct lack *lack = &search->lacks[0];
    const int64_t *left = packing_table_left(search->pool->table, search->bin);
    const int64_t *size = packing_size_of(search->facts, search->item);
    for (unsigned level = 0; level < PACKING_EJECT_MOST; level++)
        lack_init(&search->lacks[level], search->pool, level);
    for (size_t d = 0; d < search->facts->problem->dimensions; d++) {
        if (left[d] >= size[d])
            continue;
        lack->dimensions[lack->count] = (uint32_t)d;
        lack->needs[lack->count++] = size[d] - left[d];
    }
}

// What is lacking yet when the item has left, too; returns whether nothing is.
static bool lessen(const struct lack *lack, const int64_t *size, struct lack *rest)
{
    size_t count = 0;
    for (size_t k = 0; k < lack->count; k++) {
        int64_t need = lack->needs[k] - size[lack->dimensions[k]];
        rest->dimensions[count] = lack->dimensions[k];
        rest->needs[count] = need;
        count += need > 0;
    }
    rest->count = count;
    return count == 0;
}

static bool is_enough(const struct lack *lack, const int64_t *size)
{
    for (size_t k = 0; k < lack->count; k++)
        if (size[lack->dimensions[k]] < lack->needs[k])
            return false;
    return true;
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

// The item's price on top of what is paid already is not too dear.
static bool is_offered(const struct search *search, uint32_t item, double paid, double *ret_price)
{
    *ret_price = paid + packing_pool_price(search->pool, item);
    return *ret_price < search->best->price && packing_pool_may_leave(search->pool, item);
}

static void find_second(struct search *search, uint32_t a, double first, uint32_t before)
{
    for (uint32_t j = 0; j < before; j++) {
        uint32_t b = search->list[j];
        double price;
        if (is_enough(&search->lacks[1], packing_size_of(search->facts, b)) &&
            is_offered(search, b, first, &price))
            note(search, (uint32_t[]){a, b}, 2, price);
    }
}

static void find_one_or_two(struct search *search)
{
    for (uint32_t i = 0; i < search->count; i++) {
        uint32_t a = search->list[i];
        double price;
        if (!is_offered(search, a, 0, &price))
            continue;
        if (lessen(&search->lacks[0], packing_size_of(search->facts, a), &search->lacks[1]))
            note(search, &a, 1, price);
        else
            find_second(search, a, price, i);
    }
}

static void find_third(struct search *search, uint32_t i, uint32_t j, double two)
{
    for (uint32_t k = 0; k < j; k++) {
        uint32_t c = search->list[k];
        double price;
        if (is_enough(&search->lacks[2], packing_size_of(search->facts, c)) &&
            is_offered(search, c, two, &price))
            note(search, (uint32_t[]){search->list[i], search->list[j], c}, 3, price);
    }
}

static void find_three(struct search *search)
{
    for (uint32_t i = 2; i < search->count; i++) {
        double first, two;
        if (!is_offered(search, search->list[i], 0, &first))
            continue;
        lessen(&search->lacks[0], packing_size_of(search->facts, search->list[i]),
               &search->lacks[1]);
        for (uint32_t j = 1; j < i; j++) {
            if (!is_offered(search, search->list[j], first, &two))
                continue;
            lessen(&search->lacks[1], packing_size_of(search->facts, search->list[j]),
                   &search->lacks[2]);
            find_third(search, i, j, two);
        }
    }
}

void packing_eject_find(const struct packing_pool *pool, uint32_t item, size_t bin, bool three,
                        struct packing_eject *best)
{
    const struct packing_bin *list = &pool->table->bins[bin];
    struct search search = {
        .pool = pool,
        .facts = pool->table->facts,
        .item = item,
        .bin = bin,
        .best = best,
        .list = pool->table->judge ? pool->scratch : list->items,
        .count = list->count,
    };
    if (pool->table->judge && list->count > 0)
        memcpy(pool->scratch, list->items, list->count * sizeof(*list->items));
    find_lack(&search);
    find_one_or_two(&search);
    if (three && !search.found)
        find_three(&search);
}
