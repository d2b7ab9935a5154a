// SPDX-License-Identifier: GPL-3.0-or-later
// What was measured at one density, arranged so that a resample is cheap: a boot is a few sums and
// the few histogram bins that its guests used.
#ifndef FULLHOUSE_COMMON_INFERENCE_SAMPLE_H
#define FULLHOUSE_COMMON_INFERENCE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "common/model/record.h"

// The statistics of a resample, in this order.
enum sample_statistic {
    SAMPLE_THROUGHPUT, // mean over guests, operations a second
    SAMPLE_STEAL,      // mean over guests
    SAMPLE_P50,        // of all guests' operations, ns
    SAMPLE_P90,
    SAMPLE_P99,
    SAMPLE_P999,
    SAMPLE_MEAN,
    // Figures of a whole boot, mean over boots.
    SAMPLE_ACHIEVED,
    SAMPLE_FAIRNESS,
    SAMPLE_WORST,
    SAMPLE_MEMORY,
    SAMPLE_STATISTICS,
    SAMPLE_WHOLE_FIRST = SAMPLE_ACHIEVED,
    SAMPLE_WHOLE_COUNT = SAMPLE_STATISTICS - SAMPLE_WHOLE_FIRST,
};

struct sample_bin {
    uint32_t bin;
    uint64_t count;
};

struct sample_guest {
    double throughput_hz;
    double achieved_ratio;
    double steal_ratio;
};

struct sample_boot {
    struct sample_guest *guests;
    uint32_t guest_count;
    double throughput_hz, steal_ratio;      // sums over guests
    uint64_t total, sum_ns, min_ns, max_ns; // of their latency
    struct sample_bin *bins;
    size_t bin_count;
    double whole[SAMPLE_WHOLE_COUNT];
};

struct sample {
    uint32_t guests; // N
    struct sample_boot *boots;
    uint32_t *guest_counts; // of each boot, as bootstrap_plan wants them
    size_t boot_count;
    struct histogram *latency; // all of it
    struct histogram *scratch; // of the resample at hand
    uint64_t operations;
    uint64_t due;
};

// Empty, of N guests.
void sample_init(struct sample *sample, uint32_t guests);
void sample_done(struct sample *sample);

// Adds a finished step with its finished guests' measured windows; a step without any is passed
// over. tells_steal: false makes stolen time absent.
void sample_add_step(struct sample *sample, const struct step_record *step, bool tells_steal);

// A bootstrap_statistics, of whole boots; context is the struct sample.
void sample_statistics(const struct bootstrap_draw *draws, size_t drawn, void *context,
                       double *ret_values);

#endif
