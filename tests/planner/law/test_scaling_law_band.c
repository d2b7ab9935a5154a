// SPDX-License-Identifier: GPL-3.0-or-later
// A band of worlds: what it must hold, how wide it must not be, and how often it holds the truth in
// simulated measurements of which the truth is known.
#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"
#include "planner/law/scaling_law.h"

enum { POINTS = 6, REPLICATES = 100 };
static const double loads[POINTS] = {1, 2, 4, 6, 9, 12};

static double normal(struct rng *rng)
{
    return sqrt(-2 * log(1 - rng_unit(rng))) * cos(2 * M_PI * rng_unit(rng));
}

// Hosts that no law of ours is quite right of: even sharing with a soft knee, a rise that slows
// down twice, and one that dies away.
static double soft_knee(double load)
{
    return 100 * load / pow(1 + pow(load / 4, 4), 0.25);
}

static double two_slopes(double load)
{
    return load < 3 ? 100 * load : load < 8 ? 300 + 30 * (load - 3) : 450;
}

static double dying(double load)
{
    return 500 * (1 - exp(-load / 5));
}

static double contended(double load)
{
    return 100 * load / (1 + 0.03 * (load - 1) + 0.01 * load * (load - 1));
}

static void measure(double (*truth)(double load), double noise, struct rng *rng,
                    struct law_point *ret_points)
{
    for (size_t i = 0; i < POINTS; i++)
        ret_points[i] =
            (struct law_point){loads[i], truth(loads[i]) * exp(noise * normal(rng)), NAN};
}

// How often the truth between two points lies in the band, of all.
static double coverage(double (*truth)(double load), double noise, unsigned simulations)
{
    struct rng rng;
    unsigned inside = 0;
    rng_init(&rng, 7);
    for (unsigned s = 0; s < simulations; s++) {
        struct law_point points[POINTS];
        measure(truth, noise, &rng, points);
        struct law_band *band = law_band_new(points, POINTS, REPLICATES, s);
        for (size_t i = 0; i + 1 < POINTS; i++) {
            double load = (loads[i] + loads[i + 1]) / 2;
            const struct estimate at = law_band_at(band, load);
            inside += at.low <= truth(load) && truth(load) <= at.high;
        }
        law_band_free(band);
    }
    return (double)inside / (simulations * (POINTS - 1));
}

Test(planner_scaling_law_band, holds_the_truth_nine_times_of_ten)
{
    static double (*const truths[])(double load) = {soft_knee, two_slopes, dying, contended};
    double sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum += (coverage(truths[i], 0.01, 3) + coverage(truths[i], 0.05, 3)) / 8;
    cr_expect_geq(sum, 0.90, "%.3f", sum);
}

// And it is no band that says nothing.
Test(planner_scaling_law_band, is_narrow_where_points_lie_on_a_law)
{
    struct law_point points[POINTS];
    for (size_t i = 0; i < POINTS; i++)
        points[i] = (struct law_point){loads[i], contended(loads[i]), NAN};
    struct law_band *band = law_band_new(points, POINTS, REPLICATES, 1);
    const struct estimate at = law_band_at(band, 5);
    cr_expect_float_eq(at.value, contended(5), 1e-6 * contended(5));
    cr_expect(at.low > 0.9 * at.value && at.high < 1.1 * at.value, "%g to %g", at.low, at.high);
    cr_expect(at.low < 0.98 * at.value && at.high > 1.02 * at.value, "no law is exact");
    law_band_free(band);
}

Test(planner_scaling_law_band, fewer_points_know_less)
{
    const struct law_point few[] = {{1, 100, NAN}, {4, 380, NAN}},
                           more[] = {{1, 100, NAN}, {2, 197, NAN}, {3, 290, NAN}, {4, 380, NAN}};
    struct law_band *wide = law_band_new(few, 2, REPLICATES, 1);
    struct law_band *narrow = law_band_new(more, 4, REPLICATES, 1);
    const struct estimate a = law_band_at(wide, 2.5), b = law_band_at(narrow, 2.5);
    cr_expect_gt(a.high - a.low, b.high - b.low);
    law_band_free(wide);
    law_band_free(narrow);
}

// Four guests of a line that goes on: at six, it may have ended at four.
Test(planner_scaling_law_band, beyond_the_measured_a_rise_may_end)
{
    const struct law_point points[] = {{1, 100, NAN}, {2, 200, NAN}, {3, 300, NAN}, {4, 400, NAN}};
    struct law_band *band = law_band_new(points, 4, 400, 1);
    const struct estimate at = law_band_at(band, 6);
    cr_expect_float_eq(at.value, 600, 1e-6);
    cr_expect_lt(at.low, 430);
    cr_expect_geq(at.high, 600);
    law_band_free(band);
}

// Two guests fill the host; that one alone gets half of it no point says, and none denies.
Test(planner_scaling_law_band, below_the_measured_guests_may_not_yet_hinder_each_other)
{
    const struct law_point points[] = {{2, 200, NAN}, {4, 201, NAN}, {6, 199, NAN}, {8, 200, NAN}};
    struct law_band *band = law_band_new(points, 4, 400, 1);
    const struct estimate at = law_band_at(band, 1), least = law_band_at(band, 2);
    cr_expect_lt(at.low, 115);
    cr_expect_gt(at.high, 190);
    cr_expect_gt(least.low, 180);
    law_band_free(band);
}

Test(planner_scaling_law_band, the_same_seed_gives_the_same)
{
    struct law_point points[POINTS];
    struct rng rng;
    rng_init(&rng, 3);
    measure(soft_knee, 0.05, &rng, points);
    struct law_band *one = law_band_new(points, POINTS, 50, 11),
                    *same = law_band_new(points, POINTS, 50, 11),
                    *other = law_band_new(points, POINTS, 50, 12);
    cr_expect_float_eq(law_band_at(one, 5).low, law_band_at(same, 5).low, 0);
    cr_expect_float_neq(law_band_at(one, 5).low, law_band_at(other, 5).low, 1e-9);
    law_band_free(one);
    law_band_free(same);
    law_band_free(other);
}

Test(planner_scaling_law_band, of_nothing_is_nothing)
{
    const struct law_point zeros[] = {{1, 0, NAN}, {2, 0, NAN}};
    struct law_band *band = law_band_new(zeros, 2, REPLICATES, 1);
    cr_expect_null(band);
    cr_expect(isnan(law_band_at(band, 1).value));
    law_band_free(band);
    const struct law_point points[] = {{1, 10, NAN}, {2, 20, NAN}};
    band = law_band_new(points, 2, 0, 1);
    cr_expect_float_eq(law_band_at(band, 2).value, 20, 1e-9);
    cr_expect(isnan(law_band_at(band, 2).low) && isnan(law_band_at(band, 0).value));
    law_band_free(band);
}
