// SPDX-License-Identifier: GPL-3.0-or-later
// clock_nanosleep(2) again and again.
#include "workloads/linux/rhythm.h"

#include <errno.h>
#include <time.h>

#include "common/base/clock.h"

void rhythm_init(struct rhythm *rhythm, uint64_t interval_ns)
{
    *rhythm = (struct rhythm){.interval_ns = interval_ns};
}

// Never in the past.
static void advance(struct rhythm *rhythm)
{
    uint64_t now_ns = clock_monotonic_ns();

    if (rhythm->next_ns == 0)
        rhythm->next_ns = now_ns;
    rhythm->next_ns += rhythm->interval_ns;
    if (rhythm->next_ns < now_ns)
        rhythm->next_ns +=
            ((now_ns - rhythm->next_ns) / rhythm->interval_ns + 1) * rhythm->interval_ns;
}

int rhythm_wait(struct rhythm *rhythm, uint64_t *ret_due_ns)
{
    struct timespec until;

    if (rhythm->interval_ns == 0) {
        *ret_due_ns = clock_monotonic_ns();
        return 0;
    }
    advance(rhythm);
    until = (struct timespec){
        .tv_sec = (time_t)(rhythm->next_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(rhythm->next_ns % CLOCK_NS_PER_SECOND),
    };
    while (!atomic_load_explicit(&rhythm->is_hurried, memory_order_relaxed))
        if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == 0) {
            *ret_due_ns = rhythm->next_ns;
            return 0;
        }
    return -ECANCELED;
}

void rhythm_hurry(struct rhythm *rhythm)
{
    atomic_store_explicit(&rhythm->is_hurried, 1, memory_order_relaxed);
}
