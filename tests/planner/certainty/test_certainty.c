// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's certainty must be where it can be told beforehand, and that threads and the order
// of inputs leave it alone.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_bar.h"
#include "planner/certainty/certainty_break.h"
#include "planner/certainty/certainty_draws.h"
#include "planner/certainty/certainty_input.h"
#include "planner/certainty/certainty_rank.h"
#include "tests/planner/made_market.h"

// Two models that hold the same: small at 10,000 and large, of twice its CPUs and memory, at
// 21,000.
static void two_models(struct made_market *made)
{
    made_market_init(made);
    made_market_class(made, "web", 400, 4, 20);
    made_market_model(made, "small", 16, 256, 10000);
    made_market_model(made, "large", 32, 512, 21000);
    made_market_options(made);
}

static struct certainty certainty_of_made(const struct made_market *made, size_t best)
{
    struct certainty certainty;

    cr_assert(zero(
        int, certainty_of(&made->plan, &made->capacities, &made->choices, best, &certainty, NULL)));
    return certainty;
}

static struct outcome outcome_now(const struct made_market *made, size_t option)
{
    struct situation situation;
    struct demand_load load;
    struct outcome outcome;

    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    demand_load_of(&situation, made->choices.list[option].basis_index, &load);
    outcome_confirm(&situation, option, &load, &outcome);
    situation_done(&situation);
    return outcome;
}

Test(planner_certainty, nothing_uncertain_is_certain)
{
    struct made_market made;

    two_models(&made);
    struct outcome now = outcome_now(&made, 0);
    struct certainty certainty = certainty_of_made(&made, 0);
    const struct option_certainty *small = &certainty.options[0];
    cr_expect(eq(u32, certainty.draws, 1000));
    cr_expect(eq(sz, certainty.option_count, 2));
    cr_expect(ieee_ulp_eq(dbl, small->cost.low, now.net_present_cost, 4));
    cr_expect(ieee_ulp_eq(dbl, small->cost.value, now.net_present_cost, 4));
    cr_expect(ieee_ulp_eq(dbl, small->cost.high, now.net_present_cost, 4));
    cr_expect(eq(dbl, small->hosts.value, 21));
    cr_expect(ieee_ulp_eq(dbl, small->guest_month.value, now.guest_month, 4));
    cr_expect(eq(dbl, small->cheapest_ratio, 1));
    cr_expect(eq(dbl, small->possible_ratio, 1));
    cr_expect(eq(dbl, certainty.options[1].cheapest_ratio, 0));
    cr_expect(eq(sz, certainty.bar_count, 0));
    certainty_done(&certainty);
    made_market_done(&made);
}

// Purchase is the only cost that moves, and it moves with the price: the percentiles are those of
// the price.
Test(planner_certainty, percentiles_are_those_of_what_is_drawn)
{
    struct made_market made;

    two_models(&made);
    made.plan.draws = 20000;
    made.plan.catalogue.models[0].price = made_interval(10000, 8000, 12500);
    double now = outcome_now(&made, 0).net_present_cost;
    struct certainty certainty = certainty_of_made(&made, 0);
    const struct estimate *cost = &certainty.options[0].cost;
    cr_expect(epsilon_eq(dbl, cost->value, now, 21 * 60));
    cr_expect(epsilon_eq(dbl, cost->low, now - 21 * 2000, 21 * 100));
    cr_expect(epsilon_eq(dbl, cost->high, now + 21 * 2500, 21 * 150));
    cr_expect(eq(dbl, certainty.options[1].cost.low, certainty.options[1].cost.high));
    certainty_done(&certainty);
    made_market_done(&made);
}

// Scaled CPUs of two models: each standard normal, half of it the same for both; prices have
// nothing in common.
Test(planner_certainty, half_of_what_scaling_may_miss_is_missed_by_all)
{
    static const struct {
        int kind;
        double common;
    } cases[] = {{INPUT_CAPACITY, CERTAINTY_SCALING_COMMON}, {INPUT_PRICE, 0}};
    enum { DRAWS = 20000 };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const struct certainty_input one = {.kind = cases[c].kind, .first = 0};
        const struct certainty_input other = {.kind = cases[c].kind, .first = 1};
        double squares = 0, products = 0;
        for (uint32_t draw = 0; draw < DRAWS; draw++) {
            double z = certainty_input_z(&one, 7, draw);
            squares += z * z;
            products += z * certainty_input_z(&other, 7, draw);
        }
        cr_expect(epsilon_eq(dbl, squares / DRAWS, 1, 0.05));
        cr_expect(epsilon_eq(dbl, products / DRAWS, cases[c].common, 0.04));
    }
}

// Two options alike but for their names, prices uncertain alike and independently: a coin's toss.
Test(planner_certainty, equals_are_the_cheapest_equally_often)
{
    struct made_market made;

    made_market_init(&made);
    made_market_class(&made, "web", 400, 4, 20);
    made_market_model(&made, "one", 16, 256, 10000);
    made_market_model(&made, "other", 16, 256, 10000);
    made.plan.catalogue.models[0].price = made_interval(10000, 8000, 12500);
    made.plan.catalogue.models[1].price = made_interval(10000, 8000, 12500);
    made.plan.draws = 10000;
    made_market_options(&made);
    struct certainty certainty = certainty_of_made(&made, 0);
    cr_expect(epsilon_eq(dbl, certainty.options[0].cheapest_ratio, 0.5, 0.02));
    cr_expect(epsilon_eq(
        dbl, certainty.options[0].cheapest_ratio + certainty.options[1].cheapest_ratio, 1, 1e-12));
    certainty_done(&certainty);
    made_market_done(&made);
}

