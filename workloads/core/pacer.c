// SPDX-License-Identifier: GPL-3.0-or-later
// Due times by formula. Never looks at a clock.
#include "workloads/core/pacer.h"

#include "common/base/clock.h"
#include "workloads/core/logarithm.h"

void pacer_init(struct pacer *pacer, const struct load *load, uint32_t thread, uint32_t threads,
                uint64_t seed, uint64_t offset_ns)
{
    double period_ns = (double)CLOCK_NS_PER_SECOND * threads / load->rate.value;
    double share = load->arrivals == LOAD_CONSTANT ? (double)thread / threads : 0;

    *pacer = (struct pacer){
        .arrivals = load->arrivals,
        .period_ns = period_ns,
        .first_ns = (double)offset_ns + share * period_ns,
        .at_ns = (double)offset_ns,
    };
    rng_init(&pacer->rng, seed);
}

// A double holds whole nanoseconds for 104 days; far beyond that every load has ended.
static uint64_t whole_ns(double ns)
{
    return ns < 0x1p62 ? (uint64_t)ns : UINT64_C(1) << 62;
}

uint64_t pacer_next_ns(struct pacer *pacer)
{
    // From the count, not from the time before: rounding must not add up to a drift.
    if (pacer->arrivals == LOAD_CONSTANT)
        return whole_ns(pacer->first_ns + (double)pacer->count++ * pacer->period_ns);
    // One minus a number of 53 bits is exact, and never 0.
    pacer->at_ns -= logarithm(1 - rng_unit(&pacer->rng)) * pacer->period_ns;
    return whole_ns(pacer->at_ns);
}
