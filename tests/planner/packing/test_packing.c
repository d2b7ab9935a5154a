// SPDX-License-Identifier: GPL-3.0-or-later
// What packing_solve must keep whatever it finds: capacities, rules, what it says of itself, and
// the same answer for the same seed.
#include "planner/packing/packing.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "tests/planner/packing/made_packing.h"

static const enum packing_aim aims[] = {PACKING_FEWEST, PACKING_CHEAPEST, PACKING_MOVES};

static struct packing_options in_rounds(enum packing_aim aim, uint64_t rounds, unsigned threads)
{
    return (struct packing_options){
        .aim = aim, .seconds = 60, .rounds = rounds, .threads = threads, .seed = 7};
}

static void solve_and_check(const struct made_packing *made, const struct packing_options *options,
                            unsigned number)
{
    struct packing packing;
    cr_assert_eq(packing_solve(&made->problem, options, &packing), 0);
    const char *wrong = made_packing_wrong(made, options, &packing);
    cr_assert_null(wrong, "number %u, aim %d: %s", number, (int)options->aim, wrong ? wrong : "");
    packing_done(&packing);
}

Test(planner_packing, keeps_capacities_rules_and_its_word)
{
    struct rng rng;
    rng_init(&rng, 1);
    for (unsigned number = 0; number < 32; number++) {
        struct made_packing made;
        struct made_wish wish = {
            .dimensions = 1 + rng_below(&rng, 4),
            .items = 10 + rng_below(&rng, 25),
            .bins = 4 + rng_below(&rng, 20),
            .size_most = 10 + (int64_t)rng_below(&rng, 60),
            .alike = number & 1,
            .starts = number & 2,
            .judges = number & 4,
            .closes = number & 8,
            .costs = number & 16,
        };
        made_packing_init(&made, &wish, &rng);
        for (size_t a = 0; a < 3; a++) {
            struct packing_options options = in_rounds(aims[a], 2, 1 + number % 2);
            options.bins_most = wish.bins / 2 + 1;
            solve_and_check(&made, &options, number);
        }
        made_packing_done(&made);
    }
}

// Small ones are seen whole: the best of all placements, fewest moves among equals, and proven.
Test(planner_packing, small_ones_are_exact)
{
    struct rng rng;
    rng_init(&rng, 2);
    for (unsigned number = 0; number < 192; number++) {
        struct made_packing made;
        struct packing packing;
        struct made_wish wish = {
            .dimensions = 1 + rng_below(&rng, 3),
            .items = 3 + rng_below(&rng, 3),
            .bins = 2 + rng_below(&rng, 2),
            .size_most = 20 + (int64_t)rng_below(&rng, 60),
            .alike = number & 1,
            .starts = number & 2,
            .judges = number & 4,
            .closes = number & 8,
            .costs = number & 16,
        };
        struct packing_options options = in_rounds(aims[number % 3], 2, 1);
        options.bins_most = 2;
        made_packing_init(&made, &wish, &rng);
        struct made_optimum best = made_packing_optimum(&made, &options);
        solve_and_check(&made, &options, number);
        cr_assert_eq(packing_solve(&made.problem, &options, &packing), 0);
        bool is_possible = best.misplaced == 0 && packing.bins_used <= 2;
        if (options.aim != PACKING_MOVES || is_possible) {
            cr_expect_eq(packing.misplaced, best.misplaced, "number %u", number);
            cr_expect_float_eq(packing.cost, best.cost, 1e-6, "number %u: %g, not %g", number,
                               packing.cost, best.cost);
            cr_expect_eq(packing.is_optimal, best.misplaced == 0, "number %u", number);
        }
        packing_done(&packing);
        made_packing_done(&made);
    }
}

Test(planner_packing, same_seed_same_answer)
{
    struct rng rng;
    struct made_packing made;
    struct made_wish wish = {3, 120, 60, 45, .alike = true, .starts = true, .judges = true};
    rng_init(&rng, 3);
    made_packing_init(&made, &wish, &rng);
    for (unsigned threads = 1; threads <= 2; threads++) {
        struct packing first, second;
        struct packing_options options = in_rounds(PACKING_FEWEST, 12, threads);
        cr_assert_eq(packing_solve(&made.problem, &options, &first), 0);
        cr_assert_eq(packing_solve(&made.problem, &options, &second), 0);
        cr_assert(memcmp(first.bin, second.bin, wish.items * sizeof(*first.bin)) == 0);
        cr_assert_not(first.was_cut_short);
        packing_done(&first);
        packing_done(&second);
    }
    made_packing_done(&made);
}

