// SPDX-License-Identifier: GPL-3.0-or-later
// Change points of a published series and of made ones with fixed seeds; make bench-change-points
// is the large trial of power and false alarms.
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/change_points.h"

// Yearly flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3 (Cobb 1978, "The problem of the Nile:
// conditional solution to a changepoint problem", Biometrika 65, table 1): it fell after 1898, the
// 28th year.
static const double nile[100] = {
    1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
    960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
    874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
    1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
    781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
    1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
    1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740};

static struct change_points find(const double *series, size_t count, uint64_t seed)
{
    const struct change_plan plan = {.seed = seed};
    struct change_points points;
    change_points_find(series, count, &plan, &points);
    return points;
}

static size_t count_of(const double *series, size_t count)
{
    struct change_points points = find(series, count, 1);
    size_t found = points.count;
    change_points_done(&points);
    return found;
}

// Nearly normal, deviation 1.
static double noise(struct rng *rng)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += rng_unit(rng);
    return sum;
}

Test(inference_change_points, finds_the_one_of_the_nile)
{
    for (uint64_t seed = 0; seed < 5; seed++) {
        struct change_points points = find(nile, 100, seed);
        cr_assert_eq(points.count, 1);
        cr_expect_eq(points.list[0].at, 28, "%zu", points.list[0].at);
        cr_expect_float_eq(points.list[0].p, 0.001, 1e-9, "none of 999 draws reaches it");
        cr_expect_float_eq(points.list[0].before, 1130, 1e-9);
        cr_expect_float_eq(points.list[0].after, 842.5, 1e-9);
        change_points_done(&points);
    }
}

Test(inference_change_points, the_same_seed_gives_the_same)
{
    double series[40];
    struct rng rng;
    rng_init(&rng, 4);
    for (size_t i = 0; i < 40; i++)
        series[i] = noise(&rng) + (i >= 20 ? 1.2 : 0);
    struct change_points once = find(series, 40, 3), again = find(series, 40, 3);
    cr_assert_eq(once.count, again.count);
    cr_assert_eq(once.count, 1);
    cr_expect_float_eq(once.list[0].p, again.list[0].p, 0);
    change_points_done(&once);
    change_points_done(&again);
    change_points_done(NULL);
}

Test(inference_change_points, without_noise_a_step_is_one_and_a_drift_is_none)
{
    double step[20], drift[60], same[60];
    for (size_t i = 0; i < 60; i++) {
        if (i < 20)
            step[i] = i < 8 ? 100 : 97;
        drift[i] = 100 + 0.5 * (double)i;
        same[i] = 0.1;
    }
    struct change_points points = find(step, 20, 1);
    cr_assert_eq(points.count, 1);
    cr_expect_eq(points.list[0].at, 8);
    cr_expect_float_eq(points.list[0].after, 97, 1e-12);
    change_points_done(&points);
    cr_expect_eq(count_of(drift, 60), 0);
    cr_expect_eq(count_of(same, 60), 0);
}

// Whatever it is given it comes to its end, and what it finds lies within.
Test(inference_change_points, no_series_is_without_end, .timeout = 60)
{
    const double kinds[][2] = {{1, 2},          {1, 1 + 1e-15},        {DBL_MAX, -DBL_MAX},
                               {1e300, 1e-300}, {5e-324, 1.5e-323},    {INFINITY, -INFINITY},
                               {NAN, 1},        {DBL_MAX, DBL_MAX / 2}};
    double series[61];
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (size_t every = 1; every <= 31; every += 5)
            for (size_t count = 0; count <= 61; count += count < 12 ? 1 : 49) {
                for (size_t i = 0; i < count; i++)
                    series[i] = kinds[kind][i / every % 2];
                struct change_points points = find(series, count, 1);
                for (size_t i = 0; i < points.count; i++)
                    cr_expect(points.list[i].at >= 5 && points.list[i].at + 5 <= count);
                change_points_done(&points);
            }
}

Test(inference_change_points, too_few_values_have_none)
{
    const double series[9] = {1, 1, 1, 1, 1, 9, 9, 9, 9};
    for (size_t count = 0; count <= 9; count++)
        cr_expect_eq(count_of(series, count), 0);
}

