// SPDX-License-Identifier: GPL-3.0-or-later
// The loop that is measured, one operation at a time: every home turns it in its own way of
// waiting. Closed: one clock reading an operation, the end of one is the start of the next, so the
// cost of recording is part of what is told and nothing falls between. Paced: latency counts from
// the moment an operation was due; who is late works without pause until it has caught up, so a
// stall shows in every operation that it delayed.
#ifndef FULLHOUSE_WORKLOADS_CORE_COURSE_H
#define FULLHOUSE_WORKLOADS_CORE_COURSE_H

#include <stdbool.h>
#include <stdint.h>

#include "workloads/core/pacer.h"

struct tally;
struct workload_variant;

#define COURSE_NEVER UINT64_MAX

struct course {
    int (*operate)(void *state);               // NULL: idle
    uint64_t (*latency_ns)(const void *state); // closed; NULL: the time an operation took
    void *state;
    struct tally *tally;
    bool paced;
    bool is_naive;      // latency counts from the start, not from when the operation was due
    struct pacer pacer; // paced
    uint64_t start_ns;  // of the load, by the home's clock
    uint64_t due_ns;    // of the next operation; closed: when the last one ended
};

// variant's operation over a state already prepared; pacer NULL for a closed load.
void course_init(struct course *course, const struct workload_variant *variant, void *state,
                 struct tally *tally, const struct pacer *pacer);

// The load starts: start_ns as told to everyone, now_ns as this worker came to it.
void course_begin(struct course *course, uint64_t start_ns, uint64_t now_ns);

// When the next operation is due: a time past for a closed load, COURSE_NEVER for an idle one.
static inline uint64_t course_due_ns(const struct course *course)
{
    return course->due_ns;
}

// Does the operation that is due and records it. 0 and *ret_now_ns, when it ended; or -EIO.
int course_operate(struct course *course, uint64_t *ret_now_ns);

#endif
