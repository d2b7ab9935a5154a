// SPDX-License-Identifier: GPL-3.0-or-later
// Known answers, bounds, and starts that lead nowhere.
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "planner/law/fit.h"

static double line(double x, const double *p, const void *context)
{
    (void)context;
    return p[0] + p[1] * x;
}

static double decay(double x, const double *p, const void *context)
{
    (void)context;
    return p[0] * exp(-p[1] * x);
}

// Only the sum of both matters.
static double twins(double x, const double *p, const void *context)
{
    (void)context;
    return (p[0] + p[1]) * x;
}

static const double x[] = {1, 2, 3, 4, 5}, y[] = {2, 5, 6, 9, 11};
static const double start[] = {1, 1};

static struct fit_problem problem_of(fit_model *model)
{
    return (struct fit_problem){.model = model, .parameters = 2, .x = x, .y = y, .count = 5};
}

// By hand: slope 2.2, intercept 0, 0.8 left over 3 degrees; Sxx 10, mean of x 3.
Test(planner_fit, a_line_with_its_standard_errors)
{
    const struct fit_problem problem = problem_of(line);
    struct fit_result found;
    cr_assert_eq(fit_solve(&problem, start, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.parameters[0], 0, 1e-9);
    cr_expect_float_eq(found.parameters[1], 2.2, 1e-9);
    cr_expect_float_eq(found.residual_ss, 0.8, 1e-9);
    cr_expect_float_eq(found.residual_se, sqrt(0.8 / 3), 1e-9);
    cr_expect_float_eq(found.errors[1], sqrt(0.8 / 3 / 10), 1e-8);
    cr_expect_float_eq(found.errors[0], sqrt(0.8 / 3 * (1.0 / 5 + 9.0 / 10)), 1e-8);
    cr_expect_eq(found.freedom, 3u);
}

// A weight of two is the point measured twice: 21 / 9 on the slope through the origin, by hand.
Test(planner_fit, weights_count_points_more)
{
    static const double places[] = {1, 2}, values[] = {3, 4.5}, weights[] = {1, 2}, low[] = {0, 0},
                        high[] = {0, INFINITY};
    const struct fit_problem problem = {.model = line,
                                        .parameters = 2,
                                        .x = places,
                                        .y = values,
                                        .weights = weights,
                                        .count = 2,
                                        .low = low,
                                        .high = high};
    struct fit_result found;
    cr_assert_eq(fit_solve(&problem, start, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.parameters[1], 21.0 / 9, 1e-9);
    cr_expect(found.is_at_bound[0]);
    cr_expect(isnan(found.errors[0]) && isnan(found.residual_se));
}

// With the intercept held at 1 the slope is that of y - 1 through the origin: (121 - 15) / 55.
Test(planner_fit, a_bound_holds_one_and_the_other_is_fitted_anew)
{
    static const double low[] = {1, -INFINITY}, high[] = {INFINITY, INFINITY};
    struct fit_problem problem = problem_of(line);
    struct fit_result found;
    problem.low = low;
    problem.high = high;
    cr_assert_eq(fit_solve(&problem, start, &found), FIT_CONVERGED);
    cr_expect(found.is_at_bound[0]);
    cr_expect_float_eq(found.parameters[0], 1, 1e-12);
    cr_expect_float_eq(found.parameters[1], (121.0 - 15) / 55, 1e-9);
    cr_expect(isnan(found.errors[0]));
    cr_expect(found.errors[1] > 0);
}

Test(planner_fit, a_bound_that_does_not_bind_changes_nothing)
{
    static const double low[] = {-10, 0}, high[] = {10, 10}, beyond[] = {50, 50};
    struct fit_problem problem = problem_of(line);
    struct fit_result found;
    problem.low = low;
    problem.high = high;
    cr_assert_eq(fit_solve(&problem, beyond, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.parameters[1], 2.2, 1e-9);
    cr_expect_not(found.is_at_bound[0] || found.is_at_bound[1]);
}

Test(planner_fit, all_on_their_bounds)
{
    static const double low[] = {20, 20}, high[] = {30, 30};
    struct fit_problem problem = problem_of(line);
    struct fit_result found;
    problem.low = low;
    problem.high = high;
    cr_assert_eq(fit_solve(&problem, start, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.parameters[0], 20, 1e-12);
    cr_expect_float_eq(found.parameters[1], 20, 1e-12);
}

Test(planner_fit, parameters_that_nothing_tells_apart)
{
    const struct fit_problem problem = problem_of(twins);
    struct fit_result found;
    cr_expect_eq(fit_solve(&problem, start, &found), FIT_SINGULAR);
}

// From there the model is 0 wherever there are points: no step is better than another.
Test(planner_fit, a_start_that_leads_nowhere_says_so)
{
    static const double nowhere[] = {1, 500}, near[] = {1, -0.1};
    const struct fit_problem problem = problem_of(decay);
    struct fit_result found;
    cr_expect_neq(fit_solve(&problem, nowhere, &found), FIT_CONVERGED);
    cr_assert_eq(fit_solve(&problem, near, &found), FIT_CONVERGED);
    const double least = found.residual_ss;
    const double both[] = {1, 500, 1, -0.1};
    cr_assert_eq(fit_solve_from(&problem, both, 2, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.residual_ss, least, 1e-9);
}

static double steep(double place, const double *p, const void *context)
{
    (void)context;
    return log(p[0]) * place;
}

// The first step from 10 is to -43, where there is no logarithm.
Test(planner_fit, steps_to_where_the_model_has_no_value_are_taken_back)
{
    static const double values[] = {-3, -6, -9, -12.1, -15}, ten = 10;
    const struct fit_problem problem = {
        .model = steep, .parameters = 1, .x = x, .y = values, .count = 5};
    struct fit_result found;
    cr_assert_eq(fit_solve(&problem, &ten, &found), FIT_CONVERGED);
    cr_expect_float_eq(log(found.parameters[0]), -165.4 / 55, 1e-9);
}

Test(planner_fit, refuses_what_cannot_be_fitted)
{
    static const double hole[] = {2, NAN, 6, 9, 11}, no_start[] = {1, INFINITY};
    struct fit_problem problem = problem_of(line);
    struct fit_result found;
    problem.count = 1;
    cr_expect_eq(fit_solve(&problem, start, &found), FIT_REFUSED);
    problem.count = 5;
    cr_expect_eq(fit_solve(&problem, no_start, &found), FIT_REFUSED);
    problem.y = hole;
    cr_expect_eq(fit_solve(&problem, start, &found), FIT_REFUSED);
    cr_expect_eq(fit_solve_from(&problem, start, 0, &found), FIT_REFUSED);
}

// 1e12 is no harder than 1 for a start of that size.
Test(planner_fit, large_numbers)
{
    double large[5];
    for (size_t i = 0; i < 5; i++)
        large[i] = y[i] * 1e12;
    struct fit_problem problem = problem_of(line);
    struct fit_result found;
    problem.y = large;
    cr_assert_eq(fit_solve(&problem, (double[]){1e12, 1e12}, &found), FIT_CONVERGED);
    cr_expect_float_eq(found.parameters[1] / 2.2e12, 1, 1e-9);
}

Test(planner_fit, every_status_has_words)
{
    for (enum fit_status status = 0; status < FIT_STATUS_COUNT; status++)
        cr_expect_gt(strlen(fit_status_name(status)), 0u);
}
