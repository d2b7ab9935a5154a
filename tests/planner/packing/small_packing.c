// SPDX-License-Identifier: GPL-3.0-or-later
// Draws, and counts through bins^items placements.
#include "tests/planner/packing/small_packing.h"

#include <math.h>
#include <string.h>

#include "common/base/rng.h"

struct placements {
    const struct packing_problem *problem;
    const struct packing_options *options;
    int64_t left[SMALL_BINS_MOST * SMALL_DIMENSIONS_MOST];
    int32_t bin[SMALL_ITEMS_MOST];
    double least;
};

static bool chance(struct rng *rng, unsigned of)
{
    return rng_below(rng, of) == 0;
}

static void draw_sizes(struct small_packing *made, struct rng *rng, bool few_kinds)
{
    struct packing_problem *problem = &made->problem;
    uint64_t room = 3 + rng_below(rng, 20);
    bool is_uniform = chance(rng, 2);

    for (size_t i = 0; i < problem->items; i++)
        for (size_t d = 0; d < problem->dimensions; d++)
            made->sizes[i * problem->dimensions + d] = (int64_t)rng_below(rng, room);
    for (size_t i = 3; few_kinds && i < problem->items; i++)
        memcpy(made->sizes + i * problem->dimensions,
               made->sizes + rng_below(rng, 3) * problem->dimensions,
               problem->dimensions * sizeof(*made->sizes));
    for (size_t b = 0; b < problem->bins; b++)
        for (size_t d = 0; d < problem->dimensions; d++)
            made->capacities[b * problem->dimensions + d] =
                is_uniform ? (int64_t)room : (int64_t)(room / 2 + rng_below(rng, room + 1));
    if (chance(rng, 5))
        made->capacities[rng_below(rng, problem->bins)] = INT64_MAX;
}

// Fixed items that have no room beside each other would leave nothing to be solved.
static bool fits_fixed(const struct small_packing *made, size_t item)
{
    const struct packing_problem *problem = &made->problem;

    for (size_t d = 0; d < problem->dimensions; d++) {
        int64_t sum = made->sizes[item * problem->dimensions + d];
        for (size_t i = 0; i < item; i++)
            if (made->is_fixed[i] && made->start[i] == made->start[item])
                sum += made->sizes[i * problem->dimensions + d];
        if (sum > made->capacities[(size_t)made->start[item] * problem->dimensions + d])
            return false;
    }
    return true;
}

static void draw_start(struct small_packing *made, struct rng *rng)
{
    struct packing_problem *problem = &made->problem;

    for (size_t i = 0; i < problem->items; i++)
        made->start[i] = (int32_t)rng_below(rng, problem->bins + 1) - 1;
    for (size_t i = 0; i < problem->items; i++)
        made->is_fixed[i] = made->start[i] >= 0 && chance(rng, 6) && fits_fixed(made, i);
    for (size_t b = 0; b < problem->bins; b++)
        made->is_closed[b] = chance(rng, 6);
    problem->start = made->start;
    problem->is_fixed = chance(rng, 2) ? made->is_fixed : NULL;
    problem->is_closed = chance(rng, 2) ? made->is_closed : NULL;
}

static void draw_costs(struct small_packing *made, struct rng *rng)
{
    struct packing_problem *problem = &made->problem;
    double scale = chance(rng, 2) ? 1 : 0.37;

    for (size_t b = 0; b < problem->bins; b++) {
        made->costs[b] = scale * (double)(1 + rng_below(rng, 9));
        made->unit_costs[b] = 0.25 * (double)rng_below(rng, 4);
    }
    for (size_t i = 0; i < problem->items; i++)
        made->move_costs[i] = (double)(1 + rng_below(rng, 5));
    problem->costs = chance(rng, 3) ? NULL : made->costs;
    problem->unit_costs = chance(rng, 2) ? NULL : made->unit_costs;
    problem->move_costs = chance(rng, 3) ? NULL : made->move_costs;
}

void small_packing_random(struct small_packing *made, uint64_t seed)
{
    struct rng rng;

    rng_init(&rng, seed);
    memset(made, 0, sizeof(*made));
    made->problem = (struct packing_problem){
        .dimensions = 1 + rng_below(&rng, SMALL_DIMENSIONS_MOST),
        .items = 1 + rng_below(&rng, SMALL_ITEMS_MOST - 1),
        .bins = 1 + rng_below(&rng, SMALL_BINS_MOST - 1),
        .sizes = made->sizes,
        .capacities = made->capacities,
    };
    draw_sizes(made, &rng, chance(&rng, 2));
    draw_costs(made, &rng);
    if (chance(&rng, 2))
        draw_start(made, &rng);
}

