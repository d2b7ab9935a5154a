// SPDX-License-Identifier: GPL-3.0-or-later
// What is possible and what is not, with the rule that stops it; hosts by year; failover.
#include "planner/sizing/outcome.h"

#include <criterion/criterion.h>
#include <math.h>

#include "planner/sizing/situation.h"
#include "tests/planner/made_plan.h"

static const double gib = 1024.0 * 1024 * 1024;

// 100 web guests, 40 a host.
static void make(struct made_plan *made)
{
    made_plan_init(made);
    made_plan_class(made, "web", 100, 0);
    made_plan_curve(made, 20, 0.3);
    made_plan_model(made, "A")->price = uncertain_exact(1000, ORIGIN_STATED);
}

static void expect_stop(const struct made_plan *made, enum outcome_stop stop,
                        enum resource resource, int class)
{
    struct outcome outcome = made_plan_confirmed(made, 0);
    cr_expect_not(outcome.is_possible);
    cr_expect_eq(outcome.stop, stop, "%s", outcome_stop_words(outcome.stop));
    cr_expect_eq(outcome.binding, resource, "%s", resource_name(outcome.binding));
    cr_expect_eq(outcome.stopped_class, class);
    cr_expect(isnan(outcome.net_present_cost) && isnan(outcome.guest_month));
    cr_expect_eq(outcome.year[0].hosts, 0);
    cr_expect_eq(outcome.year[0].guests, made_plan_outcome(made, 0).year[0].guests);
}

Test(planner_outcome, a_guest_larger_than_the_host_is_named_with_the_resource)
{
    struct made_plan made;
    make(&made);
    struct guest_class *class = made_plan_class(&made, "big", 1, 0);
    made_plan_curve(&made, 20, 0.3);
    class->memory_bytes = 513 * gib;
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_MEMORY, 1);
    class->memory_bytes = 512 * gib;
    cr_expect(made_plan_confirmed(&made, 0).is_possible);
    made_plan_assume(&made, ASSUME_MEMORY_HOST, gib);
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_MEMORY, 1);
    class->memory_bytes = 0;
    class->disk_hz = 10;
    made.models[0].disk_hz = 9;
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_DISK_RATE, 1);
    class->disk_hz = 0;
    class->network_bits_hz = 2;
    made.models[0].nic_bits_hz = 1;
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_NETWORK, 1);
}

Test(planner_outcome, a_guest_that_not_one_host_carries_by_its_curve)
{
    struct made_plan made;
    make(&made);
    made.capacity[0].guests.value = 0.49; // of the model, twice as large, 0.98
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_CPU, 0);
    made.capacity[0].guests.value = 0; // not even by a curve that a draw brought down to nothing
    expect_stop(&made, OUTCOME_STOP_GUEST, RESOURCE_CPU, 0);
    made.capacity[0].guests.value = 0.5;
    cr_expect_eq(made_plan_confirmed(&made, 0).year[0].needed, 100);
}

Test(planner_outcome, more_vcpus_than_threads)
{
    struct made_plan made;
    make(&made);
    made_plan_class(&made, "wide", 1, 0)->vcpus = 17;
    made_plan_curve(&made, 20, 0.3);
    expect_stop(&made, OUTCOME_STOP_VCPUS, RESOURCE_CPU, 1);
    made.models[0].threads = 32;
    cr_expect(made_plan_confirmed(&made, 0).is_possible);
    // A class without guests stops nothing.
    made.models[0].threads = 16;
    made.classes[1].count.value = 0;
    cr_expect(made_plan_confirmed(&made, 0).is_possible);
}

Test(planner_outcome, a_group_of_no_more_than_its_spare_hosts)
{
    struct made_plan made;
    make(&made);
    made_plan_assume(&made, ASSUME_SPARE, 1);
    made_plan_assume(&made, ASSUME_DRAINED, 1);
    made_plan_assume(&made, ASSUME_GROUP, 2);
    expect_stop(&made, OUTCOME_STOP_GROUP, RESOURCE_CPU, -1);
    made_plan_assume(&made, ASSUME_GROUP, 3);
    // 3 needed, one in each group, and two beside each.
    cr_expect_eq(made_plan_confirmed(&made, 0).year[0].hosts, 9);
}

// 100 at 40 a host: 3; with one that may fail 4; while one is drained 5; two more in each of two
// groups of 4: 3 needed, 2 work in each group, so 7.
Test(planner_outcome, failover_drain_and_groups)
{
    struct made_plan made;
    make(&made);
    cr_expect_eq(made_plan_confirmed(&made, 0).year[0].hosts, 3);
    made_plan_assume(&made, ASSUME_SPARE, 1);
    cr_expect_eq(made_plan_confirmed(&made, 0).year[0].hosts, 4);
    made_plan_assume(&made, ASSUME_DRAINED, 1);
    cr_expect_eq(made_plan_confirmed(&made, 0).year[0].hosts, 5);
    made_plan_assume(&made, ASSUME_GROUP, 4);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    cr_expect_eq(outcome.year[0].spare, 4);
    cr_expect_eq(outcome.year[0].hosts, 7);
    cr_expect_eq(outcome.year[0].cost[COST_PURCHASE], 7000);
}

