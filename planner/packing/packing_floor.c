// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_floor.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct content { // of a bin at the start, without what cannot stay
    double cost;
    bool is_fixed;
};

static bool can_stay(const struct packing_facts *facts, size_t item)
{
    size_t start = (size_t)packing_start_of(facts, item);
    const int64_t *size = packing_size_of(facts, item);
    const int64_t *room = packing_capacity_of(facts, start);
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        if (size[d] > room[d])
            return false;
    return !packing_is_closed(facts, start);
}

// Bins that cannot be emptied last, empty ones first.
static int by_cost(const void *a, const void *b)
{
    const struct content *x = a, *y = b;
    if (x->is_fixed != y->is_fixed)
        return x->is_fixed ? 1 : -1;
    return (x->cost > y->cost) - (x->cost < y->cost);
}

double packing_floor_of_moves(const struct packing_facts *facts, size_t bins_most)
{
    size_t bins = facts->problem->bins;
    scope_free struct content *contents = alloc_zeroed(bins + 1, sizeof(*contents));
    double sum = 0;
    for (size_t i = 0; i < facts->problem->items; i++) {
        int32_t start = packing_start_of(facts, i);
        if (start < 0)
            continue;
        if (packing_is_fixed(facts, i))
            contents[start].is_fixed = true;
        else if (can_stay(facts, i))
            contents[start].cost += packing_move_cost(facts, i);
        else
            sum += packing_move_cost(facts, i);
    }
    qsort(contents, bins, sizeof(*contents), by_cost);
    for (size_t b = 0; b + bins_most < bins && !contents[b].is_fixed; b++)
        sum += contents[b].cost;
    return sum;
}
