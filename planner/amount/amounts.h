// SPDX-License-Identifier: GPL-3.0-or-later
// Guests' sizes and hosts' room in whole numbers, by resource: what a policy makes of an estate.
#ifndef FULLHOUSE_PLANNER_AMOUNT_AMOUNTS_H
#define FULLHOUSE_PLANNER_AMOUNT_AMOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/policy.h"

struct err;
struct estate;
struct store;

// enum, word, unit.
#define AMOUNT_RESOURCES(X)                                                                        \
    X(CPU, "CPU", "microcores; microvCPUs for VCPUS; millionths of a host for CURVE")              \
    X(MEMORY, "memory", "bytes")                                                                   \
    X(DISK, "disk space", "bytes")                                                                 \
    X(DISK_RATE, "disk operations", "a second")                                                    \
    X(NETWORK, "network", "bits a second")

enum amount_resource {
#define X(name, word, unit) AMOUNT_##name,
    AMOUNT_RESOURCES(X)
#undef X
        AMOUNT_COUNT
};

const char *amount_name(enum amount_resource resource);

#define AMOUNT_UNLIMITED INT64_MAX
#define AMOUNT_MICRO     1e6 // of a core, a vCPU or a measured host: what CPU counts in

struct amount_node { // NUMA
    int64_t room[2]; // CPU and memory
};

struct amounts {
    enum policy_cpu policy; // that CPU was counted by
    size_t hosts, guests;
    int64_t (*size)[AMOUNT_COUNT]; // [guest]; nothing but its disk for one that is off
    // [guest] what a sum may count on at least (PERCENTILE: the mean of its lowest windows, so that
    // sums of it never exceed the percentile of the sum); otherwise the same as size.
    int64_t (*least)[AMOUNT_COUNT];
    int64_t (*room)[AMOUNT_COUNT]; // [host]; 0 for one that is drained; AMOUNT_UNLIMITED unknown
    bool *is_closed;               // [host] drained: nothing may stay or come
    uint32_t *guests_most;         // [host] that the host itself may have; UINT32_MAX: no limit
    struct amount_node **nodes;    // [host] NULL: one
    size_t *node_counts;           // 0: one
    bool is_used[AMOUNT_COUNT];    // some guest has a size, some host a limit
    // PERCENTILE: room[CPU] holds for the percentile of the sum of these, not for the sum of sizes:
    // windows_over of the windows may be above it.
    size_t windows, windows_over; // 0: sizes add up
    int32_t **trace;              // [guest] microcores in each window, or NULL: size is constant
    int32_t *trace_peak;          // [guest] the most of them
    int32_t *trace_values;        // that they point into
    double percentile;
    // Factors on a guest's CPU beside each neighbour's kind, [kind][kind] (1: none); NULL: none.
    // Within a kind it is 1: the curve has it in. See standing.h for how they are put together.
    size_t kinds;
    uint8_t *kind; // [guest]
    double *slowdown;
    char **notes; // what was guessed, a sentence each
    size_t note_count;
};

// store may be NULL where the policy is not CURVE. 0; -EINVAL where the estate lacks what the
// policy needs (no use of CPU known for MEAN: which guest, file and line), -ENOENT for no such run.
int amounts_of(const struct estate *estate, const struct policy *policy, struct store *store,
               struct amounts *ret_amounts, struct err *err);
void amounts_done(struct amounts *amounts);

// "3.5 cores", "12.0 GiB": for people. New string.
char *amount_format(enum policy_cpu policy, enum amount_resource resource, int64_t amount);

#endif
