// SPDX-License-Identifier: GPL-3.0-or-later
// A plan of four years worked out by hand, to the cent, line by line. The arithmetic stands beside
// each figure; nothing here was copied from what the program says.
#include "planner/sizing/outcome.h"

#include <criterion/criterion.h>
#include <math.h>

#include "planner/sizing/cost_year.h"
#include "tests/planner/made_plan.h"

// 100 guests that grow by a tenth a year: 110, 121, 133 (133.1), 146 (146.41) on the last days; on
// average (100 + 110) / 2 = 105, 115.5, 127, 139.5. The reference host of 8 cores holds 20, the
// model 2.2 times that: 44. One host may fail while another is drained.
static void make(struct made_plan *made)
{
    made_plan_init(made);
    made_plan_class(made, "web", 100, 0.1);
    made_plan_curve(made, 20, 0.32);
    struct host_model *model = made_plan_model(made, "A");
    made->options[0].capacity = uncertain_exact(2.2, ORIGIN_SCALED);
    model->cores = 12;
    model->price = uncertain_exact(12000, ORIGIN_STATED);
    model->support_year = 500;
    // Bought once, 150 for two cores, at least 16 cores a host and 8 a socket, 20 % a year.
    struct licence *cores = made_plan_licence(made, LICENCE_CORE, 150);
    cores->pack = 2;
    cores->minimum_per_host = 16;
    cores->minimum_per_socket = 8;
    cores->maintenance = 0.2;
    made_plan_licence(made, LICENCE_HOST, 300)->yearly = true;
    struct licence *guests = made_plan_licence(made, LICENCE_GUEST, 10);
    guests->yearly = true;
    guests->class = (char *)"web";
    struct licence *other = made_plan_licence(made, LICENCE_HOST, 1e6);
    other->platform = (char *)"xen"; // not for these hosts
    made_plan_assume(made, ASSUME_DISCOUNT, 0.05);
    made_plan_assume(made, ASSUME_RESIDUAL, 0.1);
    made_plan_assume(made, ASSUME_PRICE_CHANGE, -0.03);
    made_plan_assume(made, ASSUME_ENERGY_PRICE, 0.25);
    made_plan_assume(made, ASSUME_ENERGY_CHANGE, 0.04);
    made_plan_assume(made, ASSUME_PUE, 1.4);
    made_plan_assume(made, ASSUME_RACK, 1200);
    made_plan_assume(made, ASSUME_RACK_UNIT, 50);
    made_plan_assume(made, ASSUME_STAFF_HOURS, 4);
    made_plan_assume(made, ASSUME_STAFF_RATE, 60);
    made_plan_assume(made, ASSUME_SPARE, 1);
    made_plan_assume(made, ASSUME_DRAINED, 1);
}

static void expect_money(const struct outcome *outcome, enum cost_item item,
                         const double expected[4])
{
    for (int y = 0; y < 4; y++)
        cr_expect_float_eq(outcome->year[y].cost[item], expected[y], 1e-6, "%s, year %d: %.4f",
                           cost_item_name(item), y + 1, outcome->year[y].cost[item]);
}

// 110 / 44 = 2.5, 121 / 44 = 2.75, 133 / 44 = 3.02, 146 / 44 = 3.3: 3, 3, 4, 4; two more are kept.
Test(planner_outcome_money, growth_makes_a_host_be_bought_in_the_third_year)
{
    struct made_plan made;
    make(&made);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    const double guests[] = {110, 121, 133, 146}, average[] = {105, 115.5, 127, 139.5};
    const double needed[] = {3, 3, 4, 4}, hosts[] = {5, 5, 6, 6}, bought[] = {5, 0, 1, 0};
    cr_assert(outcome.is_possible);
    cr_expect_eq(outcome.years, 4);
    cr_expect_eq(outcome.binding, RESOURCE_CPU);
    cr_expect_float_eq(outcome.guests_a_host, 44, 1e-9);
    for (int y = 0; y < 4; y++) {
        const struct outcome_year *year = &outcome.year[y];
        cr_expect_float_eq(year->guests, guests[y], 1e-9);
        cr_expect_float_eq(year->average, average[y], 1e-9);
        cr_expect_float_eq(year->needed, needed[y], 1e-9);
        cr_expect_float_eq(year->spare, 2, 1e-9);
        cr_expect_float_eq(year->hosts, hosts[y], 1e-9);
        cr_expect_float_eq(year->bought, bought[y], 1e-9);
        cr_expect_float_eq(year->dealt, 0, 1e-9);
    }
}

Test(planner_outcome_money, purchase_and_what_hosts_are_worth_at_the_end)
{
    struct made_plan made;
    make(&made);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    // 5 x 12000; 1 x 12000 x 0.97 x 0.97.
    expect_money(&outcome, COST_PURCHASE, (double[]){60000, 0, 11290.80, 0});
    // After 4 years one of 5 is left to the first five, three to the last one:
    // 60000 x 0.1 x 1 = 6000; 11290.80 x 0.1 x 3 = 3387.24.
    expect_money(&outcome, COST_RESIDUAL, (double[]){0, 0, 0, -9387.24});
}

