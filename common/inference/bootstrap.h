// SPDX-License-Identifier: GPL-3.0-or-later
// Bootstrap over boots with their guests. Door: GSL (random numbers).
//
// Resampling: whole boots with replacement, each with its guests as they were (Davison and Hinkley
// 1997, "Bootstrap Methods and their Application", section 3.8: of the two ways to resample
// hierarchical data the one whose variance is right; guests drawn anew within a drawn boot would
// count their differences twice). What guests differ by is in what boots differ by. Windows of one
// guest are never resampled: they are not independent. Up to six boots all resamples are taken,
// each with its probability (Fisher and Hall 1991, "Bootstrap algorithms for small samples", J.
// Stat. Planning and Inference 27), so that there is nothing of chance in the interval.
//
// Interval: Student's t on the bootstrap's standard error, with n boots as n independent units: the
// variance of the resamples times n / (n - 1), n - 1 degrees of freedom (Davison and Hinkley 1997,
// sections 2.5.2 and 5.2); spread.h says how ratios, and other densities of the same run, enter. A
// percentile interval is narrower and wrong here: it cannot reach beyond the boots it saw, and with
// two or three boots covered the truth in as few as half of the cases.
#ifndef FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H
#define FULLHOUSE_COMMON_INFERENCE_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"

// One guest of a resample. slot is the place of its boot in it (0..boots-1): the same boot may be
// drawn into two slots. Draws come slot by slot, all guests of the slot's boot from the first to
// the last.
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
    uint32_t replicates; // of more than six boots; 0: 1000
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
    double *weights;  // [replicates]: how likely each is, 1 together
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
