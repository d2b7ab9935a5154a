// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest can do: the table of workloads. To add one: a file with a record at its end, and a
// line in workload.c.
#ifndef FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H
#define FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

// What one worker thread is given.
struct workload_place {
    uint64_t seed;              // unlike any other thread's
    uint64_t working_set_bytes; // of this thread
};

struct workload_variant {
    const char *name;
    const char *operation; // definition of one operation, so that a reader could rebuild it
    uint64_t bytes; // that one operation moves by its definition, 0 when it is not about bytes
    uint64_t working_set_unit; // working sets are whole multiples of this; 0: it has none
    // Makes what a thread works on. 0, or negative errno with err set.
    int (*prepare)(const struct workload_place *place, void **ret_state, struct err *err);
    // One operation. 0, or -EIO when its result is wrong.
    int (*operate)(void *state);
    // Frees the state; accepts NULL.
    void (*release)(void *state);
    // Runs the kernel on a fixed input against a known answer. 0, or -EIO with err set. May be
    // NULL.
    int (*self_test)(struct err *err);
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

// The workload and variant of these names ("" or NULL: the first variant). 0, or -EINVAL with the
// nearest right word in err. Both results are borrowed from the table.
int workload_find(const char *name, const char *variant, const struct workload **ret_workload,
                  const struct workload_variant **ret_variant, struct err *err);

#endif
