// SPDX-License-Identifier: GPL-3.0-or-later
// Hardware counters of all CPUs, guests counted in. Door: perf_event_open(2), which has no wrapper
// in libc and whose counters are no files.
#ifndef FULLHOUSE_COLLECTOR_PERF_H
#define FULLHOUSE_COLLECTOR_PERF_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct perf;
struct procfs;

enum perf_counter {
    PERF_CYCLES,
    PERF_INSTRUCTIONS,
    PERF_CACHE_REFERENCES,
    PERF_CACHE_MISSES,
    PERF_COUNTERS
};

// What the CPUs counted since they were opened, all together. The kernel lets counters take turns
// when there are more than the CPU has; what they missed meanwhile is made up for by time.
struct perf_counts {
    double count[PERF_COUNTERS]; // NAN where the CPU has no such counter
};

// Opens the counters of every CPU that is online. 0 or negative errno; err says why there are none
// and what mends it.
int perf_open(const struct procfs *procfs, struct perf **ret_perf, struct err *err);
void perf_read(const struct perf *perf, struct perf_counts *ret_counts);
void perf_close(struct perf *perf); // accepts NULL

#endif
