// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios of arithmetic means against values worked out by hand, and what has none.
#include <criterion/criterion.h>
#include <math.h>

#include "common/inference/mean_ratio.h"

Test(inference_mean_ratio, of_two_sets_is_linearised)
{
    // Means 4 and 2; variances 8 and 2, of the ratio 8 / 4 and 2^2 * 2 / 4: of means 1 and 1 of two
    // units each, with 2 degrees of freedom: t is 4.3027.
    const double above[] = {2, 6}, below[] = {1, 3};
    struct mean_ratio ratio = mean_ratio_of(above, 2, below, 2);
    struct estimate estimate = mean_ratio_interval(&ratio, 0.95);
    cr_expect_float_eq(ratio.value, 2, 1e-12);
    cr_expect_float_eq(ratio.unit_variance, 4, 1e-12);
    cr_expect_float_eq(estimate.high, 2 + 4.3027 * sqrt(2), 1e-3);
    cr_expect_eq(estimate.low, 0, "nothing is below 0");
}

Test(inference_mean_ratio, what_pairs_have_in_common_falls_out)
{
    const double below[] = {1, 3, 0}, above[] = {2, 6, 0};
    struct mean_ratio ratio = mean_ratio_paired(above, below, 3);
    struct estimate estimate = mean_ratio_interval(&ratio, 0.95);
    cr_expect_float_eq(estimate.low, 2, 1e-9);
    cr_expect_float_eq(estimate.high, 2, 1e-9);
}

Test(inference_mean_ratio, nothing_at_all_is_a_ratio_too)
{
    const double above[] = {0, 0, 0}, below[] = {9, 10, 11};
    struct mean_ratio ratio = mean_ratio_of(above, 3, below, 3);
    struct estimate estimate = mean_ratio_interval(&ratio, 0.95);
    cr_expect_eq(estimate.value, 0);
    cr_expect_eq(estimate.high, 0);
}

Test(inference_mean_ratio, what_has_none_has_none)
{
    const double zeros[] = {0, 0}, good[] = {1, 2}, negative[] = {-1, 2}, no_number[] = {NAN, 2};
    cr_expect(isnan(mean_ratio_of(good, 2, zeros, 2).value));
    cr_expect(isnan(mean_ratio_of(good, 2, negative, 2).value));
    cr_expect(isnan(mean_ratio_of(no_number, 2, good, 2).value));
    cr_expect(isnan(mean_ratio_of(good, 0, good, 2).value));
    cr_expect(isnan(mean_ratio_paired(good, zeros, 2).value));
    struct mean_ratio lone = mean_ratio_of(good, 1, good, 2);
    cr_expect_not(lone.spread.is_known);
    cr_expect(isnan(lone.unit_variance));
}
