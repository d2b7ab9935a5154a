// SPDX-License-Identifier: GPL-3.0-or-later
// Bars and break-even points where they can be worked out on paper.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "planner/certainty/certainty.h"
#include "tests/planner/made_market.h"

// Alike but that thrifty draws 50 W less at any load and is dearer by 500: at 0.20 a kWh these are
// worth 438 kWh x 1.5 x 0.20 = 131.40 a year, 465.94 over four years at 5 %.
static const double ANNUITY = (1 - 1 / (1.05 * 1.05 * 1.05 * 1.05)) / 0.05;
static const double SAVED_KWH = 50 * 8.760 * 1.5;

static void thirsty_and_thrifty(struct made_market *made)
{
    made_market_init(made);
    made_market_class(made, "web", 400, 4, 20);
    made_market_model(made, "thirsty", 16, 256, 10000);
    made_market_model(made, "thrifty", 16, 256, 10500);
    for (int i = 0; i < POWER_POINTS; i++)
        made->plan.catalogue.models[0].watts[i] += 50;
    made->plan.draws = 10;
    made_market_options(made);
}

static struct certainty certainty_of_made(const struct made_market *made, size_t best)
{
    struct certainty certainty;

    cr_assert(zero(
        int, certainty_of(&made->plan, &made->capacities, &made->choices, best, &certainty, NULL)));
    return certainty;
}

static const struct break_even *find_break(const struct certainty *certainty, const char *what,
                                           bool is_above)
{
    for (size_t i = 0; i < certainty->break_count; i++) {
        const struct break_even *at = &certainty->breaks[i];
        if (strcmp(at->what, what) == 0 && (at->threshold > at->now) == is_above)
            return at;
    }
    return NULL;
}

static const struct tornado_bar *find_bar(const struct certainty *certainty, const char *what)
{
    for (size_t i = 0; i < certainty->bar_count; i++)
        if (strcmp(certainty->bars[i].what, what) == 0)
            return &certainty->bars[i];
    return NULL;
}

Test(planner_certainty_break, finds_the_energy_price_at_which_another_wins)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    struct certainty certainty = certainty_of_made(&made, 0);
    const struct break_even *at = find_break(&certainty, "energy.price", true);
    cr_assert(not(zero(ptr, (void *)at)));
    cr_expect(epsilon_eq(dbl, at->threshold, 500 / (SAVED_KWH * ANNUITY), 1e-6));
    cr_expect(eq(dbl, at->now, 0.20));
    cr_expect(eq(sz, at->option, 1));
    cr_expect(epsilon_eq(dbl, at->distance, log(at->threshold / 0.20), 1e-12));
    scope_free char *words = break_even_words(at, "EUR", "another");
    cr_expect_str_eq(words,
                     "energy.price above 0.2146 EUR (now 0.20 EUR): another is the cheapest.");
    cr_expect(zero(ptr, (void *)find_break(&certainty, "energy.price", false)));
    certainty_done(&certainty);
    made_market_done(&made);
}

Test(planner_certainty_break, finds_the_prices_of_both)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    struct certainty certainty = certainty_of_made(&made, 0);
    double worth = SAVED_KWH * 0.20 * ANNUITY;
    const struct break_even *rival = find_break(&certainty, "price of thrifty", false);
    const struct break_even *own = find_break(&certainty, "price of thirsty", true);
    cr_assert(not(zero(ptr, (void *)rival)));
    cr_assert(not(zero(ptr, (void *)own)));
    cr_expect(epsilon_eq(dbl, rival->threshold, 10000 + worth, 0.05));
    cr_expect(epsilon_eq(dbl, own->threshold, 10500 - worth, 0.05));
    cr_expect(eq(int, rival->assumption, ASSUMPTION_TOTAL));
    for (size_t i = 1; i < certainty.break_count; i++)
        cr_expect(ge(dbl, certainty.breaks[i].distance, certainty.breaks[i - 1].distance));
    certainty_done(&certainty);
    made_market_done(&made);
}

// 20 + k small hosts at 10,000 against 10 + k large ones at 19,000: the large ones win up to k = 1.
Test(planner_certainty_break, whole_numbers_turn_at_a_whole_number)
{
    struct made_market made;

    made_market_init(&made);
    made.plan.assumptions[ASSUME_ENERGY_PRICE] = uncertain_exact(0, ORIGIN_STATED);
    made_market_class(&made, "web", 400, 4, 20);
    made_market_model(&made, "small", 16, 256, 10000);
    made_market_model(&made, "large", 32, 512, 19000);
    made_market_options(&made);
    made.plan.draws = 10;
    struct certainty certainty = certainty_of_made(&made, 1);
    const struct break_even *at = find_break(&certainty, "failover.hosts", true);
    cr_assert(not(zero(ptr, (void *)at)));
    cr_expect(eq(dbl, at->threshold, 2));
    cr_expect(eq(sz, at->option, 0));
    scope_free char *words = break_even_words(at, "EUR", "another");
    cr_expect_str_eq(words, "failover.hosts at 2 or more (now 1): another is the cheapest.");
    certainty_done(&certainty);
    made_market_done(&made);
}

