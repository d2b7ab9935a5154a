// SPDX-License-Identifier: GPL-3.0-or-later
// Guests added up: shares by curve and by cores, variance, cores in use, what is not known.
#include "planner/sizing/demand_load.h"

#include <criterion/criterion.h>
#include <math.h>

#include "planner/sizing/situation.h"
#include "tests/planner/made_plan.h"

static void load_of(const struct made_plan *made, struct demand_load *ret_load)
{
    struct situation situation;
    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    demand_load_of(&situation, 0, ret_load);
    situation_done(&situation);
}

static void guest_of(const struct made_plan *made, struct guest_load *ret_load)
{
    struct situation situation;
    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    guest_load_of(&situation, 0, 0, ret_load);
    situation_done(&situation);
}

// A curve: 20 on the host, at twice the load 10; busy cores and throughput twice, too.
Test(planner_demand_load, a_curve_tells_the_share_and_scale_is_counted_once)
{
    struct made_plan made;
    struct guest_load guest;
    made_plan_init(&made);
    made_plan_class(&made, "web", 10, 0)->scale = 2;
    made_plan_curve(&made, 20, 0.3);
    made.capacity[0].throughput_hz = uncertain_exact(50, ORIGIN_MEASURED);
    guest_of(&made, &guest);
    cr_expect_not(guest.is_guessed);
    cr_expect_float_eq(guest.share, 0.1, 1e-12);
    cr_expect_float_eq(guest.busy_cores, 0.6, 1e-12);
    cr_expect_float_eq(guest.throughput_hz, 100, 1e-12);
    cr_expect_eq(guest.own_sd, 0);
    cr_expect_eq(guest.common_sd, 0);
}

// 2 cores, on a host whose cores have half the score: 1 core of 8, of which 80 % may be used.
Test(planner_demand_load, cores_become_a_share_of_what_is_usable)
{
    struct made_plan made;
    struct guest_load guest;
    made_plan_init(&made);
    made_plan_assume(&made, ASSUME_CPU_USABLE, 0.8);
    made_plan_class(&made, "db", 10, 0)->cpu.core_score = 5;
    made_plan_cores(&made, 2, 0.5, 0.36);
    made.basis.core_score = 10;
    guest_of(&made, &guest);
    cr_expect_float_eq(guest.share, 1 / 6.4, 1e-12);
    cr_expect_float_eq(guest.busy_cores, 1, 1e-12);
    // A quarter of the mean; 0.64 of the variance is its own, 0.36 common.
    cr_expect_float_eq(guest.own_sd, 0.25 / 6.4 * 0.8, 1e-12);
    cr_expect_float_eq(guest.common_sd, 0.25 / 6.4 * 0.6, 1e-12);
    cr_expect_float_eq(guest.need[RESOURCE_CPU], (1 + 1.6448536 * 0.25) / 6.4, 1e-7);
}

Test(planner_demand_load, a_percentile_tells_the_spread_too)
{
    struct made_plan made;
    struct guest_load guest;
    made_plan_init(&made);
    made_plan_class(&made, "db", 10, 0);
    made_plan_cores(&made, 2, 0, 0);
    made.classes[0].cpu.p95_cores = 2 + 1.6448536 * 0.5;
    guest_of(&made, &guest);
    cr_expect_float_eq(guest.own_sd, 0.5 / 8, 1e-8);
}

// Nobody told: every vCPU is taken to be busy, and that is said.
Test(planner_demand_load, unknown_demand_is_all_vcpus_and_told)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "dark", 10, 0)->vcpus = 4;
    load_of(&made, &load);
    cr_expect(load.is_cpu_guessed);
    cr_expect_float_eq(load.year[0].need[RESOURCE_CPU], 10 * 4 / 8.0, 1e-12);
    cr_expect_float_eq(load.year[0].cpu_busy, 40, 1e-12);
}

