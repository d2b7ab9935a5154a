// SPDX-License-Identifier: GPL-3.0-or-later
// Variances by level against a textbook's table, in unequal numbers, and what cannot be told.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/variance_levels.h"

// Calcium in turnip leaves: four plants, three leaves each, two determinations each (Snedecor and
// Cochran 1967, "Statistical Methods", table 10.16.1: mean squares 2.5201, 0.3288 and 0.0067,
// components 0.3652, 0.1610 and 0.0067).
static const double turnips[4][3][2] = {
    {{3.28, 3.09}, {3.52, 3.48}, {2.88, 2.80}},
    {{2.46, 2.44}, {1.87, 1.92}, {2.19, 2.19}},
    {{2.77, 2.66}, {3.74, 3.44}, {2.55, 2.55}},
    {{3.78, 3.87}, {4.07, 4.12}, {3.31, 3.31}},
};

static size_t fill_turnips(struct variance_value *values)
{
    size_t count = 0;
    // Windows first, so that nothing is in order.
    for (uint32_t w = 0; w < 2; w++)
        for (uint32_t g = 0; g < 3; g++)
            for (uint32_t b = 0; b < 4; b++)
                values[count++] = (struct variance_value){b, g, exp(turnips[b][g][w])};
    return count;
}

Test(inference_variance_levels, finds_the_textbooks_components)
{
    struct variance_value values[24];
    struct variance_levels levels = variance_levels_of(values, fill_turnips(values));
    cr_expect_float_eq(levels.windows, 0.0067, 5e-5);
    cr_expect_float_eq(levels.guests, 0.1610, 1e-4);
    cr_expect_float_eq(levels.boots, 0.3652, 1e-4);
    cr_expect_eq(levels.boot_count, 4);
    cr_expect_float_eq(levels.guests_mean, 3, 1e-12);
    cr_expect_float_eq(levels.windows_mean, 2, 1e-12);
}

Test(inference_variance_levels, passes_over_what_has_no_logarithm)
{
    struct variance_value values[27];
    size_t count = fill_turnips(values);
    values[count++] = (struct variance_value){0, 0, 0};
    values[count++] = (struct variance_value){9, 0, NAN};
    values[count++] = (struct variance_value){1, 7, -3};
    struct variance_levels levels = variance_levels_of(values, count);
    cr_expect_float_eq(levels.boots, 0.3652, 1e-4);
    cr_expect_eq(levels.boot_count, 4);
}

Test(inference_variance_levels, tells_nothing_of_a_level_without_two_of_a_kind)
{
    const struct variance_value one_boot[] = {{0, 0, 1}, {0, 0, 2}, {0, 1, 1}, {0, 1, 2}};
    struct variance_levels levels = variance_levels_of(one_boot, 4);
    cr_expect(isnan(levels.boots));
    cr_expect_float_eq(levels.guests, 0, 1e-12, "means alike: a negative estimate is none");
    cr_expect_float_eq(levels.windows, log(2) * log(2) / 2, 1e-12);
    const struct variance_value single[] = {{0, 0, 1}, {1, 0, 4}};
    levels = variance_levels_of(single, 2);
    cr_expect(isnan(levels.windows) && isnan(levels.guests));
    cr_expect_float_eq(levels.boots, log(4) * log(4) / 2, 1e-12, "all of it is between boots");
    levels = variance_levels_of(single, 0);
    cr_expect(isnan(levels.boots) && levels.boot_count == 0);
    cr_expect(isnan(variance_levels_windows(&levels, 10, 1)));
}

// Sum of twelve uniform ones: nearly normal, deviation 1.
static double noise(struct rng *rng)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += rng_unit(rng);
    return sum;
}

Test(inference_variance_levels, is_unbiased_in_unequal_numbers)
{
    enum { BOOTS = 4000, MOST = 6 * 5 };
    scope_free struct variance_value *values = alloc_zeroed(BOOTS * MOST, sizeof *values);
    struct rng rng;
    size_t count = 0;
    rng_init(&rng, 1);
    for (uint32_t b = 0; b < BOOTS; b++) {
        double boot = 0.03 * noise(&rng);
        for (uint32_t g = 0; g < 1 + b % 6; g++) {
            double guest = boot + 0.05 * noise(&rng);
            for (uint32_t w = 0; w < 1 + (b + g) % 5; w++)
                values[count++] =
                    (struct variance_value){b, g, 1000 * exp(guest + 0.1 * noise(&rng))};
        }
    }
    struct variance_levels levels = variance_levels_of(values, count);
    cr_expect_float_eq(sqrt(levels.windows), 0.1, 0.002);
    cr_expect_float_eq(sqrt(levels.guests), 0.05, 0.004);
    cr_expect_float_eq(sqrt(levels.boots), 0.03, 0.006);
}

Test(inference_variance_levels, says_how_many_windows_are_worth_a_boot)
{
    struct variance_levels levels = {
        .boots = 0.0004, .guests = NAN, .windows = 0.01, .guests_mean = 1, .windows_mean = 5};
    // sqrt(16 / 1 * 0.01 / 0.0004) = 20.
    cr_expect_float_eq(variance_levels_windows(&levels, 16, 1), 20, 1e-9);
    levels.guests = 0.0048;
    levels.guests_mean = 4;
    // sqrt(16 * 0.0025 / (0.0004 + 0.0012)) = 5.
    cr_expect_float_eq(variance_levels_windows(&levels, 16, 1), 5, 1e-9);
    cr_expect_float_eq(variance_levels_windows(&levels, 0.01, 1), 1, 1e-9, "one at least");
    levels.guests = levels.boots = 0;
    cr_expect(isinf(variance_levels_windows(&levels, 16, 1)), "more windows never end to help");
    levels.windows = 0;
    cr_expect_float_eq(variance_levels_windows(&levels, 16, 1), 1, 1e-9);
}
