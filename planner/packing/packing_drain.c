// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_drain.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_fit.h"
#include "planner/packing/packing_order.h"
#include "planner/packing/packing_tree.h"

struct drain {
    struct packing_table *table;
    uint32_t *bins; // those in use, in the order of being emptied
    size_t count;
    struct packing_tree targets; // places in the reversed order: the last to be emptied first
    uint32_t *moved;             // items of the bin at hand
    size_t moved_room;
};

static int by_rank(const void *a, const void *b, void *context)
{
    const double *rank = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (rank[x] != rank[y])
        return rank[x] < rank[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static int by_falling_weight(const void *a, const void *b, void *weight)
{
    return -by_rank(a, b, weight);
}

void packing_drain_settle(struct packing_table *table)
{
    const struct packing_facts *facts = table->facts;
    size_t count = facts->problem->items;
    scope_free double *rank = alloc_zeroed(count + 1, sizeof(*rank));
    scope_free uint32_t *order = alloc_zeroed(count + 1, sizeof(*order));
    for (size_t i = 0; i < count; i++) {
        rank[i] = -packing_move_cost(facts, i);
        order[i] = (uint32_t)i;
    }
    qsort_r(order, count, sizeof(*order), by_rank, rank);
    for (size_t i = 0; i < count; i++) {
        int32_t start = packing_start_of(facts, order[i]);
        if (start >= 0 && table->bin[order[i]] < 0 &&
            packing_table_may(table, order[i], (size_t)start))
            packing_table_put(table, order[i], (size_t)start);
    }
}

size_t packing_drain_place(struct packing_table *table)
{
    const struct packing_facts *facts = table->facts;
    size_t bins = facts->problem->bins, items = facts->problem->items, used = 0;
    scope_free uint32_t *order = alloc_zeroed(items + 1, sizeof(*order));
    scope_free uint32_t *opened = alloc_zeroed(bins + 1, sizeof(*opened));
    scope_free uint32_t *both = alloc_zeroed(bins + 1, sizeof(*both));
    packing_order_items(facts, PACKING_BY_WEIGHT, order);
    packing_order_bins(facts, opened);
    for (size_t b = 0; b < bins; b++)
        if (table->bins[opened[b]].count > 0)
            both[used++] = opened[b];
    for (size_t b = 0, next = used; b < bins; b++)
        if (table->bins[opened[b]].count == 0)
            both[next++] = opened[b];
    return packing_fit_first(table, order, items, both, bins);
}

static double rank_of(const struct packing_table *table, size_t bin, enum packing_drain_order order)
{
    const struct packing_bin *list = &table->bins[bin];
    double moves = 0, weight = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        moves += packing_move_cost(table->facts, list->items[i]);
        weight += table->facts->weight[list->items[i]];
    }
    if (order == PACKING_DRAIN_CHEAPEST)
        return moves;
    if (order == PACKING_DRAIN_DEAREST)
        return -table->facts->bin_cost[bin] / (weight > 0 ? weight : 1e-9);
    return weight;
}

static void drain_init(struct drain *drain, struct packing_table *table,
                       enum packing_drain_order order)
{
    size_t bins = table->facts->problem->bins;
    scope_free double *rank = alloc_zeroed(bins + 1, sizeof(*rank));
    *drain = (struct drain){.table = table, .bins = alloc_zeroed(bins + 1, sizeof(*drain->bins))};
    for (size_t b = 0; b < bins; b++) {
        if (table->bins[b].count == 0)
            continue;
        rank[b] = rank_of(table, b, order);
        drain->bins[drain->count++] = (uint32_t)b;
    }
    qsort_r(drain->bins, drain->count, sizeof(*drain->bins), by_rank, rank);
    packing_tree_init(&drain->targets, table->facts->problem->dimensions, drain->count);
    for (size_t p = 0; p < drain->count; p++) {
        uint32_t bin = drain->bins[drain->count - 1 - p];
        if (!packing_is_closed(table->facts, bin))
            packing_tree_set(&drain->targets, p, packing_table_left(table, bin));
    }
}

static void drain_done(struct drain *drain)
{
    packing_tree_done(&drain->targets);
    free(drain->bins);
    free(drain->moved);
}

static size_t target_of(const struct drain *drain, uint32_t item)
{
    const int64_t *size = packing_size_of(drain->table->facts, item);
    size_t place = packing_tree_find(&drain->targets, size, 0);
    while (place < drain->count &&
           !packing_table_judges(drain->table, item, drain->bins[drain->count - 1 - place]))
        place = packing_tree_find(&drain->targets, size, place + 1);
    return place;
}

static void note_left(struct drain *drain, size_t place)
{
    uint32_t bin = drain->bins[drain->count - 1 - place];
    bool is_open = !packing_is_closed(drain->table->facts, bin) && drain->table->bins[bin].count;
    packing_tree_set(&drain->targets, place,
                     is_open ? packing_table_left(drain->table, bin) : NULL);
}

static void move_all(struct drain *drain, size_t count, uint32_t bin, size_t *targets)
{
    struct packing_table *table = drain->table;
    for (size_t i = 0; i < count; i++) {
        packing_table_take(table, drain->moved[i]);
        targets[i] = target_of(drain, drain->moved[i]);
        if (targets[i] == drain->count) { // all back, the last first
            packing_table_put(table, drain->moved[i], bin);
            while (i-- > 0) {
                packing_table_take(table, drain->moved[i]);
                packing_table_put(table, drain->moved[i], bin);
                note_left(drain, targets[i]);
            }
            return;
        }
        packing_table_put(table, drain->moved[i], drain->bins[drain->count - 1 - targets[i]]);
        note_left(drain, targets[i]);
    }
}

static void empty_bin(struct drain *drain, size_t index)
{
    struct packing_table *table = drain->table;
    uint32_t bin = drain->bins[index];
    const struct packing_bin *list = &table->bins[bin];
    size_t place = drain->count - 1 - index, count = list->count;
    if (list->fixed || count == 0)
        return;
    scope_free size_t *targets = alloc_zeroed(count, sizeof(*targets));
    if (count > drain->moved_room)
        drain->moved = alloc_resized(drain->moved, drain->moved_room = count, sizeof(uint32_t));
    for (size_t i = 0; i < count; i++)
        drain->moved[i] = list->items[i];
    qsort_r(drain->moved, count, sizeof(*drain->moved), by_falling_weight, table->facts->weight);
    packing_tree_set(&drain->targets, place, NULL);
    move_all(drain, count, bin, targets);
    note_left(drain, place);
}

static void drain_done_(struct drain *drain)
{
    drain_done(drain);
}

void packing_drain_bins(struct packing_table *table, enum packing_drain_order order,
                        size_t used_most)
{
    __attribute__((cleanup(drain_done_))) struct drain drain;
    drain_init(&drain, table, order);
    for (size_t i = 0; i < drain.count && table->used > used_most && !packing_table_stops(table);
         i++)
        empty_bin(&drain, i);
}
