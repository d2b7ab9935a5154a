// SPDX-License-Identifier: GPL-3.0-or-later
// Packing by patterns: against every placement of small problems, and where the answer is known.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "planner/packing/packing_patterns.h"
#include "tests/planner/packing/small_packing.h"

enum { PROBLEMS = 400, GUESTS = 1052 };

static const struct packing_options FEWEST = {.aim = PACKING_FEWEST, .seconds = 5, .threads = 1};

static bool is_whole(const struct packing *packing)
{
    return packing->misplaced == 0;
}

static void check_small(uint64_t seed, enum packing_aim aim, size_t *ret_best, size_t *ret_all)
{
    struct small_packing made;
    struct packing_options options = FEWEST;
    struct packing packing;
    double bound;

    small_packing_random(&made, seed);
    options.aim = aim;
    options.rounds = 20;
    double least = small_packing_least(&made, &options);
    if (!packing_patterns_solve(&made.problem, &options, &packing, &bound))
        return;
    cr_assert(small_packing_holds(&made.problem, packing.bin), "seed %d", (int)seed);
    cr_assert(bound <= least + 1e-9, "seed %d: bound %.12g above %.12g", (int)seed, bound, least);
    bool is_honest = !packing.is_optimal || fabs(packing.cost - least) < 1e-9;
    cr_assert(is_honest, "seed %d: %.12g is not the best, %.12g is", (int)seed, packing.cost,
              least);
    *ret_all += !isinf(least);
    *ret_best += is_whole(&packing) && packing.cost <= least + 1e-9;
    free(packing.bin);
}

static double share_of_best(enum packing_aim aim)
{
    size_t best = 0, all = 0;

    for (uint64_t seed = 1; seed <= PROBLEMS; seed++)
        check_small(seed, aim, &best, &all);
    cr_assert(all > PROBLEMS / 4);
    return (double)best / (double)all;
}

Test(planner_packing_patterns, packs_small_problems_into_the_fewest_bins)
{
    double share = share_of_best(PACKING_FEWEST);

    cr_assert(share > 0.98, "the best in %.3f", share);
}

Test(planner_packing_patterns, packs_small_problems_into_the_cheapest_bins)
{
    double share = share_of_best(PACKING_CHEAPEST);

    cr_assert(share > 0.9, "the best in %.3f", share);
}

// 870, 1740, 1740 and 613 MiB by quarters on hosts of 4096 MiB: the sum of sizes asks for 319, and
// 329 is the optimum.
Test(planner_packing_patterns, proves_329_hosts_for_1052_guests)
{
    static const int64_t memory[] = {870, 1740, 1740, 613};
    int64_t sizes[GUESTS], capacities[GUESTS];
    struct packing packing;
    double bound;

    for (size_t i = 0; i < GUESTS; i++) {
        sizes[i] = memory[i * 4 / GUESTS];
        capacities[i] = 4096;
    }
    const struct packing_problem problem = {
        .dimensions = 1, .items = GUESTS, .bins = 800, .sizes = sizes, .capacities = capacities};
    cr_assert(packing_patterns_solve(&problem, &FEWEST, &packing, &bound));
    scope_free int32_t *bin = packing.bin;
    cr_assert(eq(dbl, bound, 329));
    cr_assert(eq(sz, packing.bins_used, 329));
    cr_assert(packing.is_optimal && packing.misplaced == 0);
    cr_assert(small_packing_holds(&problem, bin));
}
