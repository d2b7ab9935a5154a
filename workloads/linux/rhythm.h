// SPDX-License-Identifier: GPL-3.0-or-later
// Wakes its thread at times of equal distance, as cyclictest does: an absolute sleep on the
// monotonic clock; times that have passed while it was late are left out.
#ifndef FULLHOUSE_WORKLOADS_LINUX_RHYTHM_H
#define FULLHOUSE_WORKLOADS_LINUX_RHYTHM_H

#include <stdatomic.h>
#include <stdint.h>

struct rhythm {
    uint64_t interval_ns;
    uint64_t next_ns; // 0 before the first
    _Atomic(int) is_hurried;
};

// interval_ns 0: for who is woken by others; then no wait takes any time.
void rhythm_init(struct rhythm *rhythm, uint64_t interval_ns);

// Sleeps until the next time and gives it; the first one is an interval from now. 0, or -ECANCELED
// when there is no more waiting.
int rhythm_wait(struct rhythm *rhythm, uint64_t *ret_due_ns);

// From another thread: no sleep begins any more. One that is under way ends in its time.
void rhythm_hurry(struct rhythm *rhythm);

#endif