Test(inference_change_points, an_outlier_is_none)
{
    double series[60];
    struct rng rng;
    size_t found = 0;
    rng_init(&rng, 2);
    for (int trial = 0; trial < 60; trial++) {
        for (size_t i = 0; i < 60; i++)
            series[i] = 100 + noise(&rng);
        series[trial] = trial % 2 ? 1e6 : -1e6;
        found += count_of(series, 60) > 0;
    }
    cr_expect(found <= 6, "%zu of 60, 3 are due", found);
}

Test(inference_change_points, an_outlier_hides_no_step)
{
    double series[60];
    struct rng rng;
    rng_init(&rng, 2);
    for (size_t i = 0; i < 60; i++)
        series[i] = noise(&rng) + (i >= 40 ? 3 : 0);
    series[10] = 1e6;
    struct change_points points = find(series, 60, 1);
    cr_assert_eq(points.count, 1);
    cr_expect(points.list[0].at >= 38 && points.list[0].at <= 42);
    change_points_done(&points);
}

Test(inference_change_points, finds_up_and_down_and_where)
{
    double series[90];
    struct rng rng;
    rng_init(&rng, 8);
    for (size_t i = 0; i < 90; i++)
        series[i] = 100 + noise(&rng) + (i >= 30 && i < 60 ? 5 : 0);
    struct change_points points = find(series, 90, 1);
    cr_assert_eq(points.count, 2);
    cr_expect_eq(points.list[0].at, 30);
    cr_expect_eq(points.list[1].at, 60);
    cr_expect_float_eq(points.list[0].after, points.list[1].before, 0);
    cr_expect_float_eq(points.list[0].after, 105, 0.6);
    change_points_done(&points);
}

Test(inference_change_points, stairs_are_no_drift_and_a_step_shows_in_one)
{
    double stairs[80], drift[80];
    struct rng rng;
    rng_init(&rng, 9);
    for (size_t i = 0; i < 80; i++) {
        stairs[i] = noise(&rng) + 6 * (double)(i / 20);
        drift[i] = noise(&rng) + 0.15 * (double)i + (i >= 40 ? 12 : 0);
    }
    cr_expect_eq(count_of(stairs, 80), 3);
    struct change_points points = find(drift, 80, 1);
    cr_assert_eq(points.count, 1);
    cr_expect_eq(points.list[0].at, 40);
    change_points_done(&points);
}

Test(inference_change_points, spread_that_grows_is_a_change)
{
    double series[400];
    struct rng rng;
    rng_init(&rng, 3);
    for (size_t i = 0; i < 400; i++)
        series[i] = noise(&rng) * (i < 200 ? 1 : 6);
    struct change_points points = find(series, 400, 1);
    cr_assert_eq(points.count, 1);
    cr_expect(points.list[0].at >= 180 && points.list[0].at <= 220, "%zu", points.list[0].at);
    change_points_done(&points);
}

// Of 200 series with that step after 30 of 60 values, and that drift over all of them.
static size_t alarms(double step, double drift, uint64_t seed)
{
    size_t found = 0;
    struct rng rng;
    rng_init(&rng, seed);
    for (int trial = 0; trial < 200; trial++) {
        double series[60];
        for (size_t i = 0; i < 60; i++)
            series[i] = noise(&rng) + (i >= 30 ? step : 0) + drift * (double)i / 59;
        const struct change_plan plan = {.draws = 199, .seed = (uint64_t)trial};
        struct change_points points;
        change_points_find(series, 60, &plan, &points);
        found += points.count > 0;
        change_points_done(&points);
    }
    return found;
}

Test(inference_change_points, keeps_power_and_false_alarms)
{
    // Three standard deviations of chance above 5 % and below 90 %.
    size_t white = alarms(0, 0, 1), steps = alarms(1, 0, 2), drifts = alarms(0, 10, 3);
    cr_expect(white <= 19, "%zu of 200", white);
    cr_expect(steps >= 168, "%zu of 200", steps);
    cr_expect(drifts <= 19, "%zu of 200", drifts);
}
