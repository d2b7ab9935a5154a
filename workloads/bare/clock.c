// SPDX-License-Identifier: GPL-3.0-or-later
// Ticks times a fixed-point factor: no division, no drift against itself.
#include "workloads/bare/clock.h"

#include "common/base/clock.h"
#include "workloads/bare/tsc.h"

enum { FRACTION_BITS = 32 };

static uint64_t began;
static uint64_t ns_per_tick; // FRACTION_BITS of it behind the point

void clock_init(uint64_t tsc_hz)
{
    // Rounded; wrong by at most 2^-33 of a nanosecond a tick, 0.4 s in a century.
    ns_per_tick = ((CLOCK_NS_PER_SECOND << FRACTION_BITS) + tsc_hz / 2) / tsc_hz;
    began = tsc_now();
}

uint64_t clock_monotonic_ns(void)
{
    uint64_t ticks = tsc_now() - began;

    return CLOCK_NS_PER_SECOND +
           (uint64_t)((unsigned __int128)ticks * ns_per_tick >> FRACTION_BITS);
}
