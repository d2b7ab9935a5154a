// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptive statistics against hand-made and published answers, and at the edges of doubles.
#include "common/stats/summary.h"

#include <criterion/criterion.h>
#include <math.h>

Test(stats_summary, describes_a_small_array)
{
    static const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
    struct summary summary = summary_of(values, 8);
    cr_assert_eq(summary.count, 8);
    cr_assert_float_eq(summary.mean, 5, 1e-15);
    cr_assert_float_eq(summary.variance, 32.0 / 7, 1e-14);
    cr_assert_eq(summary.min, 2);
    cr_assert_eq(summary.max, 9);
}

Test(stats_summary, needs_two_values_for_a_variance)
{
    static const double one[] = {-3};
    struct summary summary = summary_of(one, 1);
    cr_assert_eq(summary.mean, -3);
    cr_assert_eq(summary.variance, 0);
    cr_assert_eq(summary.min, -3);
    cr_assert_eq(summary.max, -3);
    summary = summary_of(NULL, 0);
    cr_assert_eq(summary.count, 0);
    cr_assert_eq(summary.mean, 0);
    cr_assert_eq(summary.variance, 0);
}

// Sums of squares of such values lose every digit of the variance, which is 30 exactly.
Test(stats_summary, does_not_cancel)
{
    static const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    cr_assert_float_eq(summary_of(values, 4).variance, 30, 1e-9);
}

// R: quantile(c(15, 20, 35, 40, 50), c(.05, .3, .4, .5, 1), type = 7)
Test(stats_summary, interpolates_as_type_7)
{
    static const double values[] = {50, 15, 40, 20, 35};
    cr_assert_float_eq(summary_quantile(values, 5, 0.05), 16, 1e-12);
    cr_assert_float_eq(summary_quantile(values, 5, 0.3), 23, 1e-12);
    cr_assert_float_eq(summary_quantile(values, 5, 0.4), 29, 1e-12);
    cr_assert_float_eq(summary_quantile(values, 5, 0.5), 35, 1e-12);
    cr_assert_eq(summary_quantile(values, 5, 0), 15);
    cr_assert_eq(summary_quantile(values, 5, 1), 50);
    cr_assert_eq(values[0], 50, "the caller's array was sorted");
}

Test(stats_summary, bounds_the_quantile)
{
    static const double values[] = {1, 2};
    cr_assert_eq(summary_quantile(values, 2, -1), 1);
    cr_assert_eq(summary_quantile(values, 2, 7), 2);
    cr_assert_eq(summary_quantile(values, 1, 0.3), 1);
    cr_assert(isnan(summary_quantile(NULL, 0, 0.5)));
}

Test(stats_summary, takes_infinite_values)
{
    static const double values[] = {1, 2, INFINITY};
    cr_assert_eq(summary_quantile(values, 3, 0.5), 2);
    cr_assert_eq(summary_quantile(values, 3, 1), INFINITY);
}

Test(stats_summary, measures_fairness)
{
    static const double fair[] = {3, 3, 3, 3};
    static const double one_has_all[] = {0, 0, 7, 0};
    static const double mixed[] = {1, 2, 3};
    static const double idle[] = {0, 0};
    cr_assert_float_eq(summary_jain(fair, 4), 1, 1e-15);
    cr_assert_float_eq(summary_jain(one_has_all, 4), 0.25, 1e-15);
    cr_assert_float_eq(summary_jain(mixed, 3), 36.0 / 42, 1e-15);
    cr_assert_eq(summary_jain(idle, 2), 1);
    cr_assert_eq(summary_jain(NULL, 0), 1);
}

Test(stats_summary, measures_fairness_of_any_size)
{
    static const double huge[] = {1e300, 1e300};
    static const double tiny[] = {1e-300, 3e-300};
    cr_assert_float_eq(summary_jain(huge, 2), 1, 1e-15);
    cr_assert_float_eq(summary_jain(tiny, 2), 0.8, 1e-15);
}
