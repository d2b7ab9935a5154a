// SPDX-License-Identifier: GPL-3.0-or-later
// Plain descriptive statistics of small arrays of doubles.
#ifndef FULLHOUSE_COMMON_STATS_SUMMARY_H
#define FULLHOUSE_COMMON_STATS_SUMMARY_H

#include <stddef.h>

struct summary {
    size_t count;
    double mean;
    double variance; // unbiased (n - 1); 0 for fewer than two
    double min;
    double max;
};

// Welford (1962), one pass, no cancellation.
struct summary summary_of(const double *values, size_t count);

// Quantile q (0..1) by linear interpolation between order statistics (Hyndman and Fan 1996, type
// 7). Sorts a copy. NAN when count is 0.
double summary_quantile(const double *values, size_t count, double q);

// Several of them for the price of one sort: ret_quantiles[i] is the quantile qs[i].
void summary_quantiles(const double *values, size_t count, const double *qs, size_t q_count,
                       double *ret_quantiles);

// Jain, Chiu and Hawe 1984 (DEC-TR-301): (sum x)^2 / (n * sum x^2), in 1/n..1. 1 when all are 0.
double summary_jain(const double *values, size_t count);

#endif
