// SPDX-License-Identifier: GPL-3.0-or-later
// The solver only proposes prices for bins and room; the bound is Lagrange's at these, summed here.
#include "planner/packing/bound_moves.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_solver.h"

static const double rounding_ratio = 1e-9;
static const double seconds_most = 2;

struct moves_bin {
    double mending;  // at least moves so much out of it
    double emptying; // so much when it is emptied; INFINITY: something is fixed in it
};

struct moves {
    const struct packing_problem *problem;
    size_t bins_most;
    struct moves_bin *bins;
    uint32_t *items; // by start
    size_t *first;   // [bin + 1] among items
    double *sums;    // [dimension] of all sizes that are not in closed bins
    double *prices;  // [dimension] of room
    double bin_price;
    double closed; // moves out of closed bins
};

static double cost_of(const struct moves *moves, size_t item)
{
    return moves->problem->move_costs ? moves->problem->move_costs[item] : 1;
}

static bool is_fixed(const struct moves *moves, size_t item)
{
    return moves->problem->is_fixed && moves->problem->is_fixed[item];
}

static bool is_closed(const struct moves *moves, size_t bin)
{
    return moves->problem->is_closed && moves->problem->is_closed[bin];
}

static int64_t size_of(const struct moves *moves, size_t item, size_t dimension)
{
    return moves->problem->sizes[item * moves->problem->dimensions + dimension];
}

static int64_t room_of(const struct moves *moves, size_t bin, size_t dimension)
{
    return moves->problem->capacities[bin * moves->problem->dimensions + dimension];
}

static int32_t start_of(const struct moves *moves, size_t item)
{
    return moves->problem->start ? moves->problem->start[item] : PACKING_NOWHERE;
}

static void sort_by_start(struct moves *moves)
{
    const struct packing_problem *problem = moves->problem;

    for (size_t i = 0; i < problem->items; i++)
        if (start_of(moves, i) >= 0)
            moves->first[start_of(moves, i) + 1]++;
    for (size_t b = 0; b < problem->bins; b++)
        moves->first[b + 1] += moves->first[b];
    scope_free size_t *next = alloc_zeroed(problem->bins + 1, sizeof(*next));
    for (size_t b = 0; b < problem->bins; b++)
        next[b] = moves->first[b];
    for (size_t i = 0; i < problem->items; i++)
        if (start_of(moves, i) >= 0)
            moves->items[next[start_of(moves, i)]++] = (uint32_t)i;
}

struct moves_dimension {
    const struct moves *moves;
    size_t dimension;
};

// What costs least for its size first.
static int by_price(const void *a, const void *b, void *context)
{
    const struct moves_dimension *of = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    double p = cost_of(of->moves, x) * (double)size_of(of->moves, y, of->dimension);
    double q = cost_of(of->moves, y) * (double)size_of(of->moves, x, of->dimension);

    if (p != q)
        return p < q ? -1 : 1;
    return (x > y) - (x < y);
}

static __int128 excess_of(const struct moves *moves, size_t bin, size_t dimension)
{
    __int128 sum = 0;

    for (size_t i = moves->first[bin]; i < moves->first[bin + 1]; i++)
        sum += size_of(moves, moves->items[i], dimension);
    return room_of(moves, bin, dimension) == INT64_MAX ? 0 : sum - room_of(moves, bin, dimension);
}

// The cheapest parts of items that take the excess away. The bin's items end in another order.
static double mending_of(struct moves *moves, size_t bin, size_t dimension)
{
    __int128 excess = excess_of(moves, bin, dimension);
    struct moves_dimension of = {moves, dimension};
    uint32_t *items = moves->items + moves->first[bin];
    size_t count = moves->first[bin + 1] - moves->first[bin];
    double cost = 0;

    if (excess <= 0)
        return 0;
    qsort_r(items, count, sizeof(*items), by_price, &of);
    for (size_t i = 0; i < count && excess > 0; i++) {
        int64_t size = size_of(moves, items[i], dimension);
        if (is_fixed(moves, items[i]) || size == 0)
            continue;
        double share = excess < size ? (double)excess / (double)size : 1;
        cost += share * cost_of(moves, items[i]);
        excess -= size;
    }
    return cost;
}

static void measure_bin(struct moves *moves, size_t bin)
{
    struct moves_bin *measured = &moves->bins[bin];

    for (size_t i = moves->first[bin]; i < moves->first[bin + 1]; i++)
        measured->emptying +=
            is_fixed(moves, moves->items[i]) ? INFINITY : cost_of(moves, moves->items[i]);
    for (size_t d = 0; d < moves->problem->dimensions; d++)
        measured->mending = fmax(measured->mending, mending_of(moves, bin, d));
}

static void leave_closed(struct moves *moves, size_t bin)
{
    for (size_t i = moves->first[bin]; i < moves->first[bin + 1]; i++)
        if (!is_fixed(moves, moves->items[i]))
            moves->closed += cost_of(moves, moves->items[i]);
}

// A closed bin with something fixed in it counts as one that is used, but gives no room.
static size_t used_closed(const struct moves *moves)
{
    size_t used = 0;

    for (size_t b = 0; b < moves->problem->bins; b++) {
        bool is_used = false;
        for (size_t i = moves->first[b]; i < moves->first[b + 1] && is_closed(moves, b); i++)
            is_used = is_used || is_fixed(moves, moves->items[i]);
        used += is_used;
    }
    return used;
}

static void sum_sizes(struct moves *moves)
{
    const struct packing_problem *problem = moves->problem;

    for (size_t i = 0; i < problem->items; i++) {
        int32_t start = start_of(moves, i);
        if (start >= 0 && is_fixed(moves, i) && is_closed(moves, (size_t)start))
            continue;
        for (size_t d = 0; d < problem->dimensions; d++)
            moves->sums[d] += (double)size_of(moves, i, d);
    }
}

