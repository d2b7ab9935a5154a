// SPDX-License-Identifier: GPL-3.0-or-later
// Where worker threads sleep until the load goes on or ends: a word they can sleep on with an
// absolute deadline and be woken from at once (futex(2)).
#ifndef FULLHOUSE_WORKLOADS_LINUX_GATE_H
#define FULLHOUSE_WORKLOADS_LINUX_GATE_H

#include <stdatomic.h>
#include <stdint.h>

enum gate_phase {
    GATE_CLOSED, // prepared threads wait here
    GATE_OPEN,   // the load runs
    GATE_STOP,   // everyone leaves
};

struct gate {
    _Atomic(uint32_t) phase;
};

static inline enum gate_phase gate_phase(const struct gate *gate)
{
    return (enum gate_phase)atomic_load_explicit(&gate->phase, memory_order_acquire);
}

// Sets the phase and wakes all who wait.
void gate_set(struct gate *gate, enum gate_phase phase);

// Sleeps while the gate is in this phase, at the longest until deadline_ns (monotonic; UINT64_MAX:
// none). Returns the phase then.
enum gate_phase gate_wait(struct gate *gate, enum gate_phase phase, uint64_t deadline_ns);

#endif
