// SPDX-License-Identifier: GPL-3.0-or-later
// The rungs as one question sees them: does everything hold, or does one service-level term? Where
// the boundary is, and which densities want more boots. Private to ladder*.c.
#ifndef FULLHOUSE_BENCH_LADDER_VIEW_H
#define FULLHOUSE_BENCH_LADDER_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/ladder.h"

// Of all terms and total throughput.
enum { LADDER_WHOLE = -1 };

struct ladder_view {
    const struct ladder_bounds *bounds;
    const struct rung *rungs; // ascending
    size_t count;
    int term; // its number, or LADDER_WHOLE
};

// Above every density.
#define LADDER_NONE UINT64_MAX

const struct rung *ladder_view_find(const struct ladder_view *view, uint32_t guests);

// Nothing is known of it yet, not even a leaning, and more boots may tell. rung NULL: never tried.
bool ladder_view_is_untold(const struct ladder_view *view, const struct rung *rung);

// How many more boots of it are wanted now: 0 when more could not change what is known.
uint32_t ladder_view_wanted(const struct ladder_view *view, const struct rung *rung);

// Whether it counts as holding: decided, or while it wants more boots by its leaning.
bool ladder_view_holds(const struct ladder_view *view, const struct rung *rung);

// The smallest density of the ladder that does not, else LADDER_NONE; and the largest below it that
// does, or 0. Densities below the ladder's foot (one guest, as the reference) do not count.
uint64_t ladder_view_broken(const struct ladder_view *view);
uint32_t ladder_view_held(const struct ladder_view *view, uint64_t below);

#endif
