// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios over boots against values worked out by hand, and what cannot be told.
#include <criterion/criterion.h>
#include <math.h>

#include "common/inference/log_ratio.h"

Test(inference_log_ratio, a_constant_factor_has_an_interval_of_no_width)
{
    const double below[] = {100, 250, 40}, above[] = {50, 125, 20};
    struct estimate ratio = log_ratio_paired(above, below, 3);
    cr_expect_float_eq(ratio.value, 0.5, 1e-12);
    cr_expect_float_eq(ratio.low, 0.5, 1e-12, "what differs between boots falls out");
    cr_expect_float_eq(ratio.high, 0.5, 1e-12);
}

Test(inference_log_ratio, has_students_interval_over_boots)
{
    // Logarithms 0 and ln 4: mean ln 2, standard error ln 2, t(1) = 12.7062.
    const double below[] = {1, 1}, above[] = {1, 4};
    struct estimate ratio = log_ratio_paired(above, below, 2);
    cr_expect_float_eq(ratio.value, 2, 1e-12);
    cr_expect_float_eq(log(ratio.high / ratio.value), 12.7062 * log(2), 1e-3);
    cr_expect_float_eq(log(ratio.value / ratio.low), 12.7062 * log(2), 1e-3);
}

Test(inference_log_ratio, passes_over_boots_without_both_figures)
{
    const double below[] = {1, NAN, 2, 1}, above[] = {3, 5, 6, 0};
    struct estimate ratio = log_ratio_paired(above, below, 4);
    cr_expect_float_eq(ratio.value, 3, 1e-12);
    struct estimate one = log_ratio_paired(above, below, 1);
    cr_expect_float_eq(one.value, 3, 1e-12);
    cr_expect(isnan(one.low), "one boot gives no interval");
    cr_expect(isnan(log_ratio_paired(above, below, 0).value));
}

Test(inference_log_ratio, of_two_sets_is_welchs)
{
    // Means ln 2 and 0; both variances of the mean (ln 2)^2 / 4 of two boots: 2 degrees of freedom.
    const double above[] = {sqrt(2), 2 * sqrt(2)}, below[] = {sqrt(0.5), sqrt(2)};
    struct estimate ratio = log_ratio_of(above, 2, below, 2);
    cr_expect_float_eq(ratio.value, 2, 1e-12);
    cr_expect_float_eq(log(ratio.high / ratio.value), 4.30265 * sqrt(0.5) * log(2), 1e-3);
    cr_expect(isnan(log_ratio_of(above, 2, below, 0).value));
    cr_expect(isnan(log_ratio_of(above, 1, below, 2).low));
}