Test(planner_outcome_money, licences_with_their_minimum)
{
    struct made_plan made;
    make(&made);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    // 12 cores count as 16: 8 packs of 2 at 150 are 1200 a host. 5 hosts, then one more.
    expect_money(&outcome, COST_LICENCES, (double[]){6000, 0, 1200, 0});
    // A host and year: 20 % of 1200 = 240, and 300; a guest 10.
    // 5 x 540 + 1100; 5 x 540 + 1210; 6 x 540 + 1330; 6 x 540 + 1460.
    expect_money(&outcome, COST_LICENCE_YEARS, (double[]){3800, 3910, 4570, 4700});
}

Test(planner_outcome_money, energy_and_cooling_at_the_load_predicted)
{
    struct made_plan made;
    make(&made);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    // A host is as good as 8 x 2.2 = 17.6 cores of the reference host. Busy: 105 x 0.32 = 33.6 of
    // 5 x 17.6 = 88; 36.96 of 88; 40.64 of 105.6; 44.64 of 105.6.
    const double load[] = {33.6 / 88, 0.42, 40.64 / 105.6, 44.64 / 105.6};
    // 30 % 170 W, 40 % 190 W, 50 % 210 W: 170 + 20 x 0.8181...; 190 + 20 x 0.2; and so on.
    const double watts[] = {186.363636363636, 194, 186.969696969697, 194.545454545455};
    // x 8760 h x 5, 5, 6, 6 / 1000.
    const double kwh[] = {8162.727272727, 8497.2, 9827.127272727, 10225.309090909};
    for (int y = 0; y < 4; y++) {
        cr_expect_float_eq(outcome.year[y].load, load[y], 1e-12);
        cr_expect_float_eq(outcome.year[y].watts, watts[y], 1e-9);
        cr_expect_float_eq(outcome.year[y].kwh, kwh[y], 1e-6);
    }
    // A kWh: 0.25, 0.26, 0.2704, 0.281216.
    // 8162.7273 x 0.25 = 2040.6818; 8497.2 x 0.26 = 2209.272; 9827.1273 x 0.2704 = 2657.2552;
    // 10225.3091 x 0.281216 = 2875.5205.
    expect_money(&outcome, COST_ENERGY, (double[]){2040.68, 2209.27, 2657.26, 2875.52});
    // PUE 1.4, so 0.4 of that: 816.2727, 883.7088, 1062.9021, 1150.2082.
    expect_money(&outcome, COST_COOLING, (double[]){816.27, 883.71, 1062.90, 1150.21});
}

Test(planner_outcome_money, support_space_and_staff)
{
    struct made_plan made;
    make(&made);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    expect_money(&outcome, COST_SUPPORT, (double[]){2500, 2500, 3000, 3000}); // 500 a host
    // One rack at 1200; 5 x 2 and 6 x 2 rack units at 50.
    expect_money(&outcome, COST_SPACE, (double[]){1700, 1700, 1800, 1800});
    expect_money(&outcome, COST_STAFF, (double[]){1200, 1200, 1440, 1440}); // 4 h x 60 a host
}

Test(planner_outcome_money, net_present_cost_and_what_is_made_of_it)
{
    struct made_plan made;
    make(&made);
    made.capacity[0].throughput_hz = uncertain_exact(50, ORIGIN_MEASURED);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    // At the start 60000 + 6000 = 66000; at the end 3800 + 2500 + 2040.68 + 816.27 + 1700 + 1200 =
    // 12056.95, over 1.05 = 11482.81.
    cr_expect_float_eq(outcome.year[0].present, 77482.81, 1e-6);
    // 3910 + 2500 + 2209.27 + 883.71 + 1700 + 1200 = 12402.98, over 1.1025.
    cr_expect_float_eq(outcome.year[1].present, 11249.87, 1e-6);
    // (11290.80 + 1200) / 1.1025 = 11329.5238; (4570 + 3000 + 2657.26 + 1062.90 + 1800 + 1440 =
    // 14530.16) / 1.157625 = 12551.6985.
    cr_expect_float_eq(outcome.year[2].present, 23881.22, 1e-6);
    // 4700 + 3000 + 2875.52 + 1150.21 + 1800 + 1440 - 9387.24 = 5578.49, over 1.21550625.
    cr_expect_float_eq(outcome.year[3].present, 4589.44, 1e-6);
    cr_expect_float_eq(outcome.net_present_cost, 117203.34, 1e-6);
    // 105 + 115.5 + 127 + 139.5 = 487 guest years, 5844 guest months.
    cr_expect_float_eq(outcome.guest_month, 117203.34 / 5844, 1e-9);
    // 146 guests of 50 operations a second.
    cr_expect_float_eq(outcome.performance_hz, 7300, 1e-9);
    cr_expect_float_eq(outcome.cost_per_hz, 117203.34 / 7300, 1e-9);
}