Test(planner_certainty_break, there_is_none_of_an_option_that_is_not_the_cheapest)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    struct certainty certainty = certainty_of_made(&made, 1);
    cr_expect(zero(sz, certainty.break_count));
    certainty_done(&certainty);
    made_market_done(&made);
}

// 21 hosts of 50 W idle and more; the rest of the cost stays.
Test(planner_certainty_bar, is_as_long_as_what_its_input_does)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    made.plan.assumptions[ASSUME_ENERGY_PRICE] = made_interval(0.20, 0.10, 0.40);
    made.plan.catalogue.models[0].price = made_interval(10000, 9900, 10100);
    made.plan.catalogue.models[1].price = made_interval(10500, 10490, 10510);
    struct certainty certainty = certainty_of_made(&made, 0);
    cr_assert(eq(sz, certainty.bar_count, 2)); // the rival's price moves nothing
    const struct tornado_bar *energy = find_bar(&certainty, "energy.price");
    const struct tornado_bar *price = find_bar(&certainty, "price of thirsty");
    cr_assert(not(zero(ptr, (void *)energy)));
    cr_assert(not(zero(ptr, (void *)price)));
    cr_expect(epsilon_eq(dbl, price->high_cost - price->low_cost, 21 * 200, 0.01));
    cr_expect(eq(dbl, energy->low_input, 0.10));
    cr_expect(eq(dbl, energy->high_input, 0.40));
    cr_expect(eq(sz, energy->low_best, 0));
    cr_expect(eq(sz, energy->high_best, 1));
    cr_expect(eq(sz, price->high_best, 1));
    cr_expect(gt(dbl, energy->high_cost - energy->low_cost, price->high_cost - price->low_cost));
    cr_expect_str_eq(certainty.bars[0].what, "energy.price");
    certainty_done(&certainty);
    made_market_done(&made);
}

Test(planner_certainty_bar, says_what_would_shorten_it)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    made.capacities.list[0].classes[0].guests = made_interval(20, 18.2, 22.7);
    made.plan.assumptions[ASSUME_PUE] =
        (struct uncertain){.value = 1.5, .low = 1.2, .high = 1.9, .origin = ORIGIN_GUESSED};
    struct certainty certainty = certainty_of_made(&made, 0);
    const struct tornado_bar *guests = find_bar(&certainty, "web: guests a host (kvm on ref)");
    const struct tornado_bar *pue = find_bar(&certainty, "energy.pue");
    cr_assert(not(zero(ptr, (void *)guests)));
    cr_assert(not(zero(ptr, (void *)pue)));
    cr_expect_str_eq(guests->reduce,
                     "more boots at 18 to 23 guests: fullhouse bench --label web --guests 1..23 "
                     "--repeats 8");
    cr_expect_str_eq(pue->reduce,
                     "your own energy.pue in the plan: nobody said it, this is a default");
    cr_expect(eq(int, pue->origin, ORIGIN_GUESSED));
    certainty_done(&certainty);
    made_market_done(&made);
}

// A guest of 200 GiB fits with the memory it takes now, and no longer with the most it may take.
Test(planner_certainty_bar, an_end_that_is_not_possible_is_the_longest)
{
    struct made_market made;

    thirsty_and_thrifty(&made);
    made.plan.demand.list[0].memory_bytes = 200.0 * 1024 * 1024 * 1024;
    made.plan.assumptions[ASSUME_PUE] = made_interval(1.5, 1.2, 1.9);
    made.capacities.list[0].classes[0].overhead_bytes = made_interval(1e9, 1e8, 8e10);
    struct certainty certainty = certainty_of_made(&made, 0);
    cr_assert(eq(sz, certainty.bar_count, 2));
    cr_expect_str_eq(certainty.bars[0].what, "web: memory beyond its own (kvm on ref)");
    cr_expect(isnan(certainty.bars[0].high_cost));
    cr_expect(eq(sz, certainty.bars[0].high_best, SIZE_MAX));
    certainty_done(&certainty);
    made_market_done(&made);
}
