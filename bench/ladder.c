// SPDX-License-Identifier: GPL-3.0-or-later
// Pure arithmetic on rungs.
#include "bench/ladder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static const struct rung *find(const struct rung *rungs, size_t count, uint32_t guests)
{
    for (size_t i = 0; i < count; i++)
        if (rungs[i].guests == guests)
            return &rungs[i];
    return NULL;
}

static uint32_t boots_wanted(const struct ladder_bounds *bounds, uint32_t guests)
{
    return bounds->single_above && guests > bounds->single_above ? 1 : bounds->repeats_min;
}

// Whether more boots of this density could still change what is known.
static bool is_open(const struct ladder_bounds *bounds, const struct rung *rung)
{
    if (!rung)
        return true;
    if (rung->lost >= LADDER_LOSSES)
        return false;
    // Every other density is divided by one guest alone: it gets all the boots there are.
    if (rung->guests == 1 && bounds->guests_max > 1 && rung->verdict != DENSITY_FAILS)
        return rung->boots < bounds->repeats_max;
    return rung->boots < boots_wanted(bounds, rung->guests) ||
           (rung->verdict == DENSITY_UNDECIDED && rung->boots < bounds->repeats_max);
}

static bool holds(const struct rung *rung)
{
    return rung->lost < LADDER_LOSSES && rung->verdict == DENSITY_HOLDS;
}

// Above every density.
#define NONE UINT64_MAX

// The smallest tried density of the ladder that does not hold, else NONE; densities below the
// ladder's foot (one guest, as the reference) do not count.
static uint64_t first_that_breaks(const struct ladder_bounds *bounds, const struct rung *rungs,
                                  size_t count)
{
    uint64_t first = NONE;
    for (size_t i = 0; i < count; i++)
        if (rungs[i].guests >= bounds->guests_min && !holds(&rungs[i]) && rungs[i].guests < first)
            first = rungs[i].guests;
    return first;
}

// The largest that holds below `above`, or 0.
static uint32_t last_that_holds(const struct ladder_bounds *bounds, const struct rung *rungs,
                                size_t count, uint64_t above)
{
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++)
        if (rungs[i].guests >= bounds->guests_min && rungs[i].guests < above && holds(&rungs[i]) &&
            rungs[i].guests > last)
            last = rungs[i].guests;
    return last;
}

static uint32_t double_or_top(const struct ladder_bounds *bounds, uint32_t guests)
{
    return guests > bounds->guests_max / 2 ? bounds->guests_max : 2 * guests;
}

uint32_t ladder_next(const struct ladder_bounds *bounds, const struct rung *rungs, size_t count)
{
    if (!bounds->without_one && is_open(bounds, find(rungs, count, 1)))
        return 1;
    if (is_open(bounds, find(rungs, count, bounds->guests_min)))
        return bounds->guests_min;
    // The top may have come down below what was tried: a host that runs short of memory.
    uint64_t top = (uint64_t)bounds->guests_max + 1;
    uint64_t broken = first_that_breaks(bounds, rungs, count);
    // An open density is finished before another one is begun, but none above one that breaks.
    for (size_t i = 0; i < count; i++)
        if (rungs[i].guests >= bounds->guests_min && rungs[i].guests < top &&
            rungs[i].guests <= broken && is_open(bounds, &rungs[i]))
            return rungs[i].guests;
    uint64_t above = broken < top ? broken : top;
    uint32_t held = last_that_holds(bounds, rungs, count, above);
    if (held == 0 || held + UINT64_C(1) == above)
        return 0;
    if (broken > top)
        return double_or_top(bounds, held);
    return held + (uint32_t)((above - held) / 2);
}

uint64_t ladder_guests_left(const struct ladder_bounds *bounds, const struct rung *rungs,
                            size_t count)
{
    // Plays the ladder on with everything holding that is not known: the longest way up.
    struct ladder_bounds reach = *bounds;
    if (bounds->fit && bounds->fit < reach.guests_max)
        reach.guests_max = bounds->fit;
    scope_free struct rung *known = alloc_zeroed(count + 64, sizeof *known);
    if (count)
        memcpy(known, rungs, count * sizeof *rungs);
    size_t known_count = count;
    uint64_t left = 0;
    for (uint32_t next; (next = ladder_next(&reach, known, known_count)) > 0;) {
        struct rung *rung = (struct rung *)(uintptr_t)find(known, known_count, next);
        if (!rung && known_count < count + 64)
            *(rung = &known[known_count++]) = (struct rung){.guests = next};
        if (!rung)
            break;
        uint32_t wanted = boots_wanted(&reach, next);
        uint32_t boots = rung->boots < wanted ? wanted - rung->boots : 1;
        left += (uint64_t)boots * next;
        rung->boots += boots;
        rung->verdict = DENSITY_HOLDS;
    }
    return left;
}
