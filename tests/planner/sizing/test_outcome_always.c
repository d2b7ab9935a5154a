// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of any plan, over many drawn at random from a seed.
#include "planner/sizing/outcome.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"
#include "tests/planner/made_plan.h"

static const double gib = 1024.0 * 1024 * 1024;

static void make_any(struct made_plan *made, struct rng *rng)
{
    made_plan_init(made);
    int classes = 1 + (int)rng_below(rng, 5);
    for (int c = 0; c < classes; c++) {
        struct guest_class *class =
            made_plan_class(made, "class", (double)rng_below(rng, 300), rng_unit(rng) * 0.6 - 0.2);
        class->memory_bytes = (1 + rng_unit(rng) * 60) * gib;
        class->disk_bytes = rng_unit(rng) * 1e12;
        if (rng_below(rng, 2))
            made_plan_curve(made, 0.6 + 40 * rng_unit(rng), rng_unit(rng));
        else
            made_plan_cores(made, 0.1 + 2 * rng_unit(rng), rng_unit(rng), rng_unit(rng));
    }
    struct host_model *model = made_plan_model(made, "A");
    model->disk_bytes = 4e12 + rng_unit(rng) * 1e13;
    model->price = uncertain_exact(1 + 10000 * rng_unit(rng), ORIGIN_STATED);
    model->support_year = 500 * rng_unit(rng);
    made_plan_licence(made, LICENCE_CORE, 100 * rng_unit(rng))->maintenance = 0.2;
    made_plan_licence(made, LICENCE_GUEST, 10 * rng_unit(rng))->yearly = rng_below(rng, 2);
    made_plan_assume(made, ASSUME_SPARE, (double)rng_below(rng, 3));
    made_plan_assume(made, ASSUME_GROUP, (double)rng_below(rng, 2) * 6);
    made_plan_assume(made, ASSUME_DISCOUNT, 0.1 * rng_unit(rng));
    made_plan_assume(made, ASSUME_LIFETIME, 1 + (double)rng_below(rng, 6));
    made_plan_assume(made, ASSUME_RESIDUAL, 0.2 * rng_unit(rng));
    made_plan_assume(made, ASSUME_ENERGY_PRICE, rng_unit(rng));
    made_plan_assume(made, ASSUME_PUE, 1 + rng_unit(rng));
    made_plan_assume(made, ASSUME_RACK, 1000 * rng_unit(rng));
    made_plan_assume(made, ASSUME_RACK_UNIT, 100 * rng_unit(rng));
    made_plan_assume(made, ASSUME_STAFF_HOURS, 8 * rng_unit(rng));
    made_plan_assume(made, ASSUME_STAFF_RATE, 60 * rng_unit(rng));
}

Test(planner_outcome_always, more_guests_never_need_fewer_hosts)
{
    struct rng rng;
    rng_init(&rng, 1);
    for (int trial = 0; trial < 3000; trial++) {
        struct made_plan made;
        make_any(&made, &rng);
        struct outcome before = made_plan_outcome(&made, 0);
        size_t class = rng_below(&rng, made.plan.demand.count);
        made.classes[class].count.value += (double)(1 + rng_below(&rng, 1 + rng_below(&rng, 100)));
        struct outcome after = made_plan_outcome(&made, 0);
        cr_assert(!after.is_possible || before.is_possible);
        for (int y = 0; y < 4 && after.is_possible; y++)
            cr_assert_geq(after.year[y].hosts, before.year[y].hosts, "trial %d, year %d: %g, %g",
                          trial, y, before.year[y].hosts, after.year[y].hosts);
    }
}

Test(planner_outcome_always, a_higher_price_never_makes_it_cheaper)
{
    struct rng rng;
    rng_init(&rng, 2);
    for (int trial = 0; trial < 1000; trial++) {
        struct made_plan made;
        make_any(&made, &rng);
        struct outcome before = made_plan_outcome(&made, 0);
        if (!before.is_possible)
            continue;
        struct uncertain *const prices[] = {
            &made.models[0].price,
            &made.licences[0].price,
            &made.licences[1].price,
            &made.plan.assumptions[ASSUME_ENERGY_PRICE],
            &made.plan.assumptions[ASSUME_RACK],
            &made.plan.assumptions[ASSUME_STAFF_RATE],
            &made.plan.assumptions[ASSUME_PUE],
        };
        prices[rng_below(&rng, sizeof(prices) / sizeof(*prices))]->value *= 1 + rng_unit(&rng);
        struct outcome after = made_plan_outcome(&made, 0);
        cr_assert_geq(after.net_present_cost, before.net_present_cost * (1 - 1e-12));
        cr_assert_eq(after.year[3].hosts, before.year[3].hosts);
    }
}

Test(planner_outcome_always, twice_the_money_is_twice_the_cost)
{
    struct rng rng;
    rng_init(&rng, 4);
    for (int trial = 0; trial < 1000; trial++) {
        struct made_plan made;
        make_any(&made, &rng);
        struct outcome before = made_plan_outcome(&made, 0);
        made.models[0].price.value *= 2;
        made.models[0].support_year *= 2;
        made.licences[0].price.value *= 2;
        made.licences[1].price.value *= 2;
        static const enum assumption money[] = {ASSUME_ENERGY_PRICE, ASSUME_RACK, ASSUME_RACK_UNIT,
                                                ASSUME_STAFF_RATE};
        for (size_t i = 0; i < sizeof(money) / sizeof(*money); i++)
            made.plan.assumptions[money[i]].value *= 2;
        struct outcome after = made_plan_outcome(&made, 0);
        if (before.is_possible)
            cr_assert_float_eq(after.net_present_cost, 2 * before.net_present_cost,
                               1e-9 * before.net_present_cost);
    }
}

// What is printed adds up: amounts are whole cents, the years' present values the net present cost.
Test(planner_outcome_always, printed_lines_add_up)
{
    struct rng rng;
    rng_init(&rng, 5);
    for (int trial = 0; trial < 300; trial++) {
        struct made_plan made;
        make_any(&made, &rng);
        struct outcome outcome = made_plan_confirmed(&made, 0);
        double sum = 0;
        for (int y = 0; y < 4 && outcome.is_possible; y++) {
            for (int i = 0; i < COST_ITEM_COUNT; i++) {
                double cents = outcome.year[y].cost[i] * 100;
                cr_assert_float_eq(cents, round(cents), 1e-4);
            }
            sum += outcome.year[y].present;
        }
        if (outcome.is_possible)
            cr_assert_float_eq(outcome.net_present_cost, sum, 1e-6);
    }
}
