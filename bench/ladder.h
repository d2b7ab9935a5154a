// SPDX-License-Identifier: GPL-3.0-or-later
// Which density to boot next. First the boundary is found with one boot of each density: one guest
// alone, doubling while densities lean to hold, then between the last that does and the first that
// does not, guided by a curve through what was measured (ladder_guide.h). Then the answer is made
// sure: all boots that are still wanted up to the boundary come in an order shuffled by the seed,
// so that drift of the host is not mistaken for density. Nothing above a density that fails is
// booted again. A function of what is known, without memory of its own, so that a run can go on
// where another one stopped.
#ifndef FULLHOUSE_BENCH_LADDER_H
#define FULLHOUSE_BENCH_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/rung.h"

// What may still be spent, and what a step costs: step_ns and for each guest (or tile) unit_ns.
struct ladder_budget {
    bool is_set;
    double left_ns, step_ns, unit_ns;
};

struct ladder_bounds {
    uint32_t guests_min, guests_max;
    uint32_t repeats_min, repeats_max;
    uint32_t single_above;     // densities above it are booted once; 0: none is
    bool without_one;          // one guest alone has nobody to talk to: nothing is divided by it
    uint32_t fit;              // so many fit, by what is known: for the time left; 0: not known
    bool all_terms;            // goes on until every term has its own maximum
    const uint32_t *densities; // measured as they are, without a search (ladder_rounds.h); owned by
    size_t density_count;      // the scenario; 0: none
    bool asks_nothing;         // no service level that more boots could decide
    uint64_t seed;             // of the order
    struct ladder_budget budget;
};

// A boot in which a guest is lost is tried once more; the second loss says that this density does
// not hold.
enum { LADDER_LOSSES = 2 };

// The density to boot next, 0 when the answer is known as well as the bounds allow. rungs in any
// order. With a budget no step that would overrun it, and no new density that could not be booted
// often enough to be judged, together with all below it.
uint32_t ladder_next(const struct ladder_bounds *bounds, const struct rung *rungs, size_t count);

// Of a list of densities: which round a run is in, and where in its order. units 0: at its end.
struct ladder_turn {
    uint32_t units, round, place;
};
struct ladder_turn ladder_turn_next(const struct ladder_bounds *bounds, const struct rung *rungs,
                                    size_t count);

// Rounds in which every density was booted that is still booted at all.
uint32_t ladder_rounds_finished(const struct ladder_bounds *bounds, const struct rung *rungs,
                                size_t count);

// About how many boots are still to come, in guests to boot: for the time left. A guess, not a
// bound.
uint64_t ladder_guests_left(const struct ladder_bounds *bounds, const struct rung *rungs,
                            size_t count);

#endif
