// SPDX-License-Identifier: GPL-3.0-or-later
// The bootstrap: reproducible, honest about few boots, and its intervals cover what they claim to.
#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "common/inference/bootstrap.h"

enum { BOOTS_MAX = 8, GUESTS_MAX = 8 };

struct experiment {
    double values[BOOTS_MAX][GUESTS_MAX];
};

static double mean(const struct bootstrap_draw *draws, size_t drawn, void *context)
{
    const struct experiment *experiment = context;
    double sum = 0;
    for (size_t i = 0; i < drawn; i++)
        sum += experiment->values[draws[i].boot][draws[i].guest];
    return sum / (double)drawn;
}

static void mean_alone(const struct bootstrap_draw *draws, size_t drawn, void *context,
                       double *ret_values)
{
    *ret_values = mean(draws, drawn, context);
}

static const uint32_t four_each[BOOTS_MAX] = {4, 4, 4, 4, 4, 4, 4, 4};

// Normal boots around 100, normal guests around their boot.
static struct experiment make_experiment(gsl_rng *random, size_t boots, double boot_sigma,
                                         double guest_sigma)
{
    struct experiment experiment = {0};
    for (size_t b = 0; b < boots; b++) {
        double boot = 100 + gsl_ran_gaussian(random, boot_sigma);
        for (size_t g = 0; g < 4; g++)
            experiment.values[b][g] = boot + gsl_ran_gaussian(random, guest_sigma);
    }
    return experiment;
}

static double coverage(size_t boots, double boot_sigma, double guest_sigma)
{
    enum { EXPERIMENTS = 300 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 20);
    int covered = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
        struct experiment experiment = make_experiment(random, boots, boot_sigma, guest_sigma);
        struct bootstrap_plan plan = {.boots = four_each, .boot_count = boots, .seed = (uint64_t)i};
        struct estimate estimate = bootstrap_estimate(&plan, mean, &experiment);
        covered += estimate.low <= 100 && 100 <= estimate.high;
    }
    gsl_rng_free(random);
    return (double)covered / EXPERIMENTS;
}

// Seen: 0.997.
Test(inference_bootstrap, covers_the_truth_with_three_boots)
{
    double seen = coverage(3, 1, 1);
    cr_expect(seen >= 0.88 && seen <= 1.0, "coverage %.3f", seen);
}

// Seen: 0.970.
Test(inference_bootstrap, covers_the_truth_with_six_boots)
{
    double seen = coverage(6, 1, 1);
    cr_expect(seen >= 0.90 && seen <= 1.0, "coverage %.3f", seen);
}

// Where boots differ ten times as much as the guests in them, every boot is one value; a percentile
// interval covered 0.54 here. Seen: 0.977.
Test(inference_bootstrap, covers_the_truth_with_two_boots_that_differ)
{
    double seen = coverage(2, 1, 0.1);
    cr_expect(seen >= 0.90 && seen <= 1.0, "coverage %.3f", seen);
}

static struct estimate estimate_of(size_t boots, uint64_t seed, struct experiment *experiment)
{
    struct bootstrap_plan plan = {.boots = four_each, .boot_count = boots, .seed = seed};
    return bootstrap_estimate(&plan, mean, experiment);
}

Test(inference_bootstrap, the_same_seed_gives_the_same_interval)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct experiment experiment = make_experiment(random, 8, 1, 1);
    gsl_rng_free(random);
    struct estimate first = estimate_of(8, 7, &experiment);
    struct estimate second = estimate_of(8, 7, &experiment);
    struct estimate other = estimate_of(8, 8, &experiment);
    cr_expect_eq(first.low, second.low);
    cr_expect_eq(first.high, second.high);
    cr_expect_eq(first.value, other.value);
    cr_expect(first.low != other.low || first.high != other.high);
    cr_expect(first.low <= first.value && first.value <= first.high);
}

Test(inference_bootstrap, the_high_half_of_a_seed_counts)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct experiment experiment = make_experiment(random, 8, 1, 1);
    gsl_rng_free(random);
    struct estimate first = estimate_of(8, 1, &experiment);
    struct estimate second = estimate_of(8, 1 | UINT64_C(1) << 40, &experiment);
    cr_expect(first.low != second.low || first.high != second.high);
}

