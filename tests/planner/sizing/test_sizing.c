// SPDX-License-Identifier: GPL-3.0-or-later
// Limits by hand, the CPU quantile against bisection and against simulated guests, spare hosts.
#include "planner/sizing/sizing.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "common/stats/summary.h"
#include "planner/sizing/situation.h"
#include "tests/planner/made_plan.h"

static const double gib = 1024.0 * 1024 * 1024;

static double load_of_part(double x, double mean, double own, double common, double z)
{
    return mean * x + z * sqrt(own * x + common * x * x);
}

static double bisected(double room, double mean, double own, double common, double z)
{
    double low = 0, high = 1e6;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (load_of_part(middle, mean, own, common, z) <= room)
            low = middle;
        else
            high = middle;
    }
    return low;
}

Test(planner_sizing, the_cpu_part_solves_its_equation)
{
    struct rng rng;
    rng_init(&rng, 6);
    for (int i = 0; i < 500; i++) {
        double room = 0.1 + 4 * rng_unit(&rng), mean = 100 * rng_unit(&rng);
        double own = 10 * rng_unit(&rng), common = 300 * rng_unit(&rng);
        double z = 3 * rng_unit(&rng);
        double part = sizing_cpu_part(room, mean, own, common, z);
        double right = bisected(room, mean, own, common, z);
        cr_assert_float_eq(part / right, 1, 1e-9, "%g %g %g %g %g: %g for %g", room, mean, own,
                           common, z, part, right);
    }
}

Test(planner_sizing, without_variance_it_is_room_over_mean)
{
    cr_expect_float_eq(sizing_cpu_part(2, 50, 0, 0, 1.6449), 0.04, 1e-12);
    cr_expect_float_eq(sizing_cpu_part(2, 50, 7, 9, 0), 0.04, 1e-12); // the median
    cr_expect(isinf(sizing_cpu_part(2, 0, 0, 0, 1.6449)));            // nobody asks
    cr_expect_eq(sizing_cpu_part(0, 50, 1, 1, 1.6449), 0);
    // z sd = room, no mean: 1.5 sqrt(4 x^2) = 3 x = 2.
    cr_expect_float_eq(sizing_cpu_part(2, 0, 0, 4, 1.5), 2.0 / 3, 1e-12);
}

static double normal(struct rng *rng)
{
    return normal_quantile((double)(rng_next(rng) >> 12) * 0x1p-52 + 0x1p-54);
}

// One host's guests over time: a part that all have in common, and each guest's own.
static double simulated_quantile(double guests, double mean, double sd, double rho, double share)
{
    enum { TIMES = 40000 };
    struct rng rng;
    rng_init(&rng, 11);
    scope_free double *loads = alloc_zeroed(TIMES, sizeof(*loads));
    for (int t = 0; t < TIMES; t++) {
        double common = normal(&rng) * sqrt(rho);
        for (int g = 0; g < guests; g++)
            loads[t] += mean + sd * (common + normal(&rng) * sqrt(1 - rho));
    }
    return summary_quantile(loads, TIMES, share);
}

// Guests of 0.5 cores with a standard deviation of 0.3 and a correlation of 0.3: as many as one
// host of 16 cores is said to hold must stay below 16 cores for 95 % of the time, and hardly less.
Test(planner_sizing, the_percentile_is_that_of_guests_that_swing_together)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_class(&made, "web", 1000, 0);
    made_plan_cores(&made, 0.5, 0.3, 0.3);
    made_plan_model(&made, "A");
    struct outcome outcome = made_plan_outcome(&made, 0);
    double guests = outcome.guests_a_host;
    cr_expect(guests < 32, "32 x 0.5 would fill it by the mean alone");
    double quantile = simulated_quantile(guests, 0.5, 0.3, 0.3, 0.95);
    cr_expect(quantile < 16 * 1.01, "%g guests: %g cores", guests, quantile);
    quantile = simulated_quantile(guests + 1, 0.5, 0.3, 0.3, 0.95);
    cr_expect(quantile > 16 * 0.99, "%g guests: %g cores", guests + 1, quantile);
    // Without correlation the swings average out, and more fit.
    made.classes[0].cpu.correlation = 0;
    cr_expect_gt(made_plan_outcome(&made, 0).guests_a_host, guests);
}

