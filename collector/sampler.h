// SPDX-License-Identifier: GPL-3.0-or-later
// The host's side of a step, sampled on the fast beat from /proc alone: memory left, CPU busy and
// stolen, run queue, CPU and memory pressure. A source the host lacks gives no record, never a
// zero.
#ifndef FULLHOUSE_COLLECTOR_SAMPLER_H
#define FULLHOUSE_COLLECTOR_SAMPLER_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"

struct procfs;

// A counter whose source the host lacks, or lacked at a sample.
#define SAMPLER_ABSENT UINT64_MAX

// What /proc/stat and /proc/pressure counted up to a sample.
struct sampler_counters {
    uint64_t cpu_ticks, busy_ticks, steal_ticks;
    uint64_t cpu_pressure_us, memory_pressure_us;
    uint64_t at_ns; // monotonic; 0 before the first sample
};

struct sampler {
    const struct procfs *procfs; // borrowed
    struct sampler_counters last;
    uint64_t first_available_bytes; // at the first sample
    uint64_t least_available_bytes; // lowest seen
    struct telemetry_record *records;
    size_t count;
};

// Takes the first sample.
void sampler_init(struct sampler *sampler, const struct procfs *procfs);
// One sample; ratios are over the time since the one before.
void sampler_take(struct sampler *sampler);
void sampler_done(struct sampler *sampler);

#endif
