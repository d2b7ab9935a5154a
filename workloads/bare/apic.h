// SPDX-License-Identifier: GPL-3.0-or-later
// The local APIC of the vCPU one runs on: its timer, and messages to the others. Ring 3 reaches its
// registers directly: an access is an exit, but no exception.
#ifndef FULLHOUSE_WORKLOADS_BARE_APIC_H
#define FULLHOUSE_WORKLOADS_BARE_APIC_H

#include <stdbool.h>
#include <stdint.h>

// Measures the timer against the clock (a millisecond).
void apic_measure(void);

// Enables it; the first vCPU takes the serial line's interrupts by it.
void apic_enable(bool is_first);

// Wakes this vCPU at deadline_ns, by the clock, or earlier.
void apic_timer_set(uint64_t now_ns, uint64_t deadline_ns);

// Starts all other vCPUs in the trampoline.
void apic_start_others(void);

// Wakes all other vCPUs, or vCPU `cpu`, from gate_wait.
void apic_wake_others(void);
void apic_wake(uint32_t apic_id);

uint32_t apic_id(void);

#endif
