// SPDX-License-Identifier: GPL-3.0-or-later
// Whether vCPUs stayed where they were: from where each was seen at every sample (telemetry
// `cpu_index`), its home and the host's map.
#ifndef FULLHOUSE_COMMON_INFERENCE_DRIFT_H
#define FULLHOUSE_COMMON_INFERENCE_DRIFT_H

#include <stddef.h>
#include <stdint.h>

struct host_map;
struct telemetry;

// Of one vCPU, or of several together: sums over them. Ratios are NAN where nobody looked.
struct drift {
    size_t samples;          // that say where it was
    size_t homed;            // of these, of vCPUs that have a home,
    size_t away;             // and outside of it
    size_t moves;            // from one sample to the next: pairs,
    size_t cpu_changes;      // of these, to another CPU,
    size_t node_changes;     // and to another NUMA node
    uint32_t most_often;     // the CPU where it was seen most often, of the last vCPU added
    size_t most_often_count; // in so many samples
};

// Adds one vCPU. cpus[i] is where it was at sample i (a value that is no CPU's number is no
// sample); home as in pinning.h, "" for none; map may be NULL: then no node is known to change.
void drift_add(struct drift *drift, const struct host_map *map, const char *home, uint32_t vcpu,
               const double *cpus, size_t count);

// The same of a guest's vCPU from the series "guest G vcpu V" `cpu_index`. Nothing is added where
// there is none.
void drift_add_series(struct drift *drift, const struct host_map *map, const char *home,
                      const struct telemetry *telemetry, uint32_t guest, uint32_t vcpu);

// All vCPUs of a guest that the telemetry tells of.
void drift_add_guest(struct drift *drift, const struct host_map *map, const char *home,
                     const struct telemetry *telemetry, uint32_t guest);

// Share of samples away from home, of pairs in which the CPU changed, or the node; 0 to 1, NAN for
// none.
double drift_away_ratio(const struct drift *drift);
double drift_cpu_change_ratio(const struct drift *drift);
double drift_node_change_ratio(const struct drift *drift);

#endif
