// SPDX-License-Identifier: GPL-3.0-or-later
// Laws fitted to points whose law is known, and to points that are odd.
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "planner/law/scaling_law.h"

enum { MOST = 8 };
static const double loads[MOST] = {1, 2, 3, 4, 6, 8, 12, 16};

// X(N) as in scaling_law.h.
static double usl(double load, double gamma, double alpha, double beta)
{
    return gamma * load / (1 + alpha * (load - 1) + beta * load * (load - 1));
}

static void make_usl(struct law_point *points, double gamma, double alpha, double beta)
{
    for (size_t i = 0; i < MOST; i++)
        points[i] = (struct law_point){loads[i], usl(loads[i], gamma, alpha, beta), NAN};
}

Test(planner_scaling_law, finds_the_parameters_of_each)
{
    struct law_point points[MOST];
    make_usl(points, 500, 0.05, 0.004);
    struct law_fit fit = law_fit(LAW_USL, points, MOST);
    cr_expect_float_eq(fit.gamma, 500, 1e-4);
    cr_expect_float_eq(fit.alpha, 0.05, 1e-7);
    cr_expect_float_eq(fit.beta, 0.004, 1e-8);
    cr_expect_float_eq(fit.peak_load, sqrt(0.95 / 0.004), 1e-4);
    cr_expect_float_eq(fit.peak_throughput, usl(fit.peak_load, 500, 0.05, 0.004), 1e-4);
    make_usl(points, 500, 0.05, 0);
    fit = law_fit(LAW_AMDAHL, points, MOST);
    cr_expect_float_eq(fit.alpha, 0.05, 1e-7);
    cr_expect(isinf(fit.peak_load) && isnan(fit.peak_throughput));
    cr_expect(isnan(fit.beta_se) && isnan(fit.knee));
    for (size_t i = 0; i < MOST; i++)
        points[i].throughput = 50 * fmin(loads[i], 5.5);
    fit = law_fit(LAW_PIECEWISE, points, MOST);
    cr_expect_float_eq(fit.gamma, 50, 1e-9);
    cr_expect_float_eq(fit.knee, 5.5, 1e-9);
    cr_expect_float_eq(law_at(&fit, 100), 275, 1e-9);
}

// Of points that lie on a law that one is chosen, and a simpler one before one that can be it, too.
Test(planner_scaling_law, chooses_the_law_that_the_points_are_of)
{
    struct law_point points[MOST];
    make_usl(points, 500, 0.05, 0.02);
    cr_expect_eq(law_choose(points, MOST).best, LAW_USL);
    make_usl(points, 500, 0.1, 0);
    cr_expect_eq(law_choose(points, MOST).best, LAW_AMDAHL);
    make_usl(points, 500, 0, 0);
    cr_expect_eq(law_choose(points, MOST).best, LAW_LINEAR);
    for (size_t i = 0; i < MOST; i++)
        points[i].throughput = 50 * fmin(loads[i], 5.5);
    cr_expect_eq(law_choose(points, MOST).best, LAW_PIECEWISE);
}

// More than twice as much with twice the guests, and ever more: both are held at 0, which is a
// line.
Test(planner_scaling_law, a_negative_beta_is_none_and_has_no_peak)
{
    struct law_point points[MOST];
    make_usl(points, 100, 0.1, -0.002);
    struct law_fit fit = law_fit(LAW_USL, points, MOST);
    cr_assert(fit.is_fitted);
    cr_expect_float_eq(fit.beta, 0, 0);
    cr_expect(isnan(fit.beta_se));
    cr_expect(isinf(fit.peak_load) && isnan(fit.peak_throughput));
    const struct law_fit amdahl = law_fit(LAW_AMDAHL, points, MOST);
    cr_expect_float_eq(fit.alpha, amdahl.alpha, 1e-6);
    cr_expect_float_eq(fit.residual_ss, amdahl.residual_ss, 1e-6 * amdahl.residual_ss);
    make_usl(points, 100, -0.02, 0);
    fit = law_fit(LAW_USL, points, MOST);
    cr_assert(fit.is_fitted);
    cr_expect_float_eq(fit.alpha, 0, 0);
}

Test(planner_scaling_law, two_points)
{
    const struct law_point points[] = {{1, 100, NAN}, {2, 190, NAN}};
    const struct law_choice choice = law_choose(points, 2);
    cr_expect(choice.is_fitted);
    cr_expect_eq(choice.best, LAW_LINEAR);
    cr_expect_float_eq(choice.fits[LAW_LINEAR].gamma, (100 + 2 * 190) / 5.0, 1e-9);
    cr_expect_not(choice.fits[LAW_USL].is_fitted);
    cr_expect_str_eq(choice.fits[LAW_USL].why, "takes at least 3 different densities, not 2");
    const struct law_fit *amdahl = &choice.fits[LAW_AMDAHL];
    cr_expect(amdahl->is_fitted && amdahl->freedom == 0);
    cr_expect(isnan(amdahl->residual_se) && isnan(amdahl->gamma_se));
    cr_expect_float_eq(law_at(amdahl, 2), 190, 1e-6);
}

Test(planner_scaling_law, one_point_is_a_line_of_which_nothing_is_known)
{
    const struct law_point point = {4, 100, NAN};
    const struct law_choice choice = law_choose(&point, 1);
    cr_expect(choice.is_fitted && choice.best == LAW_LINEAR);
    cr_expect_float_eq(choice.fits[LAW_LINEAR].gamma, 25, 1e-12);
    cr_expect(isnan(choice.fits[LAW_LINEAR].gamma_se));
    cr_expect(isinf(choice.fits[LAW_LINEAR].left_out));
}

