// SPDX-License-Identifier: GPL-3.0-or-later
// Bursts and pauses in turn, both of exponential length: where the time within bursts alone stands
// in the time of the clock. Poisson arrivals within bursts make an interrupted Poisson process
// (Kuczura 1973, "The interrupted Poisson process as an overflow process", BSTJ 52:437).
#ifndef FULLHOUSE_WORKLOADS_CORE_BURST_H
#define FULLHOUSE_WORKLOADS_CORE_BURST_H

#include <stdint.h>

#include "common/base/rng.h"
#include "common/model/load.h"

struct burst {
    double mean_ns;       // length of a burst
    double pause_mean_ns; // and of a pause: (factor - 1) times that, so that bursts take 1 / factor
    double end_ns;        // of the burst under way, in time of bursts alone
    double pauses_ns;     // all before it
    struct rng rng;
};

// Begins as a process does that has gone on for ever: within a burst with probability 1 / factor.
void burst_init(struct burst *burst, const struct load_burst *shape, uint64_t seed);

// When the bursts together have lasted `at_ns`, which never decreases from call to call.
double burst_time_ns(struct burst *burst, double at_ns);

#endif
