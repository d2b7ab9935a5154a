// SPDX-License-Identifier: GPL-3.0-or-later
// Hierarchical bootstrap over boots and the guests within them. Door: GSL (random numbers,
// Student's quantiles).
//
// Resampling: boots with replacement, then within each drawn boot its guests with replacement
// (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time", ISMM; Davison and Hinkley
// 1997, section 3.8). Windows of one guest are never resampled: they are not independent.
// Interval: Student's t on the bootstrap's standard error, with n boots as n independent units: the
// variance of the resamples times n / (n - 1), n - 1 degrees of freedom; for a ratio of two samples
// the sum of both variances and Welch and Satterthwaite's degrees (Davison and Hinkley 1997,
// sections 2.5.2 and 5.2). On the logarithm for positive quantities, so that ratios are treated
// alike in both directions. A percentile interval is narrower and wrong here: it cannot reach
// beyond the boots it saw, and with two or three boots covered the truth in as few as half of the
// cases. The price is width: two boots (t = 12.7) decide little, three (4.3) most of what is not
// close.
#ifndef FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H
#define FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"

// One guest of a resample. slot is the place of its boot in it (0..boots-1): the same boot may be
// drawn into two slots, and its guests are then drawn anew. Draws come slot by slot.
struct bootstrap_draw {
    uint32_t slot;
    uint32_t boot;
    uint32_t guest;
};

// A statistic of one resample; context is the caller's. NAN where it is absent.
typedef double (*bootstrap_statistic)(const struct bootstrap_draw *draws, size_t drawn,
                                      void *context);
// Several of them in one go, since they often share most of the work.
typedef void (*bootstrap_statistics)(const struct bootstrap_draw *draws, size_t drawn,
                                     void *context, double *ret_values);

struct bootstrap_plan {
    const uint32_t *boots; // boots[b]: the guests in boot b, at least 1
    size_t boot_count;
    uint32_t replicates; // 0: 1000
    double confidence;   // 0: 0.95
    uint64_t seed;       // the same seed gives the same interval
};

// The statistic of the sample itself, and its interval. No interval with fewer than two boots, nor
// when the statistic is absent from a resample. A plan without boots gives NAN.
struct estimate bootstrap_estimate(const struct bootstrap_plan *plan, bootstrap_statistic statistic,
                                   void *context);

// The ratio of a statistic of two independent samples, resampled independently: give their plans
// different seeds. No interval unless the statistic is positive throughout in both.
struct estimate bootstrap_ratio(const struct bootstrap_plan *numerator,
                                bootstrap_statistic numerator_statistic, void *numerator_context,
                                const struct bootstrap_plan *denominator,
                                bootstrap_statistic denominator_statistic,
                                void *denominator_context);

// Many statistics of one sample: resampled once, then read one by one.
struct bootstrap {
    size_t boot_count;
    size_t statistics;
    uint32_t replicates;
    double confidence;
    double *values;   // of the sample itself: [statistics]
    double *resample; // [replicates][statistics], NULL for fewer than two boots
};

// compute fills ret_values[statistics]. Release with bootstrap_done.
void bootstrap_init(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                    size_t statistics, bootstrap_statistics compute, void *context);
void bootstrap_done(struct bootstrap *bootstrap);

// What the resamples say of a statistic's error.
struct spread bootstrap_spread(const struct bootstrap *bootstrap, size_t statistic);

// As bootstrap_estimate and bootstrap_ratio. Whether an interval is one of ratios, taken on the
// logarithm: where the statistic is positive in the sample and in every resample, else it is one of
// differences.
bool bootstrap_is_logarithmic(const struct bootstrap *bootstrap, size_t statistic);
struct estimate bootstrap_read(const struct bootstrap *bootstrap, size_t statistic);
struct estimate bootstrap_read_ratio(const struct bootstrap *numerator,
                                     const struct bootstrap *denominator, size_t statistic);

#endif
