// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what fell due in a window without asking the worker: a second pacer, made like its own.
#ifndef FULLHOUSE_WORKLOADS_CORE_DUE_COUNT_H
#define FULLHOUSE_WORKLOADS_CORE_DUE_COUNT_H

#include <stdint.h>

#include "workloads/core/pacer.h"

struct due_count {
    struct pacer pacer;
    uint64_t next_ns; // after the start of the load
};

void due_count_init(struct due_count *due, const struct pacer *pacer);

// How many operations fall due before end_ns (after the start of the load) that no call counted.
uint64_t due_count_take(struct due_count *due, uint64_t end_ns);

#endif
