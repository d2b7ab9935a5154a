// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floor: hand-made pairs, and pairs of pure noise whose alarms come at the stated rate.
#include "common/inference/noise_floor.h"

#include <criterion/criterion.h>
#include <math.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

Test(inference_noise_floor, counts_alarms_beside_what_is_expected)
{
    const struct estimate ratios[] = {
        {1.1, 0.9, 1.3}, {1.2, 1.1, 1.3}, {0.8, 0.7, 0.9}, {1.0, NAN, NAN}, {NAN, NAN, NAN},
    };
    const struct noise_floor floor = noise_floor_of(ratios, 5, 0.95);
    cr_expect_eq(floor.pairs, 4);
    cr_expect_eq(floor.judged, 3);
    cr_expect_eq(floor.alarms, 2);
    cr_expect_float_eq(floor.expected, 0.15, 1e-12);
    cr_expect_eq(floor.least, 0);
    cr_expect_eq(floor.most, 1);
    cr_expect_float_eq(floor.ratio.value, pow(1.1 * 1.2 * 0.8, 0.25), 1e-12);
    cr_expect(floor.ratio.low < 1 && floor.ratio.high > 1);
}

Test(inference_noise_floor, of_nothing_or_one_pair_says_so)
{
    const struct estimate one = {1.1, 1.05, 1.2};
    struct noise_floor floor = noise_floor_of(NULL, 0, 0.95);
    cr_expect(isnan(floor.ratio.value) && isnan(floor.detectable_ratio));
    cr_expect_eq(floor.judged, 0);
    floor = noise_floor_of(&one, 1, 0.95);
    cr_expect_float_eq(floor.ratio.value, 1.1, 1e-12);
    cr_expect(isnan(floor.ratio.low) && isnan(floor.detectable_ratio));
    cr_expect_eq(floor.alarms, 1);
}

Test(inference_noise_floor, the_range_is_the_binomial_one)
{
    struct estimate ratios[20];
    for (size_t i = 0; i < 20; i++)
        ratios[i] = (struct estimate){1, 0.9, 1.1};
    const struct noise_floor floor = noise_floor_of(ratios, 20, 0.95);
    // Of 20 at a rate of 0.05: P(0..2) = 0.925, P(0..3) = 0.984.
    cr_expect_eq(floor.least, 0);
    cr_expect_eq(floor.most, 3);
}

// Where each pair's judgements are independent the interval is that of all of them, where they all
// go together that of the pairs.
Test(inference_noise_floor, the_share_has_an_interval_over_pairs)
{
    struct noise_pair apart[20], together[20], none[20];
    for (size_t i = 0; i < 20; i++) {
        apart[i] = (struct noise_pair){10, i < 10};
        together[i] = (struct noise_pair){10, i == 7 ? 10 : 0};
        none[i] = (struct noise_pair){10, 0};
    }
    struct estimate share = noise_share_of(apart, 20);
    cr_expect_float_eq(share.value, 0.05, 1e-12);
    // Clopper and Pearson, 10 of 200: 2.4 to 9.0 %.
    cr_expect_float_eq(share.low, 0.024, 0.001, "%g", share.low);
    cr_expect_float_eq(share.high, 0.090, 0.001, "%g", share.high);
    share = noise_share_of(together, 20);
    cr_expect_float_eq(share.value, 0.05, 1e-12);
    // 1 of 20: 0.1 to 24.9 %.
    cr_expect(share.low > 0 && share.low < 0.002, "%g", share.low);
    cr_expect(share.high > 0.24 && share.high < 0.30, "%g", share.high);
    share = noise_share_of(none, 20);
    // 0 of 20: up to 16.8 %.
    cr_expect_eq(share.low, 0);
    cr_expect_float_eq(share.high, 0.168, 0.001, "%g", share.high);
    share = noise_share_of(none, 1);
    cr_expect(share.value == 0 && isnan(share.low));
    cr_expect(isnan(noise_share_of(NULL, 0).value));
}

// An effect of the detectable size, added to a pair, is found in about four of five.
Test(inference_noise_floor, the_detectable_effect_is_found_with_its_power)
{
    enum { PAIRS = 40, TRIALS = 4000 };
    const double sd = 0.05;
    struct estimate ratios[PAIRS];
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 3);
    for (size_t i = 0; i < PAIRS; i++)
        ratios[i] = (struct estimate){exp(gsl_ran_gaussian(random, sd)), NAN, NAN};
    const struct noise_floor floor = noise_floor_of(ratios, PAIRS, 0.95);
    size_t found = 0;
    for (int i = 0; i < TRIALS; i++)
        found += log(floor.detectable_ratio) + gsl_ran_gaussian(random, sd) > 1.96 * sd;
    gsl_rng_free(random);
    cr_expect_float_eq(floor.pair_log_sd, sd, 0.02);
    cr_expect(found > 0.65 * TRIALS && found < 0.95 * TRIALS, "%zu", found);
}