Test(planner_packing, refuses_what_is_no_problem)
{
    struct packing packing = {.bins_used = 99};
    struct packing_options options = in_rounds(PACKING_FEWEST, 1, 1);
    int64_t sizes[] = {1, 2}, capacities[] = {3};
    int32_t start[] = {0, 1};
    bool is_fixed[] = {true, false};
    struct packing_problem good = {
        .dimensions = 1, .items = 2, .bins = 1, .sizes = sizes, .capacities = capacities};
    struct packing_problem bad = good;
    bad.dimensions = 0;
    cr_expect_eq(packing_solve(&bad, &options, &packing), -EINVAL);
    bad = good;
    bad.start = start;
    cr_expect_eq(packing_solve(&bad, &options, &packing), -EINVAL);
    bad = good;
    bad.is_fixed = is_fixed;
    cr_expect_eq(packing_solve(&bad, &options, &packing), -EINVAL);
    sizes[0] = -1;
    cr_expect_eq(packing_solve(&good, &options, &packing), -EINVAL);
    sizes[0] = sizes[1] = INT64_MAX / 5;
    cr_expect_eq(packing_solve(&good, &options, &packing), -EINVAL);
    sizes[0] = sizes[1] = 1;
    capacities[0] = -1;
    cr_expect_eq(packing_solve(&good, &options, &packing), -EINVAL);
    cr_expect_eq(packing.bins_used, 99);
}

Test(planner_packing, nothing_and_no_bins_and_too_large)
{
    struct packing packing;
    struct packing_options options = in_rounds(PACKING_FEWEST, 2, 1);
    int64_t sizes[] = {5, 1}, capacities[] = {4};
    struct packing_problem problem = {
        .dimensions = 1, .items = 2, .bins = 1, .sizes = sizes, .capacities = capacities};
    cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
    cr_expect_eq(packing.misplaced, 1);
    cr_expect_eq(packing.bin[0], PACKING_NOWHERE);
    cr_expect_eq(packing.bin[1], 0);
    cr_expect_not(packing.is_optimal);
    packing_done(&packing);
    problem.bins = 0;
    cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
    cr_expect_eq(packing.misplaced, 2);
    packing_done(&packing);
    problem.items = 0;
    cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
    cr_expect_eq(packing.bins_used, 0);
    cr_expect(packing.is_optimal);
    packing_done(&packing);
}

// A fixed item that its bin cannot hold is where it is; nothing comes to it.
Test(planner_packing, fixed_items_stay_whatever)
{
    int64_t sizes[] = {9, 2, 2}, capacities[] = {8, 4};
    int32_t start[] = {0, 0, 0};
    bool is_fixed[] = {true, false, false}, is_closed[] = {true, false};
    struct packing packing;
    struct packing_problem problem = {.dimensions = 1,
                                      .items = 3,
                                      .bins = 2,
                                      .sizes = sizes,
                                      .capacities = capacities,
                                      .start = start,
                                      .is_fixed = is_fixed,
                                      .is_closed = is_closed};
    struct packing_options options = in_rounds(PACKING_FEWEST, 2, 1);
    cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
    cr_expect_eq(packing.bin[0], 0);
    cr_expect_eq(packing.bin[1], 1);
    cr_expect_eq(packing.bin[2], 1);
    cr_expect_eq(packing.moves, 2);
    packing_done(&packing);
}

// A capacity without limit counts for nothing, and must not overflow.
Test(planner_packing, capacities_without_limit)
{
    int64_t sizes[] = {4, 1000, 4, 1000, 4, 1000};
    int64_t capacities[] = {8, INT64_MAX, 8, INT64_MAX, 8, INT64_MAX};
    struct packing packing;
    struct packing_problem problem = {
        .dimensions = 2, .items = 3, .bins = 3, .sizes = sizes, .capacities = capacities};
    struct packing_options options = in_rounds(PACKING_FEWEST, 2, 1);
    cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
    cr_expect_eq(packing.bins_used, 2);
    cr_expect(packing.is_optimal);
    packing_done(&packing);
}
