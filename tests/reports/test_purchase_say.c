// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "reports/purchase_say.h"
#include "tests/reports/made_purchase.h"

static void expect(char *taken, const char *text)
{
    cr_expect_str_eq(taken, text);
    free(taken);
}

Test(reports_purchase_say, numbers_keep_their_intervals)
{
    const struct uncertain exact = uncertain_exact(900, ORIGIN_STATED);
    const struct uncertain wide = {14, 12, 15.5, ORIGIN_MEASURED}, absent = uncertain_absent();
    const struct uncertain growth = {0.1, 0.05, 0.2, ORIGIN_STATED};
    expect(purchase_uncertain(&exact, false), "900");
    expect(purchase_uncertain(&wide, false), "14 [12, 15.5]");
    expect(purchase_uncertain(&growth, true), "10% [5%, 20%]");
    expect(purchase_uncertain(&absent, false), "-");
}

Test(reports_purchase_say, names_platforms_only_where_they_differ)
{
    struct made_purchase made;
    made_purchase_init(&made, &(struct made_purchase_options){0});
    expect(purchase_short_name(&made.purchase, 2), "R-32");
    expect(purchase_short_name(&made.purchase, 99), "?");
    made_purchase_done(&made);
    made_purchase_init(&made, &(struct made_purchase_options){.emulated = true});
    expect(purchase_short_name(&made.purchase, 0), "R-16, KVM");
    expect(purchase_short_name(&made.purchase, 2), "R-32, TCG (EMULATED)");
    made_purchase_done(&made);
}

Test(reports_purchase_say, inputs_have_the_unit_of_their_assumption)
{
    struct made_purchase made;
    made_purchase_init(&made, &(struct made_purchase_options){0});
    expect(purchase_input(&made.purchase, "energy.price", 0.31), "0.31 EUR");
    expect(purchase_input(&made.purchase, "web: growth", 0.2), "20%");
    expect(purchase_input(&made.purchase, "web: guests", 1234), "1234");
    made_purchase_done(&made);
}

// 10 guests on hosts of 4 are 3 hosts and a spare one; on hosts of 2 they are 5 and the spare one.
Test(reports_purchase_say, other_densities_cost_by_their_hosts)
{
    struct outcome outcome = {.is_possible = true, .years = 2, .guests_a_host = 4};
    for (int y = 0; y < 2; y++)
        outcome.year[y] = (struct outcome_year){.guests = 10, .needed = 3, .spare = 1, .hosts = 4};
    cr_expect_float_eq(purchase_cost_ratio(&outcome, 4), 1, 1e-12);
    cr_expect_float_eq(purchase_cost_ratio(&outcome, 2), 1.5, 1e-12);
    outcome.years = 0;
    cr_expect(isnan(purchase_cost_ratio(&outcome, 2)));
}

Test(reports_purchase_say, sums_are_whole_cents)
{
    struct outcome outcome = {.years = 1};
    outcome.year[0].cost[COST_ENERGY] = 0.1;
    outcome.year[0].cost[COST_COOLING] = 0.2;
    cr_expect_eq(outcome_year_total(&outcome, 0), 0.3);
    cr_expect_eq(outcome_total(&outcome, COST_ITEM_COUNT), 0.3);
}
