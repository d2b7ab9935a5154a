// SPDX-License-Identifier: GPL-3.0-or-later
// When operations fall due: one thread's share of a paced load. Two pacers made alike give the same
// times, so that who counts what fell due need not ask the thread that works.
#ifndef FULLHOUSE_WORKLOADS_CORE_PACER_H
#define FULLHOUSE_WORKLOADS_CORE_PACER_H

#include <stdint.h>

#include "common/base/rng.h"
#include "common/model/load.h"

struct pacer {
    enum load_arrivals arrivals;
    double period_ns; // mean distance of this thread's operations: threads / rate
    double first_ns;
    double at_ns; // poisson: of the operation before
    uint64_t count;
    struct rng rng;
};

// Thread `thread` of `threads` that share the load's rate. constant: times offset + (k + thread /
// threads) * period, so that threads interleave evenly. poisson: exponential distances by inversion
// from the seed, beginning at offset; independent threads add up to a Poisson process of the whole
// rate.
void pacer_init(struct pacer *pacer, const struct load *load, uint32_t thread, uint32_t threads,
                uint64_t seed, uint64_t offset_ns);

// When the next operation is due, in nanoseconds after the start of the load. Never decreases.
uint64_t pacer_next_ns(struct pacer *pacer);

#endif
