// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_slide.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_order.h"

enum { ITEMS_BETWEEN_LOOKS = 64 }; // at the clock

static int by_unit_cost(const void *a, const void *b, void *context)
{
    const double *cost = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (cost[x] != cost[y])
        return cost[x] < cost[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static bool move(struct packing_table *table, uint32_t item, size_t bin)
{
    size_t old = (size_t)table->bin[item];
    if (packing_is_closed(table->facts, bin) || !packing_table_fits(table, item, bin))
        return false;
    packing_table_take(table, item);
    bool may = packing_table_judges(table, item, bin);
    packing_table_put(table, item, may ? bin : old);
    return may;
}

void packing_slide_units(struct packing_table *table)
{
    const struct packing_problem *problem = table->facts->problem;
    scope_free uint32_t *items = alloc_zeroed(problem->items + 1, sizeof(*items));
    scope_free uint32_t *bins = alloc_zeroed(problem->bins + 1, sizeof(*bins));
    size_t used = 0;
    if (!problem->unit_costs)
        return;
    packing_order_items(table->facts, PACKING_BY_WEIGHT, items);
    for (uint32_t b = 0; b < problem->bins; b++)
        if (table->bins[b].count > 0)
            bins[used++] = b;
    qsort_r(bins, used, sizeof(*bins), by_unit_cost, (void *)problem->unit_costs);
    for (size_t i = 0; i < problem->items; i++) {
        int32_t from = table->bin[items[i]];
        if (from < 0 || packing_is_fixed(table->facts, items[i]))
            continue;
        for (size_t b = 0; b < used; b++)
            if (problem->unit_costs[bins[b]] >= problem->unit_costs[from] ||
                move(table, items[i], bins[b]))
                break;
    }
}

static bool is_as_cheap(const struct packing_table *table, size_t from, size_t to)
{
    const struct packing_facts *facts = table->facts;
    return !facts->problem->unit_costs || facts->options->aim != PACKING_CHEAPEST ||
           facts->problem->unit_costs[to] <= facts->problem->unit_costs[from];
}

static bool is_away(const struct packing_table *table, uint32_t item)
{
    int32_t home = packing_start_of(table->facts, item), bin = table->bin[item];
    return home >= 0 && bin >= 0 && bin != home && table->bins[home].count > 0 &&
           !packing_is_fixed(table->facts, item);
}

static bool suits(const struct packing_table *table, uint32_t leaves, uint32_t comes)
{
    const struct packing_facts *facts = table->facts;
    const int64_t *left = packing_table_left(table, (size_t)table->bin[leaves]);
    const int64_t *out = packing_size_of(facts, leaves), *in = packing_size_of(facts, comes);
    int64_t signs = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        signs |= left[d] + out[d] - in[d];
    return signs >= 0;
}

// The item goes home and one that is there, and not at home either, comes in its place.
static bool change_places(struct packing_table *table, uint32_t item, uint32_t other)
{
    size_t from = (size_t)table->bin[item], home = (size_t)table->bin[other];
    if (!suits(table, item, other) || !suits(table, other, item))
        return false;
    packing_table_take(table, item);
    packing_table_take(table, other);
    if (packing_table_may(table, item, home)) {
        packing_table_put(table, item, home);
        if (packing_table_may(table, other, from)) {
            packing_table_put(table, other, from);
            return true;
        }
        packing_table_take(table, item);
    }
    packing_table_put(table, other, home);
    packing_table_put(table, item, from);
    return false;
}

static bool go_home(struct packing_table *table, uint32_t item)
{
    const struct packing_facts *facts = table->facts;
    size_t from = (size_t)table->bin[item], home = (size_t)packing_start_of(facts, item);
    if (is_as_cheap(table, from, home) && move(table, item, home))
        return true;
    if (!is_as_cheap(table, from, home) || !is_as_cheap(table, home, from))
        return false;
    for (uint32_t i = 0; i < table->bins[home].count; i++) {
        uint32_t other = table->bins[home].items[i];
        if (packing_start_of(facts, other) != (int32_t)home && !packing_is_fixed(facts, other) &&
            change_places(table, item, other))
            return true;
    }
    return false;
}

static int by_rank(const void *a, const void *b, void *context)
{
    const double *rank = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (rank[x] != rank[y])
        return rank[x] > rank[y] ? -1 : 1;
    return (x > y) - (x < y);
}

void packing_slide_home(struct packing_table *table)
{
    const struct packing_facts *facts = table->facts;
    size_t count = facts->problem->items, away = 0;
    scope_free uint32_t *items = alloc_zeroed(count + 1, sizeof(*items));
    scope_free double *rank = alloc_zeroed(count + 1, sizeof(*rank));
    for (uint32_t i = 0; i < count; i++) {
        rank[i] = packing_move_cost(facts, i);
        if (is_away(table, i))
            items[away++] = i;
    }
    qsort_r(items, away, sizeof(*items), by_rank, rank);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < away; i++) {
            if (i % ITEMS_BETWEEN_LOOKS == 0 && packing_facts_is_late(facts))
                return;
            changed = (is_away(table, items[i]) && go_home(table, items[i])) || changed;
        }
    }
}