// 400 today, then 200, 100, 50, 25 guests: hosts stay where they are, and idle.
Test(planner_outcome, hosts_never_become_fewer)
{
    struct made_plan made;
    make(&made);
    made.classes[0].count.value = 400;
    made.classes[0].growth.value = -0.5;
    struct outcome outcome = made_plan_confirmed(&made, 0);
    const double needed[] = {10, 3, 2, 1};
    for (int y = 0; y < 4; y++) {
        cr_expect_eq(outcome.year[y].needed, needed[y]);
        cr_expect_eq(outcome.year[y].hosts, 10);
        cr_expect_eq(outcome.year[y].bought, y ? 0 : 10);
    }
    cr_expect_lt(outcome.year[3].watts, outcome.year[0].watts);
    cr_expect_eq(outcome.peak, 0);
}

// 100 at 20 a host are 5 today, whatever is left of them at the end of the year.
Test(planner_outcome, todays_guests_have_hosts_and_licences_where_they_shrink)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_class(&made, "web", 100, -0.9)->memory_bytes = gib;
    made_plan_curve(&made, 10, 0.1);
    made_plan_model(&made, "M");
    made_plan_licence(&made, LICENCE_GUEST, 3);
    const struct outcome drawn = made_plan_outcome(&made, 0);
    const struct outcome printed = made_plan_confirmed(&made, 0);
    cr_expect_eq(drawn.year[0].hosts, 5);
    cr_expect_eq(printed.year[0].hosts, 5);
    cr_expect_eq(printed.year[0].guests, 10);
    cr_expect_eq(printed.guests_a_host, 20);
    cr_expect_eq(printed.year[0].cost[COST_LICENCES], 300);
    cr_expect_eq(printed.year[1].cost[COST_LICENCES], 0);
}

Test(planner_outcome, no_guests_need_no_hosts)
{
    struct made_plan made;
    make(&made);
    made_plan_assume(&made, ASSUME_SPARE, 1);
    made.classes[0].count.value = 0;
    struct outcome outcome = made_plan_confirmed(&made, 0);
    cr_expect(outcome.is_possible);
    cr_expect_eq(outcome.year[3].hosts, 0);
    cr_expect_eq(outcome.net_present_cost, 0);
    cr_expect(isnan(outcome.guest_month) && isnan(outcome.cost_per_hz));
    made.plan.demand.count = 0;
    cr_expect(made_plan_confirmed(&made, 0).is_possible);
}

// What a model does not say limits nothing, and that is told where somebody asks for it.
Test(planner_outcome, unknown_figures_are_no_limit_and_are_told)
{
    struct made_plan made;
    make(&made);
    made.classes[0].disk_bytes = 1e12;
    made.classes[0].disk_hz = NAN;
    struct outcome outcome = made_plan_confirmed(&made, 0);
    cr_expect(outcome.is_possible);
    cr_expect(isinf(outcome.limits[RESOURCE_DISK_SPACE]));
    cr_expect(outcome.is_unchecked[RESOURCE_DISK_SPACE]);
    cr_expect(outcome.is_unchecked[RESOURCE_DISK_RATE]);
    cr_expect_not(outcome.is_unchecked[RESOURCE_NETWORK]); // nobody asks for any
    cr_expect_not(outcome.is_unchecked[RESOURCE_CPU]);
    made.models[0].disk_bytes = 5e12;
    outcome = made_plan_confirmed(&made, 0);
    cr_expect_not(outcome.is_unchecked[RESOURCE_DISK_SPACE]);
    cr_expect_eq(outcome.binding, RESOURCE_DISK_SPACE);
}

// A mix priced by given hosts is what the same option costs alone.
Test(planner_outcome, hosts_that_are_given_are_priced_alike)
{
    struct made_plan made;
    struct situation situation;
    struct demand_load load;
    struct outcome alone, given;
    make(&made);
    made_plan_assume(&made, ASSUME_SPARE, 1);
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    demand_load_of(&situation, 0, &load);
    outcome_of(&situation, 0, &load, &alone);
    given = (struct outcome){.is_possible = true, .years = 4};
    for (int y = 0; y < 4; y++)
        given.year[y] =
            (struct outcome_year){.needed = alone.year[y].needed, .average = alone.year[y].average};
    outcome_price(&situation, 0, &load, &given);
    cr_expect_eq(given.net_present_cost, alone.net_present_cost);
    cr_expect_eq(given.year[3].hosts, alone.year[3].hosts);
    cr_expect_eq(given.year[3].guests, 100);
    situation_done(&situation);
}

// Draws count the hosts that dealing adds, once it was settled.
Test(planner_outcome, draws_count_what_whole_guests_ask_for)
{
    struct made_plan made;
    struct situation situation;
    struct demand_load load;
    struct outcome draw;
    make(&made);
    made.plan.demand.count = 0;
    for (int c = 0; c < 3; c++) {
        made_plan_class(&made, "big", 10 + c, 0)->memory_bytes = (300 + c) * gib;
        made_plan_curve(&made, 100, 0.1);
    }
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    demand_load_of(&situation, 0, &load);
    outcome_of(&situation, 0, &load, &draw);
    cr_expect_eq(draw.year[0].needed, 20); // 33 of 0.59 each
    outcome_settle(&situation);
    outcome_of(&situation, 0, &load, &draw);
    cr_expect_eq(draw.year[0].needed, 33);
    cr_expect_eq(draw.year[0].dealt, 13);
    situation_done(&situation);
}
