// SPDX-License-Identifier: GPL-3.0-or-later
// When operations fall due: one thread's share of a paced load. Two pacers made alike give the same
// times, so that who counts what fell due need not ask the thread that works.
#ifndef FULLHOUSE_WORKLOADS_CORE_PACER_H
#define FULLHOUSE_WORKLOADS_CORE_PACER_H

#include <stdint.h>

#include "common/base/rng.h"
#include "common/model/load.h"
#include "workloads/core/burst.h"
#include "workloads/core/replay.h"

struct pacer {
    enum load_arrivals arrivals;
    bool is_even;     // equal distances, else exponential ones
    double period_ns; // mean distance of this thread's operations: threads / rate
    double first_ns;
    double at_ns; // of the operation before, where distances are exponential
    double offset_ns;
    uint64_t count;
    struct rng rng;
    union {
        struct burst burst;
        struct replay replay;
    };
};

// Thread `thread` of `threads` that share the load's rate; seed is the guest's, offset_ns comes
// before all.
//   constant: offset + (k + thread / threads) * period, so that threads interleave evenly.
//   poisson:  exponential distances by inversion from the seed; independent threads add up to a
//             Poisson process of the whole rate.
//   bursty:   the same at `factor` times the rate within bursts, which all threads have at the same
//             time (burst.h); nothing between them.
//   replay:   constant or poisson at the rate, by a clock that runs as fast as the trace's share
//             (replay.h): of all threads, operation k falls due where the integral of share * rate
//             reaches offset * rate + k. Borrows the load's first trace.
void pacer_init(struct pacer *pacer, const struct load *load, uint32_t thread, uint32_t threads,
                uint64_t seed, uint64_t offset_ns);

// When the next operation is due, in nanoseconds after the start of the load. Never decreases. 2^62
// stands for never.
uint64_t pacer_next_ns(struct pacer *pacer);

#endif
