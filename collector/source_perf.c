// SPDX-License-Identifier: GPL-3.0-or-later
// Cycles, instructions and misses of the last cache, of all CPUs together.
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "collector/meter.h"
#include "collector/perf.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"

struct perf_source {
    struct perf *perf;
    struct meter *meter;
    struct perf_counts last;
};

static int open_perf(const struct source_options *options, void **ret_state, struct err *err)
{
    struct perf *perf;
    int result = perf_open(options->procfs, &perf, err);
    if (result < 0)
        return result;
    struct perf_source *source = alloc_zeroed(1, sizeof *source);
    source->perf = perf;
    source->meter = meter_new();
    perf_read(perf, &source->last);
    *ret_state = source;
    return 0;
}

static void add_ratio(struct meter *meter, const char *metric, double part, double whole)
{
    if (whole > 0)
        meter_value(meter, "host", metric, part / whole);
}

static void sample_perf(void *state, const struct source_tick *tick)
{
    static const char *const metrics[PERF_COUNTERS] = {
        [PERF_CYCLES] = "cycles_hz",
        [PERF_INSTRUCTIONS] = "instructions_hz",
        [PERF_CACHE_REFERENCES] = "cache_references_hz",
        [PERF_CACHE_MISSES] = "cache_misses_hz",
    };
    struct perf_source *source = state;
    struct perf_counts now;
    double gained[PERF_COUNTERS];
    meter_begin(source->meter, tick);
    perf_read(source->perf, &now);
    for (int i = 0; i < PERF_COUNTERS; i++) {
        // Made up for lost turns, a counter may seem to go back a little.
        gained[i] = fmax(now.count[i] - source->last.count[i], 0);
        if (!isnan(now.count[i]))
            meter_value(source->meter, "host", metrics[i], gained[i] / source->meter->seconds);
    }
    source->last = now;
    if (source->meter->sample == 1)
        return;
    add_ratio(source->meter, "instructions_per_cycle_ratio", gained[PERF_INSTRUCTIONS],
              gained[PERF_CYCLES]);
    add_ratio(source->meter, "cache_miss_ratio", gained[PERF_CACHE_MISSES],
              gained[PERF_CACHE_REFERENCES]);
}

static void close_perf(void *state)
{
    struct perf_source *source = state;
    perf_close(source->perf);
    meter_free(source->meter);
    free(source);
}

const struct source_ops source_perf = {
    .name = "perf",
    .help = "cycles, instructions, misses of the last cache, by the CPUs' hardware counters",
    .beat = SOURCE_FAST,
    .open = open_perf,
    .sample = sample_perf,
    .close = close_perf,
};
