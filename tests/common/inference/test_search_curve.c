// SPDX-License-Identifier: GPL-3.0-or-later
// Curves through points made from the same models, and crossings where there is little to go by.
#include "common/inference/search_curve.h"

#include <criterion/criterion.h>
#include <math.h>

enum { POINTS = 6 };

static const double densities[POINTS] = {1, 2, 4, 8, 16, 32};

static void make(enum search_model model, double a, double b, double error,
                 struct search_point *ret_points)
{
    const struct search_fit fit = {a, b, 0};
    for (int i = 0; i < POINTS; i++)
        ret_points[i] = (struct search_point){
            .guests = densities[i],
            .excess = search_curve_at(model, &fit, densities[i]),
            .error = error,
        };
}

static void expect_found(enum search_model model, double a, double b, double near)
{
    struct search_point points[POINTS];
    make(model, a, b, 0.05, points);
    struct search_fit fit = search_curve_fit(model, points, POINTS, near);
    cr_expect_float_eq(fit.a, a, 0.02, "model %d: a %g", model, fit.a);
    cr_expect_lt(fabs(fit.b / b - 1), 0.02, "model %d: b %g", model, fit.b);
    cr_expect_lt(fit.misfit, 0.01);
}

Test(common_inference_search_curve, finds_the_parameters_of_each_model)
{
    expect_found(SEARCH_LINEAR, -1.2, 0.08, 14);
    expect_found(SEARCH_POWER, -0.9, 0.4, 10);
    expect_found(SEARCH_SATURATION, -0.05, 11, 11);
    expect_found(SEARCH_QUEUE, -1, 40, 20);
}

Test(common_inference_search_curve, is_guided_by_the_model_that_fits)
{
    struct search_point points[POINTS];
    make(SEARCH_SATURATION, log(0.95), 8, NAN, points); // the 8th fills it: 8 / 0.95
    double crossing = search_curve_crossing(points, POINTS, 8, 16);
    cr_expect_float_eq(crossing, 8.42, 0.5, "%g", crossing);
    make(SEARCH_LINEAR, -1.2, 0.1, NAN, points);
    crossing = search_curve_crossing(points, POINTS, 8, 16);
    cr_expect_float_eq(crossing, 12, 1, "%g", crossing);
}

Test(common_inference_search_curve, stays_in_the_bracket)
{
    struct search_point points[POINTS];
    make(SEARCH_LINEAR, -1.2, 0.01, 0.05, points); // crosses at 120
    cr_expect_float_eq(search_curve_crossing(points, POINTS, 8, 16), 16, 1e-6);
    make(SEARCH_LINEAR, 1.2, 0.01, 0.05, points); // never holds
    cr_expect_float_eq(search_curve_crossing(points, POINTS, 8, 16), 8, 1e-6);
}

Test(common_inference_search_curve, says_nothing_without_two_densities)
{
    const struct search_point same[] = {{4, -0.2, NAN}, {4, 0.3, 0.1}};
    cr_expect(isnan(search_curve_crossing(NULL, 0, 4, 8)));
    cr_expect(isnan(search_curve_crossing(same, 2, 4, 8)));
    const struct search_point absent[] = {{4, NAN, NAN}, {8, 0.3, 0.1}};
    cr_expect(isnan(search_curve_crossing(absent, 2, 4, 8)));
}

Test(common_inference_search_curve, takes_what_is_infinitely_bad_for_very_bad)
{
    const struct search_point points[] = {{4, -0.2, 0.05}, {8, INFINITY, NAN}};
    double crossing = search_curve_crossing(points, 2, 4, 8);
    cr_expect(crossing > 4 && crossing < 8, "%g", crossing);
}

Test(common_inference_search_curve, falls_silent_where_more_guests_help)
{
    const struct search_point points[] = {{2, 0.5, 0.05}, {4, 0.1, 0.05}, {8, -0.4, 0.05}};
    for (int model = 0; model < SEARCH_MODELS; model++) {
        struct search_fit fit = search_curve_fit((enum search_model)model, points, 3, 4);
        cr_expect(isinf(fit.misfit) || search_curve_at((enum search_model)model, &fit, 2) <=
                                           search_curve_at((enum search_model)model, &fit, 8));
    }
}
