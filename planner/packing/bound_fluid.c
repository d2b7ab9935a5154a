// SPDX-License-Identifier: GPL-3.0-or-later
// Fractional covering of a sum, dimension by dimension.
#include "planner/packing/bound_fluid.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct fluid_bin {
    int64_t room;
    double cost, unit;
    double per_unit; // of the dimension: its cost when it is filled
};

static int by_price(const void *a, const void *b)
{
    const struct fluid_bin *x = a, *y = b;

    if (x->per_unit != y->per_unit)
        return (x->per_unit > y->per_unit) - (x->per_unit < y->per_unit);
    return (x->room < y->room) - (x->room > y->room);
}

static __int128 sum_of(const struct bound_rest *rest, size_t dimension)
{
    __int128 sum = 0;

    for (size_t i = 0; i < rest->items; i++)
        sum += bound_rest_size(rest, i)[dimension];
    return sum;
}

static void load_bins(const struct bound_rest *rest, size_t dimension, struct fluid_bin *bins)
{
    for (size_t b = 0; b < rest->bins; b++) {
        int64_t room = bound_rest_room(rest, b)[dimension];
        double unit = dimension == 0 ? rest->units[b] : 0;
        bins[b] = (struct fluid_bin){
            .room = room,
            .cost = rest->costs[b],
            .unit = unit,
            .per_unit = room > 0 ? rest->costs[b] / (double)room + unit : INFINITY,
        };
    }
    qsort(bins, rest->bins, sizeof(*bins), by_price);
}

// Where every bin costs the same, whole bins count, which is more than the fluid's part of one. A
// sum that all bins together do not hold needs them all.
static double cost_of_sum(const struct fluid_bin *bins, size_t count, __int128 sum, bool by_whole)
{
    double cost = 0;

    for (size_t b = 0; b < count && sum > 0 && bins[b].room > 0; b++) {
        __int128 part = sum < bins[b].room ? sum : bins[b].room;
        double share = by_whole ? 1 : (double)part / (double)bins[b].room;
        cost += bins[b].cost * share + bins[b].unit * (double)part;
        sum -= part;
    }
    return cost;
}

// Bins in order of price and all of one cost but for free ones are those with most room first.
static bool costs_the_same(const struct bound_rest *rest)
{
    double cost = 0;

    for (size_t b = 0; b < rest->bins; b++) {
        if (rest->units[b] != 0 || rest->costs[b] < 0)
            return false;
        if (cost > 0 && rest->costs[b] > 0 && rest->costs[b] != cost)
            return false;
        cost = fmax(cost, rest->costs[b]);
    }
    return true;
}

double bound_fluid(const struct bound_rest *rest)
{
    scope_free struct fluid_bin *bins = alloc_zeroed(rest->bins + 1, sizeof(*bins));
    bool by_whole = costs_the_same(rest);
    double most = 0;

    for (size_t d = 0; d < rest->dimensions; d++) {
        load_bins(rest, d, bins);
        most = fmax(most, cost_of_sum(bins, rest->bins, sum_of(rest, d), by_whole));
    }
    return most;
}
