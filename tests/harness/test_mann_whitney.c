// SPDX-License-Identifier: GPL-3.0-or-later
// Published answers of the test that the power bench measures comparisons against.
#include "tests/bench/power/mann_whitney.h"

#include <criterion/criterion.h>
#include <math.h>

// Hollander and Wolfe, Nonparametric Statistical Methods (1973), p. 69: W = 35, one-sided 0.1272,
// as R's wilcox.test has it.
static const double term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
static const double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};

// The ages of SciPy's mannwhitneyu: U = 17, exact 0.1111, approximated 0.11134688653314041.
static const double men[] = {19, 22, 16, 29, 24}, women[] = {20, 11, 17, 12};

Test(harness_mann_whitney, gives_published_answers)
{
    cr_assert_float_eq(mann_whitney_u(term, 10, early, 5), 35, 1e-12);
    cr_assert_float_eq(mann_whitney_p(term, 10, early, 5), 2 * 0.1272, 1e-4);
    cr_assert_float_eq(mann_whitney_u(men, 5, women, 4), 17, 1e-12);
    cr_assert_float_eq(mann_whitney_p(men, 5, women, 4), 14.0 / 126, 1e-12);
    cr_assert_float_eq(mann_whitney_p_normal(men, 5, women, 4), 0.11134688653314041, 1e-12);
}

Test(harness_mann_whitney, has_its_least_value_where_all_are_larger)
{
    static const double low[] = {1, 2, 3}, high[] = {4, 5, 6, 7};
    cr_assert_float_eq(mann_whitney_p(low, 3, high, 4), 2.0 / 35, 1e-12);
    cr_assert_float_eq(mann_whitney_p(high, 4, low, 3), 2.0 / 35, 1e-12);
}

Test(harness_mann_whitney, of_equal_numbers_finds_nothing)
{
    static const double same[] = {2, 2, 2};
    cr_assert_eq(mann_whitney_p(same, 3, same, 3), 1);
    cr_assert(isnan(mann_whitney_p(same, 0, same, 3)));
}
