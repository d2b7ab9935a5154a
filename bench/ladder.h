// SPDX-License-Identifier: GPL-3.0-or-later
// Which density to boot next: one guest alone, as often as the bounds allow since all else is
// divided by it, then doubling while densities hold, then bisecting between the last that holds and
// the first that does not. A function of what is known, without memory of its own, so that a run
// can go on where another one stopped.
#ifndef FULLHOUSE_BENCH_LADDER_H
#define FULLHOUSE_BENCH_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"

struct ladder_bounds {
    uint32_t guests_min, guests_max;
    uint32_t repeats_min, repeats_max;
    uint32_t single_above; // densities above it are booted once; 0: none is
    bool without_one;      // one guest alone has nobody to talk to: nothing is divided by it
    uint32_t fit;          // so many fit, by what is known: for the time left; 0: not known
};

// What is known of one density.
struct rung {
    uint32_t guests;
    uint32_t boots; // finished
    uint32_t lost;  // boots in which a guest was lost
    enum density_verdict verdict;
};

// A boot in which a guest is lost is tried once more; the second loss says that this density does
// not hold.
enum { LADDER_LOSSES = 2 };

// The density to boot next, 0 when the answer is known as well as the bounds allow. rungs in any
// order.
uint32_t ladder_next(const struct ladder_bounds *bounds, const struct rung *rungs, size_t count);

// About how many boots are still to come, in guests to boot: for the time left. A guess, not a
// bound.
uint64_t ladder_guests_left(const struct ladder_bounds *bounds, const struct rung *rungs,
                            size_t count);

#endif
