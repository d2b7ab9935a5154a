// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the counter and the clock side by side.
#include "collector/tsc.h"

#include <x86intrin.h>

#include "common/base/clock.h"

struct reading {
    uint64_t ticks;
    uint64_t ns;
};

// A reading that was interrupted between the two clocks is wide; the narrowest of some is not.
static struct reading read_both(void)
{
    enum { TRIES = 16 };
    struct reading best = {0};
    uint64_t narrowest = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        uint64_t before = __rdtsc();
        uint64_t ns = clock_monotonic_ns();
        uint64_t after = __rdtsc();
        if (after - before < narrowest) {
            narrowest = after - before;
            best = (struct reading){.ticks = before + (after - before) / 2, .ns = ns};
        }
    }
    return best;
}

uint64_t tsc_measure_khz(void)
{
    struct reading first = read_both();
    clock_sleep_until_ns(first.ns + 50 * CLOCK_NS_PER_MS);
    struct reading last = read_both();
    double ms = (double)(last.ns - first.ns) / (double)CLOCK_NS_PER_MS;
    return (uint64_t)((double)(last.ticks - first.ticks) / ms + 0.5);
}
