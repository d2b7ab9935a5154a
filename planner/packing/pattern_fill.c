// SPDX-License-Identifier: GPL-3.0-or-later
// First fit decreasing over kinds: equal bins are filled alike, so that the work hangs on kinds and
// not on items.
#include "planner/packing/pattern_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct ranked {
    uint32_t index;
    double rank;
};

// Rank by the largest share of a bin, by the sum of shares, or by the share in one dimension.
enum { FILL_LARGEST, FILL_SUM, FILL_DIMENSION };

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? 1 : -1;
    return (x->index > y->index) - (x->index < y->index);
}

static double room_most(const struct pattern_kinds *kinds, size_t dimension)
{
    int64_t most = 1;

    for (size_t b = 0; b < kinds->bin_kinds; b++)
        if (pattern_kinds_room(kinds, b)[dimension] > most)
            most = pattern_kinds_room(kinds, b)[dimension];
    return (double)most;
}

static struct ranked *rank_kinds(const struct pattern_kinds *kinds, size_t order)
{
    struct ranked *list = alloc_zeroed(kinds->kinds + 1, sizeof(*list));

    for (size_t k = 0; k < kinds->kinds; k++) {
        list[k].index = (uint32_t)k;
        for (size_t d = 0; d < kinds->dimensions; d++) {
            double share = (double)pattern_kinds_size(kinds, k)[d] / room_most(kinds, d);
            if (order == FILL_LARGEST)
                list[k].rank = fmax(list[k].rank, share);
            else if (order == FILL_SUM || order == FILL_DIMENSION + d)
                list[k].rank += share;
        }
    }
    qsort(list, kinds->kinds, sizeof(*list), by_rank);
    return list;
}

// Bins that give most room for their cost first.
static struct ranked *rank_bins(const struct pattern_kinds *kinds)
{
    struct ranked *list = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*list));

    for (size_t b = 0; b < kinds->bin_kinds; b++) {
        double share = 0;
        for (size_t d = 0; d < kinds->dimensions; d++)
            share += (double)pattern_kinds_room(kinds, b)[d] / room_most(kinds, d);
        list[b] = (struct ranked){(uint32_t)b, share / fmax(kinds->costs[b], 1e-9)};
    }
    qsort(list, kinds->bin_kinds, sizeof(*list), by_rank);
    return list;
}

static uint32_t count_within(const int64_t *size, const int64_t *room, size_t dimensions,
                             uint32_t most)
{
    for (size_t d = 0; d < dimensions; d++)
        if (size[d] > 0 && room[d] / size[d] < most)
            most = (uint32_t)(room[d] / size[d]);
    return most;
}

// False where nothing that is left goes into such a bin.
static bool fill_bin(const struct pattern_plan *plan, const struct ranked *order, size_t bin_kind,
                     int64_t *room, uint32_t *items)
{
    const struct pattern_kinds *kinds = plan->set->kinds;
    bool is_any = false;

    memcpy(room, pattern_kinds_room(kinds, bin_kind), kinds->dimensions * sizeof(*room));
    memset(items, 0, kinds->kinds * sizeof(*items));
    for (size_t i = 0; i < kinds->kinds; i++) {
        uint32_t kind = order[i].index;
        const int64_t *size = pattern_kinds_size(kinds, kind);
        uint32_t count = count_within(size, room, kinds->dimensions, plan->demand[kind]);
        for (size_t d = 0; d < kinds->dimensions; d++)
            room[d] -= size[d] * count;
        items[kind] = count;
        is_any = is_any || count > 0;
    }
    return is_any;
}

static void fill_by(struct pattern_plan *plan, size_t order)
{
    const struct pattern_kinds *kinds = plan->set->kinds;
    scope_free struct ranked *list = rank_kinds(kinds, order);
    scope_free struct ranked *bins = rank_bins(kinds);
    scope_free int64_t *room = alloc_zeroed(kinds->dimensions + 1, sizeof(*room));
    scope_free uint32_t *items = alloc_zeroed(kinds->kinds + 1, sizeof(*items));

    for (size_t b = 0; b < kinds->bin_kinds; b++) {
        while (plan->bins[bins[b].index] > 0 && fill_bin(plan, list, bins[b].index, room, items)) {
            size_t pattern = pattern_set_add(plan->set, bins[b].index, items);
            uint32_t times = UINT32_MAX;
            for (size_t k = 0; k < kinds->kinds; k++)
                if (items[k] > 0 && plan->demand[k] / items[k] < times)
                    times = plan->demand[k] / items[k];
            // No trimming: the next round fills what is left anew.
            if (plan->bins[bins[b].index] < times)
                times = plan->bins[bins[b].index];
            pattern_plan_take(plan, pattern, times);
        }
    }
}

void pattern_plan_fill(struct pattern_plan *plan)
{
    struct pattern_plan best = {0};
    size_t orders = FILL_DIMENSION + plan->set->kinds->dimensions;

    for (size_t order = 0; order < orders; order++) {
        struct pattern_plan tried;
        pattern_plan_copy(&tried, plan);
        fill_by(&tried, order);
        size_t left = pattern_plan_left(&tried);
        bool is_better = !best.set || left < pattern_plan_left(&best) ||
                         (left == pattern_plan_left(&best) && tried.cost < best.cost);
        if (is_better) {
            pattern_plan_done(&best);
            best = tried;
        } else {
            pattern_plan_done(&tried);
        }
    }
    pattern_plan_done(plan);
    *plan = best;
}