Test(planner_scaling_law, one_density_measured_often_tells_only_a_line)
{
    const struct law_point points[] = {{4, 100, NAN}, {4, 104, NAN}, {4, 96, NAN}};
    const struct law_choice choice = law_choose(points, 3);
    cr_expect_eq(choice.best, LAW_LINEAR);
    for (enum law law = LAW_AMDAHL; law < LAW_COUNT; law++)
        cr_expect_not(choice.fits[law].is_fitted, "%s", law_name(law));
}

Test(planner_scaling_law, what_no_law_can_be_fitted_to_has_a_reason)
{
    const struct law_point zeros[] = {{1, 0, NAN}, {2, 0, NAN}},
                           unknown[] = {{1, 5, NAN}, {2, NAN, NAN}},
                           nowhere[] = {{0, 5, NAN}, {2, 7, NAN}},
                           negative[] = {{1, 5, NAN}, {2, -7, NAN}};
    cr_expect_str_eq(law_fit(LAW_USL, zeros, 2).why, "nothing was done at any density");
    cr_expect_str_eq(law_fit(LAW_USL, unknown, 2).why,
                     "point 2: a throughput must be a number from 0 up, not nan");
    cr_expect_str_eq(law_fit(LAW_LINEAR, nowhere, 2).why,
                     "point 1: a load must be a number above 0, not 0");
    cr_expect_str_eq(law_choose(negative, 2).fits[LAW_LINEAR].why,
                     "point 2: a throughput must be a number from 0 up, not -7");
    cr_expect_str_eq(law_fit(LAW_LINEAR, NULL, 0).why, "no density was measured");
    cr_expect_not(law_choose(zeros, 2).is_fitted);
}

Test(planner_scaling_law, a_density_that_did_nothing_is_a_point_like_others)
{
    const struct law_point points[] = {
        {1, 100, NAN}, {2, 190, NAN}, {4, 300, NAN}, {8, 250, NAN}, {16, 0, NAN}};
    const struct law_choice choice = law_choose(points, 5);
    cr_expect(choice.is_fitted);
    cr_expect(isfinite(choice.fits[choice.best].left_out));
}

Test(planner_scaling_law, flat_from_the_first_guest)
{
    const struct law_point points[] = {{1, 100, NAN}, {2, 100, NAN}, {4, 100, NAN}, {8, 100, NAN}};
    const struct law_choice choice = law_choose(points, 4);
    cr_expect_float_eq(law_at(&choice.fits[choice.best], 6), 100, 1e-6);
    const struct law_fit *knee = &choice.fits[LAW_PIECEWISE];
    cr_expect(knee->is_fitted);
    cr_expect_float_eq(knee->knee, 1, 1e-9);
    cr_expect(isinf(choice.fits[LAW_USL].peak_load), "rounding is no coherency");
}

Test(planner_scaling_law, no_knee_where_the_rise_goes_on)
{
    const struct law_point points[] = {{1, 100, NAN}, {2, 200, NAN}, {4, 410, NAN}};
    const struct law_fit fit = law_fit(LAW_PIECEWISE, points, 3);
    cr_expect_not(fit.is_fitted);
    cr_expect_str_eq(fit.why, "no knee up to a load of 4");
}

// The order of points and the unit of throughput change nothing.
Test(planner_scaling_law, huge_values_in_any_order)
{
    struct law_point points[MOST], turned[MOST];
    make_usl(points, 1, 0.05, 0.004);
    for (size_t i = 0; i < MOST; i++) {
        points[i].throughput *= 1 + 0.01 * (i % 3);
        turned[MOST - 1 - i] = points[i];
        turned[MOST - 1 - i].throughput *= 1e12;
    }
    const struct law_fit small = law_fit(LAW_USL, points, MOST);
    const struct law_fit large = law_fit(LAW_USL, turned, MOST);
    cr_expect_float_eq(large.gamma / small.gamma / 1e12, 1, 1e-9);
    cr_expect_float_eq(large.beta, small.beta, 1e-9);
    cr_expect_float_eq(large.residual_se / small.residual_se / 1e12, 1, 1e-9);
    cr_expect_float_eq(large.left_out, small.left_out, 1e-6);
    cr_expect_eq(law_choose(points, MOST).best, law_choose(turned, MOST).best);
}

// One that was measured badly is followed less.
Test(planner_scaling_law, errors_weigh)
{
    struct law_point points[] = {{1, 100, 1}, {2, 200, 1}, {4, 400, 1}, {8, 1000, 100}};
    const struct law_fit weighed = law_fit(LAW_LINEAR, points, 4);
    points[0].error = NAN; // then all count alike
    const struct law_fit alike = law_fit(LAW_LINEAR, points, 4);
    cr_expect(fabs(weighed.gamma - 100) < fabs(alike.gamma - 100));
    cr_expect_float_eq(alike.gamma, (100 + 400 + 1600 + 8000) / 85.0, 1e-9);
}

Test(planner_scaling_law, a_choice_tells_what_was_measured)
{
    const struct law_point points[] = {{1, 100, NAN}, {8, 700, NAN}};
    const struct law_choice choice = law_choose(points, 2);
    cr_expect_float_eq(choice.least, 1, 0);
    cr_expect_float_eq(choice.most, 8, 0);
}
