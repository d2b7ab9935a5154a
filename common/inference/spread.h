// SPDX-License-Identifier: GPL-3.0-or-later
// How far an estimate may be from the truth: its variance, the degrees of freedom behind that, and
// the intervals that follow. On the logarithm for positive figures, so that ratios are treated
// alike in both directions. Door: GSL (Student's quantiles).
#ifndef FULLHOUSE_COMMON_INFERENCE_SPREAD_H
#define FULLHOUSE_COMMON_INFERENCE_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/sequential.h"

// An estimate with its 95 % interval. low and high are NAN where one boot gives no interval.
struct estimate {
    double value;
    double low;
    double high;
};

struct spread {
    bool is_known;
    bool is_logarithmic;
    double variance; // of the estimate
    double freedom;
};

// Student's interval at that confidence. low and high NAN where the spread is not known.
struct estimate spread_interval(double value, const struct spread *spread, double confidence);

// Of the ratio of two independent estimates: variances add up, with Welch and Satterthwaite's
// degrees of freedom (Welch 1947, Biometrika 34). Not known unless both are on the logarithm.
struct spread spread_of_ratio(const struct spread *above, const struct spread *below);

// How far value is from bound, positive above it.
struct sequential_evidence spread_evidence(double value, double bound, const struct spread *spread);

#endif
