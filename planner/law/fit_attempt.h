// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt at a fit in which some parameters are held: what fit.c solves, and fit_bounds.c holds
// and lets go. Private to fit*.c.
#ifndef FULLHOUSE_PLANNER_LAW_FIT_ATTEMPT_H
#define FULLHOUSE_PLANNER_LAW_FIT_ATTEMPT_H

#include "planner/law/fit.h"

struct fit_attempt {
    const struct fit_problem *problem;
    double parameters[FIT_PARAMETERS_MOST];
    double typical[FIT_PARAMETERS_MOST]; // sizes, for steps of derivatives
    bool is_held[FIT_PARAMETERS_MOST];
    size_t free_of[FIT_PARAMETERS_MOST]; // which parameter the f-th free one is
    size_t free_count;
};

// Least squares over the parameters that are not held, from attempt->parameters, which it moves.
void fit_attempt_solve(struct fit_attempt *attempt, struct fit_result *result);

// The root of a point's weight.
double fit_attempt_root_weight(const struct fit_problem *problem, size_t point);

// Of the model by a parameter.
double fit_attempt_derivative(const struct fit_attempt *attempt, size_t parameter, double x);

#endif
