// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_fill.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// Items that are alike are looked at once: stacks of them. With a judge none are.
struct stack {
    uint32_t *items;
    size_t count;
};

struct fill {
    struct packing_table *table;
    enum packing_fill_way way;
    uint32_t *items; // all stacks one after the other
    struct stack *stacks;
    size_t stack_count; // that are not empty; those come first
    double *rest;       // [dimension] sum of the sizes of what is left
    double *importance; // [dimension]
};

static int by_stack(const void *a, const void *b, void *context)
{
    const uint32_t *kind = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (kind && kind[x] != kind[y])
        return kind[x] < kind[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static void make_stacks(struct fill *fill)
{
    const struct packing_facts *facts = fill->table->facts;
    const uint32_t *kind = fill->table->judge ? NULL : facts->kind;
    size_t count = 0;
    for (uint32_t i = 0; i < facts->problem->items; i++)
        if (fill->table->bin[i] < 0) {
            fill->items[count++] = i;
            for (size_t d = 0; d < facts->problem->dimensions; d++)
                fill->rest[d] += (double)packing_size_of(facts, i)[d];
        }
    qsort_r(fill->items, count, sizeof(*fill->items), by_stack, (void *)kind);
    for (size_t i = 0; i < count; i++) {
        bool is_same = i > 0 && kind && kind[fill->items[i]] == kind[fill->items[i - 1]];
        if (!is_same)
            fill->stacks[fill->stack_count++].items = fill->items + i;
        fill->stacks[fill->stack_count - 1].count++;
    }
}

static void weigh_rest(struct fill *fill)
{
    const struct packing_facts *facts = fill->table->facts;
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        fill->importance[d] = fill->rest[d] * facts->scale[d];
}

static double worth(const struct fill *fill, uint32_t item, const int64_t *left)
{
    const struct packing_facts *facts = fill->table->facts;
    const int64_t *size = packing_size_of(facts, item);
    double product = 0, length = 0, distance = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++) {
        double need = (double)size[d] * facts->scale[d], room = (double)left[d] * facts->scale[d];
        product += fill->importance[d] * need * room;
        length += fill->importance[d] * need * need;
        distance += fill->importance[d] * (room - need) * (room - need);
    }
    if (fill->way == PACKING_FILL_PRODUCT)
        return product;
    if (fill->way == PACKING_FILL_COSINE)
        return length > 0 ? product / sqrt(length) : 0;
    return -distance;
}

static size_t best_stack(const struct fill *fill, size_t bin)
{
    const int64_t *left = packing_table_left(fill->table, bin);
    size_t best = SIZE_MAX;
    double best_worth = -HUGE_VAL;
    for (size_t s = 0; s < fill->stack_count; s++) {
        uint32_t item = fill->stacks[s].items[fill->stacks[s].count - 1];
        if (!packing_table_fits(fill->table, item, bin))
            continue;
        double value = worth(fill, item, left);
        if (value > best_worth && packing_table_judges(fill->table, item, bin)) {
            best_worth = value;
            best = s;
        }
    }
    return best;
}

static void put_of(struct fill *fill, size_t index, size_t bin)
{
    const struct packing_facts *facts = fill->table->facts;
    struct stack *stack = &fill->stacks[index];
    uint32_t item = stack->items[--stack->count];
    packing_table_put(fill->table, item, bin);
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        fill->rest[d] -= (double)packing_size_of(facts, item)[d];
    if (stack->count == 0)
        *stack = fill->stacks[--fill->stack_count];
}

static void fill_all(struct fill *fill, const uint32_t *bins, size_t bin_count)
{
    for (size_t b = 0; b < bin_count && fill->stack_count > 0 && !packing_table_stops(fill->table);
         b++) {
        if (packing_is_closed(fill->table->facts, bins[b]))
            continue;
        weigh_rest(fill);
        for (size_t s; (s = best_stack(fill, bins[b])) != SIZE_MAX;)
            put_of(fill, s, bins[b]);
    }
}

bool packing_fill_bins(struct packing_table *table, enum packing_fill_way way, const uint32_t *bins,
                       size_t bin_count, double work_most)
{
    const struct packing_problem *problem = table->facts->problem;
    size_t looks = table->judge ? problem->items : table->facts->kinds;
    if ((double)(problem->items + bin_count) * (double)looks > work_most)
        return false;
    scope_free uint32_t *items = alloc_zeroed(problem->items + 1, sizeof(*items));
    scope_free struct stack *stacks = alloc_zeroed(looks + 1, sizeof(*stacks));
    scope_free double *rest = alloc_zeroed(problem->dimensions, sizeof(*rest));
    scope_free double *importance = alloc_zeroed(problem->dimensions, sizeof(*importance));
    struct fill fill = {table, way, items, stacks, 0, rest, importance};
    make_stacks(&fill);
    fill_all(&fill, bins, bin_count);
    return true;
}
