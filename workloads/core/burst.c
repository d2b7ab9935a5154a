// SPDX-License-Identifier: GPL-3.0-or-later
// One burst ahead at the most. Never looks at a clock.
#include "workloads/core/burst.h"

#include "workloads/core/exponential.h"

void burst_init(struct burst *burst, const struct load_burst *shape, uint64_t seed)
{
    double mean_ns = (double)shape->length_ns, factor = shape->factor_permille / 1000.0;

    *burst = (struct burst){
        .mean_ns = mean_ns,
        .pause_mean_ns = mean_ns * (factor - 1),
    };
    rng_init(&burst->rng, seed);
    // What is left of an exponential length is as long as a whole one.
    if (rng_unit(&burst->rng) * factor >= 1)
        burst->pauses_ns = exponential_next(&burst->rng, burst->pause_mean_ns);
    burst->end_ns = exponential_next(&burst->rng, mean_ns);
}

double burst_time_ns(struct burst *burst, double at_ns)
{
    while (at_ns >= burst->end_ns && at_ns < 0x1p62) {
        burst->pauses_ns += exponential_next(&burst->rng, burst->pause_mean_ns);
        burst->end_ns += exponential_next(&burst->rng, burst->mean_ns);
    }
    return burst->pauses_ns + at_ns;
}
