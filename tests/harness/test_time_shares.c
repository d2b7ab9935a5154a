// SPDX-License-Identifier: GPL-3.0-or-later
// A budget shared out: what fits is measured whole, the rest loses densities before it loses boots.
#include "bench/time_shares.h"

#include <math.h>

#include <criterion/criterion.h>

#define SECOND 1e9

static const struct density_list four = {{1, 2, 4, 8}, 4};
static const struct time_shares_arm light_arms[] = {{"native", true}, {"tcg", true}};
static const struct time_shares_arm heavy_arms[] = {{"native", true}, {"tcg", false}};
static const struct time_shares_load light = {light_arms, 2}, heavy = {heavy_arms, 2};

// Every step of a light arm takes a second, of a heavy one four and a half more for each guest.
static struct time_shares known(void)
{
    struct time_shares shares = {.windows_ns = SECOND};
    for (size_t i = 0; i < four.count; i++) {
        time_shares_learn(&shares, &light_arms[0], four.list[i], SECOND);
        time_shares_learn(&shares, &light_arms[1], four.list[i], SECOND);
        time_shares_learn(&shares, &heavy_arms[1], four.list[i], (1 + 4.5 * four.list[i]) * SECOND);
    }
    return shares;
}

static struct time_shares_plan next(const struct time_shares_load *loads, size_t count,
                                    double left_ns)
{
    struct time_shares shares = known();
    struct time_shares_plan plan = time_shares_next(&shares, loads, count, &four, 5, left_ns);
    time_shares_done(&shares);
    return plan;
}

Test(harness_time_shares, without_a_budget_all_is_measured)
{
    struct time_shares_plan plan = next(&heavy, 1, INFINITY);
    cr_expect_eq(plan.rounds, 5);
    cr_expect_eq(plan.densities.count, 4);
}

// A light round takes 8 s.
Test(harness_time_shares, as_many_rounds_as_fit_and_never_more_than_asked)
{
    cr_expect_eq(next(&light, 1, 8 * 3.5 * SECOND).rounds, 3);
    cr_expect_eq(next(&light, 1, 8 * 1000 * SECOND).rounds, 5);
    const struct time_shares_load two[] = {light, light};
    cr_expect_eq(next(two, 2, 8 * 6.5 * SECOND).rounds, 3, "both get the same");
}

Test(harness_time_shares, what_is_scarce_keeps_two_boots_and_its_ends)
{
    struct time_shares_plan plan = next(&light, 1, 2 * 6 * SECOND);
    cr_expect_eq(plan.rounds, 2);
    cr_assert_eq(plan.densities.count, 3);
    cr_expect_eq(plan.densities.list[1], 2, "4 is left out first");
    cr_expect_eq(plan.densities.list[2], 8);
    cr_expect_float_eq(plan.left_out_ns, 4 * SECOND, 1);
    plan = next(&light, 1, 2 * 4 * SECOND);
    cr_assert_eq(plan.densities.count, 2);
    cr_expect_eq(plan.densities.list[0], 1);
    cr_expect_eq(plan.densities.list[1], 8);
}

// 1 and 8: 2 + 5.5 + 37 s; 1 and 4: 2 + 5.5 + 19 s, of each of two rounds.
Test(harness_time_shares, then_the_largest_gives_way)
{
    struct time_shares_plan plan = next(&heavy, 1, 60 * SECOND);
    cr_assert_eq(plan.densities.count, 2);
    cr_expect_eq(plan.densities.list[1], 4);
    plan = next(&heavy, 1, 14 * SECOND);
    cr_assert_eq(plan.densities.count, 1);
    cr_expect_eq(plan.densities.list[0], 1);
}

Test(harness_time_shares, where_nothing_fits_there_is_no_round)
{
    struct time_shares_plan plan = next(&heavy, 1, 3 * SECOND);
    cr_expect_eq(plan.rounds, 0);
    cr_expect_eq(plan.densities.count, 0);
    cr_expect_eq(next(&heavy, 1, -1 * SECOND).rounds, 0);
}

Test(harness_time_shares, who_wants_little_gets_it)
{
    const struct time_shares_load both[] = {light, heavy};
    struct time_shares_plan plan = next(both, 2, 60 * SECOND);
    cr_expect_eq(plan.densities.count, 4, "16 of 60 s are less than half");
    const struct time_shares_load turned[] = {heavy, light};
    plan = next(turned, 2, 60 * SECOND);
    cr_expect_lt(plan.densities.count, 4);
    cr_expect_gt(plan.densities.count, 0);
}

Test(harness_time_shares, one_round_is_enough_where_one_is_asked_for)
{
    struct time_shares shares = known();
    struct time_shares_plan plan = time_shares_next(&shares, &light, 1, &four, 1, 9 * SECOND);
    cr_expect_eq(plan.rounds, 1);
    cr_expect_eq(plan.densities.count, 4);
    time_shares_done(&shares);
}

Test(harness_time_shares, guesses_first_and_learns)
{
    struct time_shares shares = {.windows_ns = SECOND};
    double guessed_ns = time_shares_step_ns(&shares, &heavy_arms[1], 8);
    cr_expect_gt(guessed_ns, time_shares_step_ns(&shares, &heavy_arms[1], 1));
    cr_expect_gt(guessed_ns, time_shares_step_ns(&shares, &light_arms[1], 8));
    time_shares_learn(&shares, &heavy_arms[1], 2, 5 * SECOND);
    time_shares_learn(&shares, &heavy_arms[1], 2, 7 * SECOND);
    cr_expect_float_eq(time_shares_step_ns(&shares, &heavy_arms[1], 2), 6 * SECOND, 1);
    cr_expect_float_eq(time_shares_step_ns(&shares, &heavy_arms[1], 8),
                       (1 + 5 * 3.625 / 1.375) * SECOND, 1,
                       "all but the windows grows with the guests");
    cr_expect_float_eq(time_shares_step_ns(&shares, &light_arms[1], 8), 1.4 * SECOND, 1,
                       "the bare guest has taught nothing");
    time_shares_learn(&shares, &(struct time_shares_arm){"kvm", false}, 1, 0);
    cr_expect_eq(time_shares_step_ns(&shares, &(struct time_shares_arm){"kvm", false}, 8), 0,
                 "what is absent costs nothing");
    time_shares_done(&shares);
}
