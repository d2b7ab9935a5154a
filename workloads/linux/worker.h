// SPDX-License-Identifier: GPL-3.0-or-later
// One thread of a load: prepares its working set, waits at the gate, and does operations until the
// gate says stop. Private to the runner.
#ifndef FULLHOUSE_WORKLOADS_LINUX_WORKER_H
#define FULLHOUSE_WORKLOADS_LINUX_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/base/err.h"
#include "workloads/core/course.h"
#include "workloads/core/tally.h"
#include "workloads/core/workload.h"
#include "workloads/linux/flight.h"
#include "workloads/linux/gate.h"
#include "workloads/linux/place.h"

enum worker_state {
    WORKER_PREPARING,
    WORKER_READY,
    WORKER_FAILED, // err says why; in preparation or in an operation
};

// What all workers of a load share; the runner owns it.
struct worker_common {
    const struct workload_variant *variant;
    struct gate gate;
    uint64_t start_ns;          // set before the gate opens
    _Atomic(uint64_t) began_ns; // when the first worker began, 0 before
    int event_fd;               // written when a state or began_ns changes
};

struct worker {
    struct worker_common *common;
    struct workload_place place; // its memory is the worker's own affair
    struct home_place home;      // what place points to
    struct tally tally;
    struct course course;
    struct flight flight; // of a variant that has it
    pthread_t thread;
    pthread_mutex_t hurry_lock; // over is_prepared and a call of the variant's hurry
    bool is_prepared;
    _Atomic(int) state; // enum worker_state
    struct err err;     // to be read once the state is WORKER_FAILED
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char variant_state[WORKLOAD_STATE_BYTES];
};

// Starts the thread; fields up to course are set, the course over variant_state. 0 or negative
// errno.
int worker_start(struct worker *worker, struct err *err);

// Cuts short what an operation may be waiting for; the gate must say stop.
void worker_hurry(struct worker *worker);

// Waits for the thread to end; the gate must say stop.
void worker_join(struct worker *worker);

#endif
