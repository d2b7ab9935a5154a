// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory a workload works on.
#ifndef FULLHOUSE_WORKLOADS_LINUX_WORKING_SET_H
#define FULLHOUSE_WORKLOADS_LINUX_WORKING_SET_H

#include <stdint.h>

struct err;

// Bytes the kernel could give us without swapping (MemAvailable), 0 when it does not tell.
uint64_t working_set_available_bytes(void);

// The working set of one of `threads` threads, a whole multiple of unit (0: the workload has none,
// gives 0). requested 0 is our own choice: all threads together four times the last-level cache (32
// MiB for a cache that is not told), at most 1 GiB, and never more than half of what is available.
// A request is rounded up to unit. -ENOMEM when it would take more than nine tenths of what is
// available or does not fit one unit: a guest killed for memory would say nothing.
int working_set_choose(uint64_t requested_bytes, uint64_t unit, uint32_t threads,
                       uint64_t *ret_bytes, struct err *err);

#endif
