// SPDX-License-Identifier: GPL-3.0-or-later
// Hierarchical bootstrap over boots and the guests within them. Door: GSL (random numbers,
// Student's and normal quantiles).
//
// Resampling: boots with replacement, then within each drawn boot its guests with replacement
// (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time", ISMM; Davison and Hinkley
// 1997, section 3.8). Windows of one guest are never resampled: they are not independent.
// Interval: expanded percentile (Hesterberg 2015, "What Teachers Should Know About the Bootstrap",
// The American Statistician 69:4, section 4): the percentile interval at the level
// Phi(-sqrt(n/(n-1)) * t(1-alpha/2, n-1)), n the number of boots, which widens it to make up for
// few boots. With two or three boots it is nearly the whole range of the bootstrap distribution.
#ifndef FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H
#define FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

// An estimate with its 95 % interval. low and high are NAN where one boot gives no interval.
struct estimate {
    double value;
    double low;
    double high;
};

// boots[b] is the number of guests in boot b. The statistic gets, for one resample, `drawn` pairs
// (boot, guest) and returns a number; context is the caller's.
struct bootstrap_draw {
    uint32_t boot;
    uint32_t guest;
};
typedef double (*bootstrap_statistic)(const struct bootstrap_draw *draws, size_t drawn,
                                      void *context);

struct bootstrap_plan {
    const uint32_t *boots;
    size_t boot_count;
    uint32_t replicates; // 0: 1000
    double confidence;   // 0: 0.95
    uint64_t seed;       // the same seed gives the same interval
};

// The statistic of the sample itself, and its interval.
struct estimate bootstrap_estimate(const struct bootstrap_plan *plan, bootstrap_statistic statistic,
                                   void *context);

// The interval of a ratio of the same statistic of two independent samples, resampled
// independently.
struct estimate bootstrap_ratio(const struct bootstrap_plan *numerator,
                                bootstrap_statistic numerator_statistic, void *numerator_context,
                                const struct bootstrap_plan *denominator,
                                bootstrap_statistic denominator_statistic,
                                void *denominator_context);

#endif
