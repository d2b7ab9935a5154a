// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds against the optimum of every small problem, where that can be counted.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "planner/packing/bound_patterns.h"
#include "planner/packing/packing_bound.h"
#include "tests/planner/packing/small_packing.h"

enum { PROBLEMS = 600 };

static const struct packing_options FEWEST = {.aim = PACKING_FEWEST, .seconds = 5, .threads = 1};

// What bounds add up to, as a share of what the optima do: that they say something at all.
static double tightness(enum packing_aim aim)
{
    double bounds = 0, optima = 0;

    for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
        struct small_packing made;
        struct packing_options options = FEWEST;

        small_packing_random(&made, seed);
        options.aim = aim;
        options.bins_most = 1 + seed % made.problem.bins;
        double least = small_packing_least(&made, &options);
        double bound = packing_bound_of(&made.problem, &options).value;
        cr_assert(bound <= least + 1e-9, "seed %d: bound %.12g above %.12g", (int)seed, bound,
                  least);
        bounds += isinf(least) ? 0 : bound;
        optima += isinf(least) ? 0 : least;
    }
    return bounds / optima;
}

Test(planner_packing_bound, is_never_above_the_fewest_bins_and_near_them)
{
    double share = tightness(PACKING_FEWEST);

    cr_assert(share > 0.95, "bounds are %.3f of the optima", share);
}

Test(planner_packing_bound, is_never_above_the_least_cost_and_near_it)
{
    double share = tightness(PACKING_CHEAPEST);

    cr_assert(share > 0.85, "bounds are %.3f of the optima", share);
}

Test(planner_packing_bound, is_never_above_the_cheapest_moves_and_near_them)
{
    double share = tightness(PACKING_MOVES);

    cr_assert(share > 0.5, "bounds are %.3f of the optima", share);
}

// --- fewer dimensions ---------------------------------------------------------------------------

Test(planner_packing_bound, by_patterns_of_few_kinds_is_never_above_the_optimum)
{
    size_t narrowed = 0;

    for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
        struct small_packing made;
        struct bound_rest rest, narrow;
        struct packing_options options = FEWEST;
        size_t kinds_most = 1 + seed % 4;

        small_packing_random(&made, seed);
        options.aim = seed % 2 ? PACKING_FEWEST : PACKING_CHEAPEST;
        bound_rest_init(&rest, &made.problem, options.aim);
        double bound = bound_rest_safe(&rest, bound_patterns(&rest, kinds_most, &options));
        double least = small_packing_least(&made, &options);
        cr_assert(bound <= least + 1e-9, "seed %d: bound %.12g above %.12g", (int)seed, bound,
                  least);
        if (bound_patterns_narrow(&rest, kinds_most, &narrow)) {
            narrowed += narrow.dimensions < rest.dimensions && bound > rest.paid;
            bound_rest_done(&narrow);
        }
        bound_rest_done(&rest);
    }
    cr_assert(narrowed > PROBLEMS / 20, "only %zu had to leave out dimensions", narrowed);
}

// No two items are alike in the first dimension; the second alone shows that no two share a bin.
Test(planner_packing_bound, shows_where_one_dimension_has_few_kinds)
{
    enum { ITEMS = 1500, BINS = 1600 };
    static int64_t sizes[ITEMS][2], capacities[BINS][2];
    const struct packing_problem problem = {
        .dimensions = 2,
        .items = ITEMS,
        .bins = BINS,
        .sizes = &sizes[0][0],
        .capacities = &capacities[0][0],
    };
    for (int64_t i = 0; i < ITEMS; i++)
        sizes[i][0] = 1 + i, sizes[i][1] = i % 2 ? 6 : 7;
    for (int b = 0; b < BINS; b++)
        capacities[b][0] = 10 * ITEMS, capacities[b][1] = 10;
    cr_expect_eq(packing_bound_quick(&problem, &FEWEST).value, 975);
    cr_expect_eq(packing_bound_of(&problem, &FEWEST).value, ITEMS);
    struct packing packing;
    cr_assert_eq(packing_solve(&problem, &FEWEST, &packing), 0);
    cr_expect(packing.is_optimal, "%g by %s", packing.bound, packing.bound_by);
    packing_done(&packing);
}
