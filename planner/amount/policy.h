// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a host may be given out, and what a guest counts for.
#ifndef FULLHOUSE_PLANNER_AMOUNT_POLICY_H
#define FULLHOUSE_PLANNER_AMOUNT_POLICY_H

#include <stdbool.h>

#define POLICY_CPUS(X)                                                                             \
    X(VCPUS, "vcpus", "vCPUs, so many a core as cpu.overcommit says")                              \
    X(PEAK, "peak", "the most that each guest ever took")                                          \
    X(PERCENTILE, "percentile", "the percentile over time of what a host's guests take together")  \
    X(MEAN, "mean", "the mean that each guest takes")                                              \
    X(CURVE, "curve", "shares of what bench measured such a host to hold")

enum policy_cpu {
#define X(name, word, help) POLICY_CPU_##name,
    POLICY_CPUS(X)
#undef X
        POLICY_CPU_COUNT
};

struct policy {
    enum policy_cpu cpu;
    double percentile;           // 0.95
    double cpu_overcommit;       // vCPUs a core, for VCPUS: 4
    double cpu_usable;           // of the cores, for PEAK, PERCENTILE and MEAN: 0.9
    double memory_overcommit;    // 1
    double memory_reserve_bytes; // that a host needs itself: 4 GiB
    double memory_reserve;       // share that is kept free beyond: 0.05
    double disk_reserve;         // 0.15
    double disk_usable;          // of the operations a second: 0.6
    double network_usable;       // 0.6
    char *run;                   // label of runs for CURVE where a guest names none; NULL
    bool uses_interference;      // neighbours are priced by the measured matrix, for CURVE
};

void policy_init(struct policy *policy);
void policy_done(struct policy *policy);

#endif
