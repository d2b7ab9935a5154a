// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>

#include "common/inference/slope.h"

Test(inference_slope, finds_the_line)
{
    const double x[] = {1, 2, 4, 8}, y[] = {46, 52, 64, 88};
    struct slope line = slope_of(x, y, 4);
    cr_expect_float_eq(line.slope.value, 6, 1e-9);
    cr_expect_float_eq(line.intercept, 40, 1e-9);
    cr_expect_float_eq(line.slope.low, 6, 1e-6);
    cr_expect_float_eq(line.slope.high, 6, 1e-6);
}

// Worked by hand: slope 2.2, intercept 0, squares of what is left 0.8 over 3 degrees, Sxx 10, and
// Student's 97.5 % quantile at 3 degrees.
Test(inference_slope, interval_is_students)
{
    const double x[] = {1, 2, 3, 4, 5}, y[] = {2, 5, 6, 9, 11};
    struct slope line = slope_of(x, y, 5);
    cr_expect_float_eq(line.slope.value, 2.2, 1e-12);
    cr_expect_float_eq(line.intercept, 0, 1e-12);
    double reach = 3.182446305 * sqrt(0.8 / 3 / 10);
    cr_expect_float_eq(line.slope.high - line.slope.value, reach, 1e-6);
    cr_expect_float_eq(line.slope.value - line.slope.low, reach, 1e-6);
}

Test(inference_slope, two_points_have_no_interval)
{
    const double x[] = {1, 2}, y[] = {10, 14};
    struct slope line = slope_of(x, y, 2);
    cr_expect_float_eq(line.slope.value, 4, 1e-12);
    cr_expect(isnan(line.slope.low) && isnan(line.slope.high));
}

Test(inference_slope, one_place_has_no_slope)
{
    const double x[] = {2, 2, 2}, y[] = {1, 2, 3};
    cr_expect(isnan(slope_of(x, y, 3).slope.value));
    cr_expect(isnan(slope_of(x, y, 1).slope.value));
    cr_expect(isnan(slope_of(NULL, NULL, 0).slope.value));
}
