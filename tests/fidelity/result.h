// SPDX-License-Identifier: GPL-3.0-or-later
// What one pair's interleaved runs gave, and what that says.
#ifndef FULLHOUSE_TESTS_FIDELITY_RESULT_H
#define FULLHOUSE_TESTS_FIDELITY_RESULT_H

#include <stddef.h>

#include "common/inference/bootstrap.h"
#include "tests/fidelity/pair.h"

enum { RESULT_RUNS_MAX = 200 };

struct result {
    const struct pair *pair;
    const char *place; // "native", or the platform of the guest
    char *ours;        // command lines
    char *theirs;
    char *absent; // why there are no figures, or NULL
    bool failed;  // absent, although both sides are installed
    double our_values[RESULT_RUNS_MAX];
    double their_values[RESULT_RUNS_MAX];
    size_t runs; // of each
};

// Of the medians, ours over theirs. The interval comes from resampling whole pairs of neighbouring
// runs (both of a pair saw the host in the same mood), 1000 times, on the logarithm, with Student's
// t (bootstrap.h).
struct estimate result_ratio(const struct result *result);
double result_our_median(const struct result *result);
double result_their_median(const struct result *result);
// Standard deviation over mean.
double result_our_cv(const struct result *result);
double result_their_cv(const struct result *result);

// The aim: within 3 % where the definition is the same, on either side.
#define RESULT_AIM_RATIO 0.03
enum result_verdict {
    RESULT_KEPT,      // the whole interval lies within
    RESULT_MISSED,    // the whole interval lies outside
    RESULT_UNDECIDED, // it lies across
    RESULT_NO_AIM,    // another definition, or absent
};
enum result_verdict result_verdict(const struct result *result);
const char *result_verdict_name(enum result_verdict verdict);

void result_done(struct result *result);

#endif
