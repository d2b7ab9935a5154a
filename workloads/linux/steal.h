// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time that the hypervisor took from this guest.
#ifndef FULLHOUSE_WORKLOADS_LINUX_STEAL_H
#define FULLHOUSE_WORKLOADS_LINUX_STEAL_H

#include <stdint.h>

// The steal column of /proc/stat for all vCPUs since boot, in nanoseconds (in steps of a tick,
// usually 10 ms); 0 where the kernel does not tell.
uint64_t steal_total_ns(void);

#endif