Test(planner_outcome_money, a_draw_is_not_rounded)
{
    struct made_plan made;
    make(&made);
    struct outcome draw = made_plan_outcome(&made, 0), plan = made_plan_confirmed(&made, 0);
    cr_expect_float_eq(draw.year[0].cost[COST_ENERGY], 2040.6818181818, 1e-9);
    cr_expect_float_eq(draw.net_present_cost, plan.net_present_cost, 0.05);
    cr_expect_neq(draw.net_present_cost, plan.net_present_cost);
}

// Two years of life: those of the first year are replaced in the third, at its price, and their
// licences are taken along.
Test(planner_outcome_money, hosts_that_are_worn_out_are_bought_again)
{
    struct made_plan made;
    make(&made);
    made_plan_assume(&made, ASSUME_LIFETIME, 2);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    const double bought[] = {5, 0, 6, 0};
    for (int y = 0; y < 4; y++)
        cr_expect_float_eq(outcome.year[y].bought, bought[y], 1e-9);
    // 6 x 12000 x 0.9409 = 67744.80.
    expect_money(&outcome, COST_PURCHASE, (double[]){60000, 0, 67744.80, 0});
    expect_money(&outcome, COST_LICENCES, (double[]){6000, 0, 1200, 0});
    expect_money(&outcome, COST_RESIDUAL, (double[]){0, 0, 0, 0}); // two years old: worth nothing
}

// A lifetime of one year renews everything every year.
Test(planner_outcome_money, hosts_of_one_year_are_bought_every_year)
{
    struct made_plan made;
    make(&made);
    made_plan_assume(&made, ASSUME_LIFETIME, 1);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    const double bought[] = {5, 5, 6, 6};
    for (int y = 0; y < 4; y++)
        cr_expect_float_eq(outcome.year[y].bought, bought[y], 1e-9);
}

// Ten years of hosts that last three: 132 / 44 = 3 and two spare are renewed in years 4, 7 and 10.
Test(planner_outcome_money, replacements_are_replaced_in_turn)
{
    struct made_plan made;
    make(&made);
    made_plan_assume(&made, ASSUME_HORIZON, 10);
    made_plan_assume(&made, ASSUME_LIFETIME, 3);
    made.classes[0].growth.value = 0;
    made.classes[0].count.value = 132;
    struct outcome outcome = made_plan_confirmed(&made, 0);
    const double bought[] = {5, 0, 0, 5, 0, 0, 5, 0, 0, 5};
    for (int y = 0; y < 10; y++)
        cr_expect_float_eq(outcome.year[y].bought, bought[y], 1e-9);
    // The last five have two years of three left: 5 x 12000 x 0.97^9 x 0.1 x 2.
    cr_expect_float_eq(outcome.year[9].cost[COST_RESIDUAL], -9122.77, 1e-6);
}

// Bought once by the guest: 110, then 11, 12 and 13 more, at 30; a fifth a year of all that is
// owned.
Test(planner_outcome_money, licences_by_the_guest_are_bought_for_those_that_are_added)
{
    struct made_plan made;
    make(&made);
    made.plan.licence_count = 0;
    made_plan_licence(&made, LICENCE_GUEST, 30)->maintenance = 0.2;
    struct outcome outcome = made_plan_confirmed(&made, 0);
    expect_money(&outcome, COST_LICENCES, (double[]){3300, 330, 360, 390});
    expect_money(&outcome, COST_LICENCE_YEARS, (double[]){660, 726, 798, 876});
}

Test(planner_outcome_money, a_host_does_not_span_two_racks)
{
    cr_expect_float_eq(cost_year_racks(42, 1, 42), 1, 1e-9);
    cr_expect_float_eq(cost_year_racks(43, 1, 42), 2, 1e-9);
    cr_expect_float_eq(cost_year_racks(10, 4, 42), 1, 1e-9);
    cr_expect_float_eq(cost_year_racks(11, 4, 42), 2, 1e-9); // 44 units; and 10 fit in one
    cr_expect_float_eq(cost_year_racks(21, 4, 42), 3, 1e-9); // 84 units would be two
    cr_expect_float_eq(cost_year_racks(3, 0, 42), 0, 1e-9);
    cr_expect_float_eq(cost_year_racks(2, 50, 42), 3, 1e-9); // larger than a rack: by its height
}

Test(planner_outcome_money, cents_go_away_from_zero_at_the_half)
{
    cr_expect_float_eq(cost_item_cents(1.005), 1.01, 1e-12);
    cr_expect_float_eq(cost_item_cents(-1.005), -1.01, 1e-12);
    cr_expect_float_eq(cost_item_cents(2.675), 2.68, 1e-12);
    cr_expect_float_eq(cost_item_cents(0.004), 0, 1e-12);
    cr_expect_float_eq(cost_item_cents(1234567.894), 1234567.89, 1e-6);
}
