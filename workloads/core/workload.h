// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest can do: the table of workloads. To add one: a file with a record at its end, and a
// line in workload.c. Freestanding, as all of this folder: the same objects' sources run in the
// Linux agent and in the guest without an operating system.
#ifndef FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H
#define FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What one worker is given.
struct workload_place {
    uint64_t seed;              // unlike any other worker's
    uint64_t working_set_bytes; // of this worker
    void *memory; // that many bytes, on 2 MiB pages where the home has them; what they hold is
                  // undefined. NULL for none.
};

// A worker keeps so much state for its variant, aligned to a cache line.
enum { WORKLOAD_STATE_BYTES = 1024, WORKLOAD_STATE_ALIGN = 64 };
// Memory that a self-test works in.
enum { WORKLOAD_SCRATCH_BYTES = 3 << 19 };

struct workload_variant {
    const char *name;
    const char *operation;  // definition of one operation, so that a reader could rebuild it
    const char *comparable; // which tool's figure is of the same operation, or counts what else
    uint64_t bytes; // that one operation moves by its definition, 0 when it is not about bytes
    uint64_t working_set_unit; // working sets are whole multiples of this; 0: it has none
    // Fills the state, and the place's memory. 0, or -EIO when what it made is wrong.
    int (*prepare)(void *state, const struct workload_place *place);
    // One operation. 0, or -EIO when its result is wrong. NULL: there is none, the worker only
    // waits (idle).
    int (*operate)(void *state);
    // Runs the kernel on a fixed input against a known answer, in a state and
    // WORKLOAD_SCRATCH_BYTES lent to it. NULL when it is right, else what is wrong. May be NULL
    // itself.
    const char *(*self_test)(void *state, void *scratch);
};

struct workload {
    const char *name;
    const char *help;
    const struct workload_variant *variants; // the first is the default
    size_t variant_count;
};

// The table, and its length.
extern const struct workload *const workload_table[];
extern const size_t workload_count;

// The records that the table lists.
extern const struct workload workload_null;
extern const struct workload workload_cpu;
extern const struct workload workload_memory;
extern const struct workload workload_idle;

// The workload and variant of these names ("" or NULL: the first variant). 0, -ENOENT when there is
// no such workload, -ESRCH when it has no such variant (*ret_workload is set). Both results are
// borrowed from the table.
int workload_find(const char *name, const char *variant, const struct workload **ret_workload,
                  const struct workload_variant **ret_variant);

#endif