// What a run drew at full load gives way to what is known of every day, but not to a guess.
Test(planner_demand_load, power_follows_the_mean_that_is_known)
{
    struct made_plan made;
    struct guest_load guest;
    made_plan_init(&made);
    made_plan_class(&made, "web", 10, 0);
    made_plan_curve(&made, 20, 0.4);
    made_plan_cores(&made, 0.1, 0, 0);
    guest_of(&made, &guest);
    cr_expect_float_eq(guest.busy_cores, 0.1, 1e-12);
    made.classes[0].cpu.mean_cores.origin = ORIGIN_GUESSED;
    guest_of(&made, &guest);
    cr_expect_float_eq(guest.busy_cores, 0.4, 1e-12);
    made.classes[0].cpu.mean_cores = uncertain_absent();
    made.capacity[0].busy_cores = uncertain_absent();
    guest_of(&made, &guest);
    cr_expect_float_eq(guest.busy_cores, 8 / 20.0, 1e-12); // as if it were busy all of its share
}

// Two classes whose common parts swing together: (3 x 0.2 + 5 x 0.1)^2; own parts 3 x 0.04 + ...
Test(planner_demand_load, own_variances_add_up_and_common_ones_before_they_are_squared)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "a", 3, 0);
    made_plan_cores(&made, 1, 0.5, 1);
    made_plan_class(&made, "b", 5, 0);
    made_plan_cores(&made, 1, 0.25, 1);
    made_plan_class(&made, "c", 7, 0);
    made_plan_cores(&made, 1, 0.8, 0);
    load_of(&made, &load);
    cr_expect_float_eq(load.year[0].cpu_common, pow((3 * 0.5 + 5 * 0.25) / 8, 2), 1e-12);
    cr_expect_float_eq(load.year[0].cpu_independent, 7 * 0.1 * 0.1, 1e-12);
    cr_expect_float_eq(load.year[0].need[RESOURCE_CPU], 15 / 8.0, 1e-12);
}

// 100 that shrink by a third: 67, 44, 30, 20; and 3 that grow by a fifth: 4, 4, 5, 6.
Test(planner_demand_load, counts_are_whole_guests)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "down", 100, -1 / 3.0);
    made_plan_class(&made, "up", 3, 0.2);
    load_of(&made, &load);
    const double guests[] = {67 + 4, 44 + 4, 30 + 5, 20 + 6};
    for (int y = 0; y < 4; y++)
        cr_expect_eq(load.year[y].guests, guests[y], "%d: %g", y, load.year[y].guests);
    cr_expect_eq(load.year[0].average, (103 + 71) / 2.0);
    cr_expect_eq(load.year[3].average, (35 + 26) / 2.0);
}

// The last day of the first year is not its worst: 100 run today, 50 at its end.
Test(planner_demand_load, today_counts_where_guests_shrink)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "down", 100, -0.5);
    made_plan_curve(&made, 10, 0.5);
    made_plan_class(&made, "up", 10, 1);
    load_of(&made, &load);
    cr_expect(load.is_shrinking);
    cr_expect_eq(load.today.guests, 110);
    cr_expect_eq(load.year[0].guests, 70);
    made.classes[0].growth.value = 0;
    load_of(&made, &load);
    cr_expect_not(load.is_shrinking);
}

Test(planner_demand_load, throughput_is_known_when_that_of_all_is)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "web", 10, 0);
    made.capacity[0].throughput_hz = uncertain_exact(50, ORIGIN_MEASURED);
    made_plan_class(&made, "none", 0, 0);
    load_of(&made, &load);
    cr_expect_eq(load.year[3].throughput_hz, 500);
    made.classes[1].count.value = 1;
    load_of(&made, &load);
    cr_expect(isnan(load.year[3].throughput_hz));
}

Test(planner_demand_load, rates_nobody_told_are_marked)
{
    struct made_plan made;
    struct demand_load load;
    made_plan_init(&made);
    made_plan_class(&made, "web", 10, 0)->disk_hz = NAN;
    made_plan_class(&made, "db", 2, 0)->disk_hz = 300;
    load_of(&made, &load);
    cr_expect(load.is_unknown[RESOURCE_DISK_RATE]);
    cr_expect_not(load.is_unknown[RESOURCE_NETWORK]);
    cr_expect_eq(load.year[0].need[RESOURCE_DISK_RATE], 600);
    cr_expect_eq(load.largest[RESOURCE_DISK_RATE].class, 1);
}
