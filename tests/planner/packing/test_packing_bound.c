// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds against the optimum of every small problem, where that can be counted.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

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