// (512 - 2) x 0.95 = 484.5 GiB over 8 + 0.25 GiB; 2000 GB x 0.85 over 100; 50000 x 0.6 over 200;
// 10 Gbit/s x 0.5 over 0.1; CPU: 20 x 2.
Test(planner_sizing, every_resource_has_its_limit)
{
    struct made_plan made;
    made_plan_init(&made);
    struct guest_class *class = made_plan_class(&made, "web", 100, 0);
    made_plan_curve(&made, 20, 0.3);
    made.capacity[0].overhead_bytes = uncertain_exact(0.25 * gib, ORIGIN_MEASURED);
    class->memory_bytes = 8 * gib;
    class->disk_bytes = 100e9;
    class->disk_hz = 200;
    class->network_bits_hz = 1e8;
    struct host_model *model = made_plan_model(&made, "A");
    model->disk_bytes = 2000e9;
    model->disk_hz = 50000;
    model->nic_bits_hz = 1e10;
    made_plan_assume(&made, ASSUME_MEMORY_HOST, 2 * gib);
    made_plan_assume(&made, ASSUME_MEMORY_RESERVE, 0.05);
    made_plan_assume(&made, ASSUME_DISK_RESERVE, 0.15);
    made_plan_assume(&made, ASSUME_DISK_USABLE, 0.6);
    made_plan_assume(&made, ASSUME_NETWORK_USABLE, 0.5);
    struct outcome outcome = made_plan_outcome(&made, 0);
    const double limits[] = {40, 484.5 / 8.25, 17, 150, 50};
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        cr_expect_float_eq(outcome.limits[r], limits[r], 1e-9, "%s: %g", resource_name(r),
                           outcome.limits[r]);
        cr_expect_not(outcome.is_unchecked[r]);
    }
    cr_expect_eq(outcome.binding, RESOURCE_DISK_SPACE);
    cr_expect_eq(outcome.guests_a_host, 17);
    cr_expect_eq(outcome.year[0].needed, 6); // 100 / 17 = 5.9
}

// Guests may be promised 1.5 times the memory there is, or only half of it.
Test(planner_sizing, memory_may_be_promised_more_or_less_than_once)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_class(&made, "web", 100, 0)->memory_bytes = 16 * gib;
    made_plan_curve(&made, 1000, 0.3);
    made_plan_model(&made, "A");
    cr_expect_float_eq(made_plan_outcome(&made, 0).limits[RESOURCE_MEMORY], 32, 1e-9);
    made_plan_assume(&made, ASSUME_OVERCOMMIT, 1.5);
    cr_expect_float_eq(made_plan_outcome(&made, 0).limits[RESOURCE_MEMORY], 48, 1e-9);
    made_plan_assume(&made, ASSUME_OVERCOMMIT, 0.5);
    cr_expect_float_eq(made_plan_outcome(&made, 0).limits[RESOURCE_MEMORY], 16, 1e-9);
}

// 7 hosts are needed. Two are kept free: once, or in every group.
Test(planner_sizing, spare_hosts_by_group)
{
    cr_expect_eq(sizing_spare(7, 2, 0), 2);
    cr_expect_eq(sizing_spare(7, 2, 9), 2);  // 7 of 9 work
    cr_expect_eq(sizing_spare(7, 2, 8), 4);  // 6 of 8: two groups
    cr_expect_eq(sizing_spare(7, 2, 3), 14); // 1 of 3
    cr_expect_eq(sizing_spare(7, 0, 4), 0);
    cr_expect_eq(sizing_spare(0, 2, 4), 0); // nothing runs, nothing fails
    cr_expect(isinf(sizing_spare(7, 2, 2)));
}

// 0.567 of a host each: one a host, and 3 hosts; though 3 of them are only 1.7 hosts' worth.
Test(planner_sizing, guests_are_whole)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_class(&made, "big", 3, 0);
    made_plan_curve(&made, 1 / 0.567 / 2, 1);
    made_plan_model(&made, "A");
    struct outcome outcome = made_plan_outcome(&made, 0);
    cr_expect_eq(outcome.guests_a_host, 1);
    cr_expect_eq(outcome.year[0].needed, 3);
    // Small ones fill the gaps: still three.
    made_plan_class(&made, "small", 20, 0);
    made_plan_curve(&made, 20, 0.1);
    cr_expect_eq(made_plan_outcome(&made, 0).year[0].needed, 3);
}

// 14.000000000000002 or 13.999999999999998 of sums of shares are both 14.
Test(planner_sizing, a_hair_is_no_guest)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_class(&made, "web", 70, 0);
    made_plan_curve(&made, 7, 0.1);
    made_plan_model(&made, "A");
    for (int i = 1; i < 40; i++) {
        made.classes[0].count.value = 14 * i;
        cr_expect_eq(made_plan_outcome(&made, 0).year[0].needed, i);
        made.classes[0].scale = 1.0 / 3;
        cr_expect_eq(made_plan_outcome(&made, 0).guests_a_host, 42);
        made.classes[0].scale = 1;
    }
}
