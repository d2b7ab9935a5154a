// SPDX-License-Identifier: GPL-3.0-or-later
// A data set of NIST's StRD for nonlinear regression, as its .dat file has it: data, two starts,
// and what is certified. Knows the ten models by name.
#ifndef FULLHOUSE_TESTS_PLANNER_NIST_H
#define FULLHOUSE_TESTS_PLANNER_NIST_H

#include <stddef.h>

#include "planner/law/fit.h"

enum { NIST_POINTS_MOST = 256, NIST_STARTS = 2 };

struct nist_set {
    fit_model *model;
    size_t parameters, count;
    double starts[NIST_STARTS][FIT_PARAMETERS_MOST];
    double certified[FIT_PARAMETERS_MOST], errors[FIT_PARAMETERS_MOST];
    double residual_ss, residual_se;
    double x[NIST_POINTS_MOST], y[NIST_POINTS_MOST];
};

// Fails the test that asks where the file is not as expected.
void nist_read(const char *folder, const char *name, struct nist_set *ret_set);

#endif
