// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that speaks futex(2): clock_nanosleep could not be woken without a signal.
#include "workloads/linux/gate.h"

#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"

void gate_set(struct gate *gate, enum gate_phase phase)
{
    atomic_store_explicit(&gate->phase, phase, memory_order_release);
    syscall(SYS_futex, &gate->phase, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

enum gate_phase gate_wait(struct gate *gate, enum gate_phase phase, uint64_t deadline_ns)
{
    struct timespec deadline = {
        .tv_sec = (time_t)(deadline_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(deadline_ns % CLOCK_NS_PER_SECOND),
    };
    const struct timespec *limit = deadline_ns == UINT64_MAX ? NULL : &deadline;

    // WAIT_BITSET takes an absolute time, by CLOCK_MONOTONIC unless told otherwise.
    while (gate_phase(gate) == phase && clock_monotonic_ns() < deadline_ns)
        syscall(SYS_futex, &gate->phase, FUTEX_WAIT_BITSET_PRIVATE, (uint32_t)phase, limit, NULL,
                FUTEX_BITSET_MATCH_ANY);
    return gate_phase(gate);
}