// Shares of bins that are emptied: a row for their number, and one for the room of each dimension
// that they may take away. Bins without a limit in a dimension give what all items need.
static double room_for(const struct moves *moves, size_t bin, size_t dimension)
{
    return fmin((double)room_of(moves, bin, dimension), moves->sums[dimension]);
}

static void add_bin(struct moves *moves, struct pattern_solver *solver, size_t bin, size_t *rows,
                    double *values, double *spare)
{
    size_t dimensions = moves->problem->dimensions;
    const struct moves_bin *measured = &moves->bins[bin];
    bool stays = isinf(measured->emptying);

    rows[0] = 0;
    values[0] = 1;
    for (size_t d = 0; d < dimensions; d++) {
        rows[d + 1] = d + 1;
        values[d + 1] = moves->sums[d] > 0 ? room_for(moves, bin, d) / moves->sums[d] : 0;
        spare[d] += values[d + 1];
    }
    pattern_solver_add(solver, stays ? 0 : measured->emptying - measured->mending, stays ? 0 : 1,
                       dimensions + 1, rows, values);
}

static void price(struct moves *moves, size_t open)
{
    const struct packing_problem *problem = moves->problem;
    size_t dimensions = problem->dimensions;
    struct pattern_solver *solver = pattern_solver_new(dimensions + 1, false);
    scope_free size_t *rows = alloc_zeroed(dimensions + 1, sizeof(*rows));
    scope_free double *values = alloc_zeroed(dimensions + 1, sizeof(*values));
    scope_free double *spare = alloc_zeroed(dimensions + 1, sizeof(*spare));

    for (size_t b = 0; b < problem->bins; b++)
        if (!is_closed(moves, b))
            add_bin(moves, solver, b, rows, values, spare);
    pattern_solver_row_least(solver, 0, fmax((double)open - (double)moves->bins_most, 0));
    for (size_t d = 0; d < dimensions; d++)
        pattern_solver_row_most(solver, d + 1, spare[d] - (moves->sums[d] > 0));
    if (pattern_solver_solve(solver, seconds_most)) {
        moves->bin_price = fmax(pattern_solver_price(solver, 0), 0);
        for (size_t d = 0; d < dimensions; d++)
            moves->prices[d] = fmax(-pattern_solver_price(solver, d + 1), 0);
    }
    pattern_solver_free(solver);
    pattern_solver_leave();
}

// What a bin adds, whether it is kept or emptied.
static double least_of(const struct moves *moves, size_t bin)
{
    const struct moves_bin *measured = &moves->bins[bin];
    double kept = measured->mending + moves->bin_price;

    for (size_t d = 0; d < moves->problem->dimensions; d++)
        if (moves->sums[d] > 0)
            kept -= moves->prices[d] * room_for(moves, bin, d) / moves->sums[d];
    return fmin(kept, measured->emptying);
}

static double lagrange(const struct moves *moves)
{
    double bound = moves->closed - moves->bin_price * (double)moves->bins_most, size = 0;

    for (size_t d = 0; d < moves->problem->dimensions; d++)
        bound += moves->sums[d] > 0 ? moves->prices[d] : 0;
    for (size_t b = 0; b < moves->problem->bins; b++) {
        double least = is_closed(moves, b) ? 0 : least_of(moves, b);
        bound += least;
        size += fabs(least);
    }
    return bound - rounding_ratio * (size + fabs(bound));
}

static bool are_costs_whole(const struct packing_problem *problem)
{
    for (size_t i = 0; problem->move_costs && i < problem->items; i++)
        if (problem->move_costs[i] != rint(problem->move_costs[i]))
            return false;
    return true;
}

static double without_prices(const struct moves *moves)
{
    double bound = moves->closed;

    for (size_t b = 0; b < moves->problem->bins; b++)
        bound += is_closed(moves, b) ? 0 : fmin(moves->bins[b].mending, moves->bins[b].emptying);
    return bound - rounding_ratio * bound;
}

static double bound_of(struct moves *moves)
{
    const struct packing_problem *problem = moves->problem;
    size_t open = 0;

    sort_by_start(moves);
    sum_sizes(moves);
    for (size_t b = 0; b < problem->bins; b++) {
        if (is_closed(moves, b)) {
            leave_closed(moves, b);
        } else {
            measure_bin(moves, b);
            open++;
        }
    }
    size_t used = used_closed(moves);
    moves->bins_most -= used < moves->bins_most ? used : moves->bins_most;
    price(moves, open);
    double bound = fmax(without_prices(moves), lagrange(moves));
    return are_costs_whole(problem) ? ceil(bound - rounding_ratio * fmax(bound, 1)) : bound;
}

double bound_moves(const struct packing_problem *problem, size_t bins_most)
{
    struct moves moves = {
        .problem = problem,
        .bins_most = bins_most,
        .bins = alloc_zeroed(problem->bins + 1, sizeof(*moves.bins)),
        .items = alloc_zeroed(problem->items + 1, sizeof(*moves.items)),
        .first = alloc_zeroed(problem->bins + 2, sizeof(*moves.first)),
        .sums = alloc_zeroed(problem->dimensions + 1, sizeof(*moves.sums)),
        .prices = alloc_zeroed(problem->dimensions + 1, sizeof(*moves.prices)),
    };
    double bound = bound_of(&moves);

    free(moves.bins);
    free(moves.items);
    free(moves.first);
    free(moves.sums);
    free(moves.prices);
    return fmax(bound, 0);
}