// What enters both alike cannot part them, however uncertain it is.
Test(planner_certainty, what_is_common_does_not_part_options)
{
    struct made_market made;

    two_models(&made);
    made.plan.assumptions[ASSUME_PUE] = made_interval(1.5, 1.1, 2.5);
    made.plan.demand.list[0].count = made_interval(400, 200, 800);
    struct certainty certainty = certainty_of_made(&made, 0);
    cr_expect(gt(dbl, certainty.options[0].cost.high, 2 * certainty.options[0].cost.low));
    cr_expect(gt(dbl, certainty.options[0].cheapest_ratio, 0.95));
    certainty_done(&certainty);
    made_market_done(&made);
}

// A guest of 300 GiB fits the large one only; of 200 GiB both.
Test(planner_certainty, counts_what_is_not_possible)
{
    struct made_market made;

    two_models(&made);
    made.plan.demand.list[0].memory_bytes = 200.0 * 1024 * 1024 * 1024;
    made.capacities.list[0].classes[0].overhead_bytes = made_interval(40e9, 1e9, 80e9);
    struct certainty certainty = certainty_of_made(&made, 1);
    cr_expect(all(gt(dbl, certainty.options[0].possible_ratio, 0.1),
                  lt(dbl, certainty.options[0].possible_ratio, 0.9)));
    cr_expect(eq(dbl, certainty.options[1].possible_ratio, 1));
    cr_expect(gt(dbl, certainty.options[0].cost.value, 0));
    certainty_done(&certainty);
    made_market_done(&made);
}

Test(planner_certainty, no_option_is_refused)
{
    struct made_market made;
    struct certainty certainty = {0};
    struct err err = {0};

    two_models(&made);
    cr_expect(eq(int,
                 certainty_of(&made.plan, &made.capacities, &made.choices, 2, &certainty, &err),
                 -EINVAL));
    err_done(&err);
    made_market_done(&made);
}

static void expect_same_draws(const struct certainty_draws *a, const struct certainty_draws *b)
{
    size_t cells = a->count * a->option_count;

    cr_assert(eq(u32, a->count, b->count));
    cr_expect(zero(int, memcmp(a->costs, b->costs, cells * sizeof *a->costs)));
    cr_expect(zero(int, memcmp(a->hosts, b->hosts, cells * sizeof *a->hosts)));
    cr_expect(zero(int, memcmp(a->months, b->months, a->count * sizeof *a->months)));
    cr_expect(zero(int, memcmp(a->cheapest, b->cheapest, a->count * sizeof *a->cheapest)));
}

Test(planner_certainty, draws_are_the_same_on_any_number_of_threads)
{
    struct made_market made;
    struct certainty_inputs inputs;
    struct certainty_draws one, many;

    made_market_random(&made, 7, 12, 9);
    made.plan.draws = 301;
    certainty_inputs_of(&made.plan, &made.capacities, &made.choices, &inputs);
    certainty_draws_take(&inputs, 1, &one);
    for (unsigned workers = 2; workers <= 5; workers += 3) {
        certainty_draws_take(&inputs, workers, &many);
        expect_same_draws(&one, &many);
        certainty_draws_done(&many);
    }
    certainty_draws_done(&one);
    certainty_inputs_done(&inputs);
    made_market_done(&made);
}

Test(planner_certainty, bars_and_breaks_are_the_same_on_any_number_of_threads)
{
    struct made_market made;
    struct certainty_inputs inputs;
    struct tornado_bar *bars[2];
    struct break_even *breaks[2];
    size_t bar_count[2], break_count[2];
    struct certainty_rank rank;

    made_market_random(&made, 7, 12, 9);
    certainty_inputs_of(&made.plan, &made.capacities, &made.choices, &inputs);
    certainty_rank_init(&rank, &inputs);
    size_t best = certainty_rank_cheapest(rank.now, &made.choices);
    certainty_rank_done(&rank);
    for (unsigned i = 0; i < 2; i++) {
        certainty_bars_of(&inputs, best, 1 + 4 * i, &bars[i], &bar_count[i]);
        certainty_breaks_of(&inputs, best, 1 + 4 * i, &breaks[i], &break_count[i]);
    }
    cr_assert(eq(sz, bar_count[0], bar_count[1]));
    cr_assert(eq(sz, break_count[0], break_count[1]));
    cr_expect(gt(sz, bar_count[0], 10));
    cr_expect(gt(sz, break_count[0], 5));
    for (size_t i = 0; i < bar_count[0]; i++) {
        cr_expect(eq(str, bars[0][i].what, bars[1][i].what));
        cr_expect(eq(dbl, bars[0][i].low_cost, bars[1][i].low_cost));
    }
    for (size_t i = 0; i < break_count[0]; i++) {
        cr_expect(eq(str, breaks[0][i].what, breaks[1][i].what));
        cr_expect(eq(dbl, breaks[0][i].threshold, breaks[1][i].threshold));
    }
    for (unsigned i = 0; i < 2; i++) {
        for (size_t k = 0; k < bar_count[i]; k++)
            tornado_bar_done(&bars[i][k]);
        for (size_t k = 0; k < break_count[i]; k++)
            break_even_done(&breaks[i][k]);
        free(bars[i]);
        free(breaks[i]);
    }
    certainty_inputs_done(&inputs);
    made_market_done(&made);
}