static int32_t start_of(const struct packing_problem *problem, size_t item)
{
    return problem->start ? problem->start[item] : PACKING_NOWHERE;
}

static double cost_of_bins(const struct packing_problem *problem, const int32_t *bin, bool by_cost)
{
    bool is_used[SMALL_BINS_MOST] = {0};
    double cost = 0;

    for (size_t i = 0; i < problem->items; i++) {
        if (!is_used[bin[i]])
            cost += by_cost && problem->costs ? problem->costs[bin[i]] : 1;
        is_used[bin[i]] = true;
        if (by_cost && problem->unit_costs)
            cost += problem->unit_costs[bin[i]] * (double)problem->sizes[i * problem->dimensions];
    }
    return cost;
}

static double cost_of_moves(const struct packing_problem *problem, const int32_t *bin)
{
    double cost = 0;

    for (size_t i = 0; i < problem->items; i++)
        if (start_of(problem, i) >= 0 && start_of(problem, i) != bin[i])
            cost += problem->move_costs ? problem->move_costs[i] : 1;
    return cost;
}

static double cost_of(const struct placements *placements)
{
    const struct packing_problem *problem = placements->problem;
    const struct packing_options *options = placements->options;

    if (options->aim != PACKING_MOVES)
        return cost_of_bins(problem, placements->bin, options->aim == PACKING_CHEAPEST);
    if (cost_of_bins(problem, placements->bin, false) > (double)options->bins_most)
        return INFINITY;
    return cost_of_moves(problem, placements->bin);
}

static bool is_allowed(const struct packing_problem *problem, size_t item, size_t bin)
{
    if (problem->is_fixed && problem->is_fixed[item])
        return (int32_t)bin == problem->start[item];
    return !problem->is_closed || !problem->is_closed[bin];
}

static bool take(struct placements *placements, size_t item, size_t bin)
{
    const struct packing_problem *problem = placements->problem;
    bool fits = true;

    for (size_t d = 0; d < problem->dimensions; d++) {
        int64_t *left = &placements->left[bin * problem->dimensions + d];
        if (problem->capacities[bin * problem->dimensions + d] != INT64_MAX)
            *left -= problem->sizes[item * problem->dimensions + d];
        fits = fits && *left >= 0;
    }
    return fits;
}

static void give_back(struct placements *placements, size_t item, size_t bin)
{
    const struct packing_problem *problem = placements->problem;

    for (size_t d = 0; d < problem->dimensions; d++)
        if (problem->capacities[bin * problem->dimensions + d] != INT64_MAX)
            placements->left[bin * problem->dimensions + d] +=
                problem->sizes[item * problem->dimensions + d];
}

static void place_from(struct placements *placements, size_t item)
{
    if (item == placements->problem->items) {
        placements->least = fmin(placements->least, cost_of(placements));
        return;
    }
    for (size_t b = 0; b < placements->problem->bins; b++) {
        if (!is_allowed(placements->problem, item, b))
            continue;
        placements->bin[item] = (int32_t)b;
        if (take(placements, item, b))
            place_from(placements, item + 1);
        give_back(placements, item, b);
    }
}

double small_packing_least(const struct small_packing *made, const struct packing_options *options)
{
    struct placements placements = {
        .problem = &made->problem, .options = options, .least = INFINITY};

    memcpy(placements.left, made->capacities, sizeof(placements.left));
    place_from(&placements, 0);
    return placements.least;
}

bool small_packing_holds(const struct packing_problem *problem, const int32_t *bin)
{
    for (size_t b = 0; b < problem->bins; b++) {
        for (size_t d = 0; d < problem->dimensions; d++) {
            int64_t sum = 0;
            for (size_t i = 0; i < problem->items; i++)
                sum += bin[i] == (int32_t)b ? problem->sizes[i * problem->dimensions + d] : 0;
            if (sum > problem->capacities[b * problem->dimensions + d])
                return false;
        }
    }
    for (size_t i = 0; i < problem->items; i++)
        if (bin[i] != PACKING_NOWHERE && !is_allowed(problem, i, (size_t)bin[i]))
            return false;
    return true;
}
