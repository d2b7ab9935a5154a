// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_table.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static void put_fixed(struct packing_table *table)
{
    const struct packing_facts *facts = table->facts;
    for (uint32_t i = 0; i < facts->problem->items; i++)
        if (packing_is_fixed(facts, i)) {
            packing_table_put(table, i, (size_t)facts->problem->start[i]);
            table->bins[facts->problem->start[i]].fixed++;
        }
}

bool packing_table_init(struct packing_table *table, const struct packing_facts *facts)
{
    const struct packing_problem *problem = facts->problem;
    void *judge = problem->judge ? problem->judge->copy(problem->judge->state) : NULL;
    if (problem->judge && !judge)
        return false;
    *table = (struct packing_table){
        .facts = facts,
        .bin = alloc_zeroed(problem->items + 1, sizeof(*table->bin)),
        .slot = alloc_zeroed(problem->items + 1, sizeof(*table->slot)),
        .bins = alloc_zeroed(problem->bins + 1, sizeof(*table->bins)),
        .left = alloc_zeroed(problem->bins * problem->dimensions + 1, sizeof(*table->left)),
        .judge = judge,
    };
    if (problem->bins)
        memcpy(table->left, problem->capacities,
               problem->bins * problem->dimensions * sizeof(*table->left));
    for (size_t i = 0; i < problem->items; i++)
        table->bin[i] = PACKING_NOWHERE;
    put_fixed(table);
    return true;
}

void packing_table_done(struct packing_table *table)
{
    if (!table->facts)
        return;
    for (size_t b = 0; b < table->facts->problem->bins; b++)
        free(table->bins[b].items);
    if (table->judge)
        table->facts->problem->judge->drop(table->judge);
    free(table->bin);
    free(table->slot);
    free(table->bins);
    free(table->left);
    *table = (struct packing_table){0};
}

void packing_table_clear(struct packing_table *table)
{
    for (uint32_t i = 0; i < table->facts->problem->items; i++)
        if (table->bin[i] >= 0 && !packing_is_fixed(table->facts, i))
            packing_table_take(table, i);
}

void packing_table_load(struct packing_table *table, const int32_t *bin)
{
    size_t items = table->facts->problem->items;
    for (uint32_t i = 0; i < items; i++)
        if (table->bin[i] >= 0 && table->bin[i] != bin[i] && !packing_is_fixed(table->facts, i))
            packing_table_take(table, i);
    for (uint32_t i = 0; i < items; i++)
        if (bin[i] >= 0 && table->bin[i] < 0)
            packing_table_put(table, i, (size_t)bin[i]);
}

bool packing_table_may(const struct packing_table *table, uint32_t item, size_t bin)
{
    return !packing_is_closed(table->facts, bin) && packing_table_fits(table, item, bin) &&
           packing_table_judges(table, item, bin);
}

void packing_table_put(struct packing_table *table, uint32_t item, size_t bin)
{
    struct packing_bin *list = &table->bins[bin];
    const int64_t *size = packing_size_of(table->facts, item);
    int64_t *left = packing_table_left(table, bin);
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 8;
        list->items = alloc_resized(list->items, list->room, sizeof(*list->items));
    }
    table->used += list->count == 0;
    table->placed++;
    table->bin[item] = (int32_t)bin;
    table->slot[item] = list->count;
    list->items[list->count++] = item;
    for (size_t d = 0; d < table->facts->problem->dimensions; d++)
        left[d] -= size[d];
    if (table->judge)
        table->facts->problem->judge->arrive(table->judge, item, (uint32_t)bin);
}

void packing_table_take(struct packing_table *table, uint32_t item)
{
    size_t bin = (size_t)table->bin[item];
    struct packing_bin *list = &table->bins[bin];
    const int64_t *size = packing_size_of(table->facts, item);
    int64_t *left = packing_table_left(table, bin);
    uint32_t last = list->items[--list->count];
    list->items[table->slot[item]] = last;
    table->slot[last] = table->slot[item];
    table->bin[item] = PACKING_NOWHERE;
    table->placed--;
    table->used -= list->count == 0;
    for (size_t d = 0; d < table->facts->problem->dimensions; d++)
        left[d] += size[d];
    if (table->judge)
        table->facts->problem->judge->leave(table->judge, item, (uint32_t)bin);
}
