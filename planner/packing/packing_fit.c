// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_fit.h"

#include <math.h>
#include <stdbool.h>

#include "common/base/scope.h"
#include "planner/packing/packing_tree.h"

static void tree_done_(struct packing_tree *tree)
{
    packing_tree_done(tree);
}

static void fill_tree(const struct packing_table *table, const uint32_t *bins,
                      struct packing_tree *tree)
{
    for (size_t p = 0; p < tree->count; p++)
        if (!packing_is_closed(table->facts, bins[p]))
            packing_tree_set(tree, p, packing_table_left(table, bins[p]));
}

size_t packing_fit_first(struct packing_table *table, const uint32_t *items, size_t item_count,
                         const uint32_t *bins, size_t bin_count)
{
    const struct packing_facts *facts = table->facts;
    __attribute__((cleanup(tree_done_))) struct packing_tree tree;
    size_t from = 0, without = 0;
    uint32_t last_kind = UINT32_MAX;
    packing_tree_init(&tree, facts->problem->dimensions, bin_count);
    fill_tree(table, bins, &tree);
    for (size_t i = 0; i < item_count; i++) {
        uint32_t item = items[i];
        if (table->bin[item] >= 0)
            continue;
        if (packing_table_stops(table))
            break;
        if (facts->kind[item] != last_kind || table->judge)
            from = 0;
        last_kind = facts->kind[item];
        const int64_t *size = packing_size_of(facts, item);
        size_t place = packing_tree_find(&tree, size, from);
        while (place < bin_count && !packing_table_judges(table, item, bins[place]))
            place = packing_tree_find(&tree, size, place + 1);
        from = place;
        if (place == bin_count) {
            without++;
            continue;
        }
        packing_table_put(table, item, bins[place]);
        packing_tree_set(&tree, place, packing_table_left(table, bins[place]));
    }
    return without;
}

// How well the item suits what is left of the bin.
static double likeness(const struct packing_table *table, uint32_t item, size_t bin)
{
    const struct packing_facts *facts = table->facts;
    const int64_t *left = packing_table_left(table, bin), *size = packing_size_of(facts, item);
    double product = 0, length = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++) {
        double room = (double)left[d] * facts->scale[d];
        product += (double)size[d] * facts->scale[d] * room * facts->scarcity[d];
        length += room * room * facts->scarcity[d];
    }
    return length > 0 ? product / length : HUGE_VAL;
}

static bool place_best(struct packing_table *table, uint32_t item, const uint32_t *bins,
                       size_t bin_count)
{
    double best = -HUGE_VAL;
    size_t chosen = SIZE_MAX;
    for (size_t p = 0; p < bin_count; p++) {
        size_t bin = bins[p];
        bool is_used = table->bins[bin].count > 0;
        if ((!is_used && chosen != SIZE_MAX) || !packing_table_fits(table, item, bin))
            continue;
        double like = is_used ? likeness(table, item, bin) : -1;
        if (like > best && packing_table_may(table, item, bin)) {
            best = like;
            chosen = bin;
        }
    }
    if (chosen == SIZE_MAX)
        return false;
    packing_table_put(table, item, chosen);
    return true;
}

size_t packing_fit_best(struct packing_table *table, const uint32_t *items, size_t item_count,
                        const uint32_t *bins, size_t bin_count)
{
    size_t without = 0;
    for (size_t i = 0; i < item_count && !packing_table_stops(table); i++)
        if (table->bin[items[i]] < 0 && !place_best(table, items[i], bins, bin_count))
            without++;
    return without;
}
