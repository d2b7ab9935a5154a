// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory the host can still give.
#ifndef FULLHOUSE_COLLECTOR_MEMORY_H
#define FULLHOUSE_COLLECTOR_MEMORY_H

#include <stdint.h>

struct err;
struct procfs;

struct host_memory {
    uint64_t total_bytes;     // of the host, or of the control group that confines us when smaller
    uint64_t available_bytes; // the kernel's MemAvailable, or what the control group leaves
    uint64_t swap_used_bytes;
};

// 0 or negative errno. A memory limit of our own control group (of either version) counts like the
// host's end.
int host_memory_read(const struct procfs *procfs, struct host_memory *ret_memory, struct err *err);

// The share of the last ten seconds in which every task that wanted to run waited for memory
// (Linux Documentation/accounting/psi.rst). 0 or negative errno where the kernel does not tell.
int host_memory_stalled(const struct procfs *procfs, double *ret_ratio);

#endif