// Of a mean all resamples together have a known variance: that of the boots over their number.
Test(inference_bootstrap, few_boots_are_resampled_in_every_way)
{
    struct experiment experiment = {.values = {{1, 2, 3, 4}, {3, 4, 5, 6}, {8, 9, 10, 11}}};
    struct estimate first = estimate_of(3, 1, &experiment), other = estimate_of(3, 2, &experiment);
    double means[] = {2.5, 4.5, 9.5}, mean_of_all = 5.5, squares = 0;
    for (size_t i = 0; i < 3; i++)
        squares += pow(means[i] - mean_of_all, 2);
    cr_expect_eq(first.low, other.low, "no chance in it");
    struct bootstrap_plan plan = {.boots = four_each, .boot_count = 3};
    struct bootstrap bootstrap;
    bootstrap_init(&bootstrap, &plan, 1, mean_alone, &experiment);
    cr_expect_eq(bootstrap.replicates, 10);
    // On the logarithm, so near and not the same.
    cr_expect(bootstrap_spread(&bootstrap, 0).is_logarithmic);
    double weights = 0, variance = 0;
    for (uint32_t r = 0; r < bootstrap.replicates; r++) {
        weights += bootstrap.weights[r];
        variance += bootstrap.weights[r] * pow(bootstrap.resample[r] - mean_of_all, 2);
    }
    cr_expect_float_eq(weights, 1, 1e-12);
    cr_expect_float_eq(variance * 3 / 2, squares / 2 / 3, 1e-12);
    bootstrap_done(&bootstrap);
}

Test(inference_bootstrap, one_boot_gives_a_value_and_no_interval)
{
    struct experiment experiment = {.values = {{1, 2, 3, 4}}};
    struct estimate estimate = estimate_of(1, 1, &experiment);
    cr_expect_eq(estimate.value, 2.5);
    cr_expect(isnan(estimate.low) && isnan(estimate.high));
}

Test(inference_bootstrap, no_boot_gives_nothing)
{
    struct experiment experiment = {0};
    struct estimate estimate = estimate_of(0, 1, &experiment);
    cr_expect(isnan(estimate.value) && isnan(estimate.low) && isnan(estimate.high));
}

Test(inference_bootstrap, without_variance_the_interval_is_a_point)
{
    struct experiment experiment;
    for (size_t b = 0; b < BOOTS_MAX; b++)
        for (size_t g = 0; g < GUESTS_MAX; g++)
            experiment.values[b][g] = 3;
    struct estimate estimate = estimate_of(5, 1, &experiment);
    cr_expect_eq(estimate.low, 3);
    cr_expect_eq(estimate.high, 3);
}

static double absent_without_boot_zero(const struct bootstrap_draw *draws, size_t drawn,
                                       void *context)
{
    (void)context;
    for (size_t i = 0; i < drawn; i++)
        if (draws[i].boot == 0)
            return 1;
    return NAN;
}

Test(inference_bootstrap, a_statistic_absent_from_a_resample_has_no_interval)
{
    struct bootstrap_plan plan = {.boots = four_each, .boot_count = 2};
    struct estimate estimate = bootstrap_estimate(&plan, absent_without_boot_zero, NULL);
    cr_expect_eq(estimate.value, 1);
    cr_expect(isnan(estimate.low) && isnan(estimate.high));
}

static void check_draws(const struct bootstrap_draw *draws, size_t drawn, void *context,
                        double *ret_values)
{
    const uint32_t *boots = context;
    size_t expected = 0;
    for (size_t i = 0; i < drawn; i++) {
        bool first = i == 0 || draws[i].slot != draws[i - 1].slot;
        expected += first ? boots[draws[i].boot] : 0;
        cr_assert_lt(draws[i].guest, boots[draws[i].boot]);
        cr_assert(first || draws[i].boot == draws[i - 1].boot);
        cr_assert(i == 0 || draws[i].slot >= draws[i - 1].slot);
    }
    cr_assert_eq(drawn, expected, "a drawn boot is not as large as it was");
    cr_assert_eq(draws[drawn - 1].slot, 2);
    ret_values[0] = 0;
    ret_values[1] = 1;
}

Test(inference_bootstrap, draws_whole_boots_of_different_sizes)
{
    uint32_t boots[] = {1, 5, 3};
    struct bootstrap_plan plan = {.boots = boots, .boot_count = 3, .replicates = 200};
    struct bootstrap bootstrap;
    bootstrap_init(&bootstrap, &plan, 2, check_draws, boots);
    cr_expect_eq(bootstrap_read(&bootstrap, 1).high, 1);
    bootstrap_done(&bootstrap);
    bootstrap_done(NULL);
}

Test(inference_bootstrap, a_ratio_covers_both_sides)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct experiment above = make_experiment(random, 4, 1, 1);
    struct experiment below = make_experiment(random, 4, 1, 1);
    gsl_rng_free(random);
    struct bootstrap_plan first = {.boots = four_each, .boot_count = 4, .seed = 1};
    struct bootstrap_plan second = {.boots = four_each, .boot_count = 4, .seed = 2};
    struct estimate ratio = bootstrap_ratio(&first, mean, &above, &second, mean, &below);
    cr_expect(ratio.low < 1 && ratio.high > 1, "[%g, %g]", ratio.low, ratio.high);
    cr_expect_float_eq(ratio.value, 1, 0.05);
    second.boot_count = 1;
    ratio = bootstrap_ratio(&first, mean, &above, &second, mean, &below);
    cr_expect(isnan(ratio.low) && !isnan(ratio.value));
}
