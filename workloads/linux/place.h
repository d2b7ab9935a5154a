// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker under Linux is given beside its memory. The core hands it on unread.
#ifndef FULLHOUSE_WORKLOADS_LINUX_PLACE_H
#define FULLHOUSE_WORKLOADS_LINUX_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct exec_plan;
struct figures;
struct settings;

struct home_place {
    const struct settings *settings; // every option of the workload has a value there
    uint32_t thread;                 // which of
    uint32_t threads;                // this load's
    void *shared;     // workload_variant's shared_bytes, zeroed, the same for all of them
    const char *peer; // wire_prepare's, "" for nobody
    bool paced;       // operations are due at times; else each begins when the last ends
    const struct exec_plan *exec; // of a load that runs a program, else NULL
    struct figures *figures;      // where to put numbers that are no windows
    struct err *err;              // of this worker: says why prepare or an operation failed
};

#endif
