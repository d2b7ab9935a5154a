// SPDX-License-Identifier: GPL-3.0-or-later
// Due times by formula. Never looks at a clock.
#include "workloads/core/pacer.h"

#include "common/base/clock.h"
#include "workloads/core/exponential.h"

// Streams of the guest's seed: odd ones for the threads' own due times, and one beyond all of them
// for what threads have in common.
#define COMMON_STREAM (UINT64_C(1) << 32)

static bool is_even(const struct load *load)
{
    return load->arrivals == LOAD_CONSTANT ||
           (load->arrivals == LOAD_REPLAY && !load->trace_is_poisson);
}

void pacer_init(struct pacer *pacer, const struct load *load, uint32_t thread, uint32_t threads,
                uint64_t seed, uint64_t offset_ns)
{
    double period_ns = (double)CLOCK_NS_PER_SECOND * threads / load->rate.value;

    *pacer = (struct pacer){
        .arrivals = load->arrivals,
        .is_even = is_even(load),
        .period_ns = period_ns,
        .first_ns = (double)offset_ns + (double)thread / threads * period_ns,
        .at_ns = (double)offset_ns,
        .offset_ns = (double)offset_ns,
    };
    rng_init(&pacer->rng, rng_derive(seed, UINT64_C(2) * thread + 1));
    if (load->arrivals == LOAD_BURSTY) {
        pacer->period_ns /= load->burst.factor_permille / 1000.0;
        pacer->at_ns = 0;
        burst_init(&pacer->burst, &load->burst, rng_derive(seed, COMMON_STREAM));
    } else if (load->arrivals == LOAD_REPLAY) {
        replay_init(&pacer->replay, &load->traces.traces[0], load->trace_lead_ns);
    }
}

// A double holds whole nanoseconds for 104 days; far beyond that every load has ended.
static uint64_t whole_ns(double ns)
{
    return ns < 0x1p62 ? (uint64_t)ns : UINT64_C(1) << 62;
}

static double next_ns(struct pacer *pacer)
{
    // From the count, not from the time before: rounding must not add up to a drift.
    if (pacer->is_even)
        return pacer->first_ns + (double)pacer->count++ * pacer->period_ns;
    pacer->at_ns += exponential_next(&pacer->rng, pacer->period_ns);
    return pacer->at_ns;
}

uint64_t pacer_next_ns(struct pacer *pacer)
{
    double at_ns = next_ns(pacer);

    if (pacer->arrivals == LOAD_REPLAY)
        return replay_time_ns(&pacer->replay, at_ns);
    if (pacer->arrivals == LOAD_BURSTY)
        at_ns = pacer->offset_ns + burst_time_ns(&pacer->burst, at_ns);
    return whole_ns(at_ns);
}
