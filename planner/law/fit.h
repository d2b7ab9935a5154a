// SPDX-License-Identifier: GPL-3.0-or-later
// Least squares with a model that is not linear in its parameters, within bounds. Says honestly
// whether it came to an end. Knows no law. Door: GSL (gsl_multifit_nlinear).
#ifndef FULLHOUSE_PLANNER_LAW_FIT_H
#define FULLHOUSE_PLANNER_LAW_FIT_H

#include <stdbool.h>
#include <stddef.h>

enum { FIT_PARAMETERS_MOST = 16 };

#define FIT_STATUSES(X)                                                                            \
    X(CONVERGED, "converged")                                                                      \
    X(REFUSED, "fewer points than parameters, or a number that is not finite")                     \
    X(STALLED, "did not converge")                                                                 \
    X(SINGULAR, "the points do not tell the parameters apart")

enum fit_status {
#define X(name, words) FIT_##name,
    FIT_STATUSES(X)
#undef X
        FIT_STATUS_COUNT
};

const char *fit_status_name(enum fit_status status);

// y of one x.
typedef double fit_model(double x, const double *parameters, const void *context);

struct fit_problem {
    fit_model *model;
    const void *context;
    size_t parameters; // 1 to FIT_PARAMETERS_MOST
    const double *x, *y;
    const double *weights; // the sum of weight times squared residual becomes least; NULL: all 1
    size_t count;
    const double *low, *high; // [parameters], infinite where free; NULL: no bounds
};

struct fit_result {
    enum fit_status status; // all else is only to be believed when this is FIT_CONVERGED
    double parameters[FIT_PARAMETERS_MOST];
    double errors[FIT_PARAMETERS_MOST]; // standard errors; NAN on a bound and without freedom
    bool is_at_bound[FIT_PARAMETERS_MOST];
    double residual_ss; // weighted sum of squares
    double residual_se; // sqrt(residual_ss / freedom); NAN without freedom
    size_t freedom;     // points less parameters, those on a bound too
    // Largest cosine of the angle between the residuals and a column of the Jacobian: 0 at a
    // minimum (More, Garbow and Hillstrom 1980, "User Guide for MINPACK-1", section 2.3).
    double gradient;
    double condition; // of the Jacobian with its columns scaled to length 1
    size_t steps;
};

// Levenberg and Marquardt's method from a start, whose parameters should have about their size:
// derivatives are taken by steps of it (one that is 0 is taken for 1 in size). Bounds by an active
// set: a parameter that ends beyond its bound is held there, the others are fitted anew, and it is
// let go when the gradient there points inwards (Nocedal and Wright 2006, "Numerical Optimization",
// section 16.5). Converged means that the gradient is at most FIT_GRADIENT_MOST and the condition
// at most FIT_CONDITION_MOST, whatever made the method stop; it is a local minimum.
enum fit_status fit_solve(const struct fit_problem *problem, const double *start,
                          struct fit_result *ret_result);
#define FIT_GRADIENT_MOST  1e-6
#define FIT_CONDITION_MOST 1e8

// The least of what several starts lead to: starts[start_count][parameters]. Where none converges
// the status is that of the last one.
enum fit_status fit_solve_from(const struct fit_problem *problem, const double *starts,
                               size_t start_count, struct fit_result *ret_result);

#endif
