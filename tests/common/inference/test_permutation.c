// SPDX-License-Identifier: GPL-3.0-or-later
// Permutation tests against published answers, all arrangements counted another way, and small
// cases done by hand.
#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"
#include "common/inference/permutation.h"

// Heights of crossed less self-fertilised maize, in eighths of an inch (Darwin 1876; Fisher 1935,
// "The Design of Experiments", section 21, who found 863 of 32,768 sums as large as that at hand).
static const double maize[15] = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

Test(inference_permutation, finds_fishers_answer_for_darwins_maize)
{
    struct permutation test = permutation_of_pairs(maize, 15, 1);
    cr_expect(test.is_exact);
    cr_expect_float_eq(test.p, 2 * 863 / 32768.0, 1e-12);
    cr_expect_float_eq(test.least_p, 2 / 32768.0, 1e-12);
}

// Survival of mice in days (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", table
// 2.1); the number of the 11,440 arrangements was counted apart.
static const double treated[7] = {94, 197, 16, 38, 99, 141, 23};
static const double control[9] = {52, 104, 146, 10, 51, 30, 40, 27, 46};

Test(inference_permutation, counts_all_arrangements_of_mice)
{
    struct permutation test = permutation_of_groups(treated, 7, control, 9, 1);
    cr_expect(test.is_exact);
    cr_expect_float_eq(test.p, 3184 / 11440.0, 1e-12);
    cr_expect_float_eq(permutation_of_groups(control, 9, treated, 7, 1).p, test.p, 1e-12);
}

Test(inference_permutation, three_a_side_give_a_tenth_at_best)
{
    const double a[] = {1, 2, 3}, b[] = {11, 12, 13};
    struct permutation test = permutation_of_groups(a, 3, b, 3, 1);
    cr_expect_float_eq(test.p, 0.1, 1e-12);
    cr_expect_float_eq(test.least_p, 0.1, 1e-12);
}

Test(inference_permutation, what_does_not_differ_has_a_p_of_one)
{
    const double same[] = {0.1, 0.1, 0.1, 0.1}, mirrored[] = {0.3, -0.1, -0.2, 0};
    cr_expect_float_eq(permutation_of_groups(same, 4, same, 3, 1).p, 1, 1e-12);
    cr_expect_float_eq(permutation_of_pairs(mirrored, 4, 1).p, 1, 1e-12, "rounding is no distance");
    const double none[] = {0, 0, 0};
    cr_expect_float_eq(permutation_of_pairs(none, 3, 1).p, 1, 1e-12);
}

Test(inference_permutation, identical_numbers_apart_are_as_far_apart_as_can_be)
{
    const double a[] = {5, 5, 5, 5, 5, 5}, b[] = {6, 6, 6, 6, 6, 6};
    struct permutation test = permutation_of_groups(a, 6, b, 6, 1);
    cr_expect_float_eq(test.p, 2 / 924.0, 1e-12);
    cr_expect_float_eq(test.p, test.least_p, 1e-12);
}

Test(inference_permutation, large_values_do_not_hide_small_differences)
{
    const double a[] = {1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4};
    const double b[] = {1e12 + 21, 1e12 + 22, 1e12 + 23, 1e12 + 24};
    cr_expect_float_eq(permutation_of_groups(a, 4, b, 4, 1).p, 2 / 70.0, 1e-12);
}

Test(inference_permutation, refuses_nothing_and_no_numbers)
{
    const double a[] = {1, 2, NAN}, b[] = {1, 2, 3};
    cr_expect(isnan(permutation_of_groups(a, 3, b, 3, 1).p));
    cr_expect_float_eq(permutation_of_groups(a, 3, b, 3, 1).least_p, 0.1, 1e-12);
    cr_expect(isnan(permutation_of_groups(a, 0, b, 3, 1).p));
    cr_expect(isnan(permutation_of_groups(a, 0, b, 3, 1).least_p));
    cr_expect(isnan(permutation_of_pairs(a, 3, 1).p));
    cr_expect(isnan(permutation_of_pairs(a, 0, 1).p));
}

// Twenty a side are drawn; the truth from 400,000 draws of another program.
Test(inference_permutation, many_units_are_drawn_and_come_near_the_truth)
{
    double a[20], b[20];
    for (size_t i = 0; i < 20; i++) {
        a[i] = (double)i;
        b[i] = (double)i + 3.8;
    }
    struct permutation test = permutation_of_groups(a, 20, b, 20, 7);
    cr_expect_not(test.is_exact);
    cr_expect_float_eq(test.p, 0.0497, 0.006);
    cr_expect_float_eq(test.least_p, 1 / (PERMUTATION_DRAWS + 1.0), 1e-12);
    cr_expect_float_eq(permutation_of_groups(a, 20, b, 20, 7).p, test.p, 0, "seeded");
}

Test(inference_permutation, many_pairs_are_drawn_and_come_near_the_truth)
{
    // Signs of 70 ones: both tails of the binomial at 43 of 70 are 0.0722.
    double differences[70];
    for (size_t i = 0; i < 70; i++)
        differences[i] = i < 43 ? 1 : -1;
    struct permutation test = permutation_of_pairs(differences, 70, 3);
    cr_expect_not(test.is_exact);
    cr_expect_float_eq(test.p, 0.0722, 0.006);
}

Test(inference_permutation, never_gives_less_than_it_could)
{
    double a[40], b[40];
    for (size_t i = 0; i < 40; i++) {
        a[i] = (double)i;
        b[i] = 1000 + (double)i;
    }
    struct permutation test = permutation_of_groups(a, 40, b, 40, 1);
    cr_expect_float_eq(test.p, test.least_p, 1e-12);
}

// Of equal things few are told apart: no more than stated, and not far fewer.
Test(inference_permutation, keeps_its_level)
{
    enum { TRIALS = 1000 };
    struct rng rng;
    int groups = 0, pairs = 0;
    rng_init(&rng, 5);
    for (int trial = 0; trial < TRIALS; trial++) {
        double a[6], b[6];
        for (size_t i = 0; i < 6; i++) {
            a[i] = pow(rng_unit(&rng), 3);
            b[i] = pow(rng_unit(&rng), 3);
        }
        groups += permutation_of_groups(a, 6, b, 6, 1).p <= 0.05;
        for (size_t i = 0; i < 6; i++)
            a[i] -= b[i];
        pairs += permutation_of_pairs(a, 6, 1).p <= 0.05;
    }
    cr_expect(groups >= 27 && groups <= 71, "%d of %d", groups, TRIALS);
    cr_expect(pairs >= 15 && pairs <= 50, "%d of %d, of a level of 2/64", pairs, TRIALS);
}
