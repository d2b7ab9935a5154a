// SPDX-License-Identifier: GPL-3.0-or-later
// The vCPUs: starting them, sleeping on one, and what becomes of one that had an exception.
#ifndef FULLHOUSE_WORKLOADS_BARE_CPU_H
#define FULLHOUSE_WORKLOADS_BARE_CPU_H

#include <stdint.h>

#include "workloads/bare/area.h"

// Starts the others and waits for them, a second at the longest. Returns how many vCPUs there are
// then, at most `wanted`.
uint32_t cpu_start_others(uint32_t wanted);

// How many interrupts vCPU `cpu` has had: read it, look whether there is work, then sleep.
static inline uint32_t cpu_pending(uint32_t cpu)
{
    return cpu_area(cpu)->pending;
}

// On vCPU `cpu` itself: sleeps until deadline_ns (UINT64_MAX: none) or the next interrupt. Returns
// at once when there was an interrupt since cpu_pending was `seen`. Returns the time.
uint64_t cpu_sleep(uint32_t cpu, uint32_t seen, uint64_t deadline_ns);

// Lets the first vCPU look again.
void cpu_wake_first(void);

// The vCPU that had an exception, or NULL. The first one's never comes back here: session_fault
// takes it.
const struct cpu_area *cpu_faulted(void);

#endif
