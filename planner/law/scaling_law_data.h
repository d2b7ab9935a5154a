// SPDX-License-Identifier: GPL-3.0-or-later
// Measured points as laws are fitted to them: checked, weighted, and with throughput in units of
// the largest, so that 1e12 operations a second are no harder than one. Private to scaling_law*.
#ifndef FULLHOUSE_PLANNER_LAW_SCALING_LAW_DATA_H
#define FULLHOUSE_PLANNER_LAW_SCALING_LAW_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/law/scaling_law.h"

struct law_data {
    double *load, *throughput; // in ascending load
    // Variance of each point relative to the others, 1 in the mean; its weight is one over that.
    // Where all errors are known: the square of its own error plus the mean of all squares. So one
    // that was measured badly counts less, and none that happened to look exact counts more than
    // twice: how far a law misses a real machine is no smaller for being measured well.
    double *variance, *weight;
    size_t count;
    size_t places;      // different loads
    double least, most; // loads
    double unit;        // operations a second that are 1 here
    double measured;    // mean of the squared errors, in units; 0 where not all are known
};

// False, with the reason in why[LAW_WHY], where no law can be fitted. Release with law_data_done.
enum { LAW_WHY = sizeof(((struct law_fit *)0)->why) };
bool law_data_init(struct law_data *data, const struct law_point *points, size_t count,
                   char *ret_why);
void law_data_done(struct law_data *data);

// variance between the points, and beyond them with the square of the load.
double law_data_variance_at(const struct law_data *data, double load);

// As law_fit and law_choose, in units; without left_out where it does not decide.
struct law_fit law_data_fit(const struct law_data *data, enum law law);
void law_data_choose(const struct law_data *data, struct law_choice *ret_choice);

// Of the law that was fitted to all points: root mean square of the relative errors with which each
// point is predicted by the others; INFINITY where some of them cannot be fitted.
double law_data_left_out(const struct law_data *data, const struct law_fit *whole);

// The fits themselves: parameters, standard errors and residual_ss, or why not. near: a fit of the
// same law to nearly the same points, to begin at, or NULL.
void law_data_fit_linear(const struct law_data *data, const struct law_fit *near,
                         struct law_fit *fit);
void law_data_fit_piecewise(const struct law_data *data, const struct law_fit *near,
                            struct law_fit *fit);
// Amdahl and USL.
void law_data_fit_contended(const struct law_data *data, const struct law_fit *near,
                            struct law_fit *fit);

#endif
