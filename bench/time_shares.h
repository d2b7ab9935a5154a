// SPDX-License-Identifier: GPL-3.0-or-later
// A budget shared out over loads that are still to be measured on the same platforms at the same
// densities: how many rounds each gets, and which densities of it. A round has every density once
// on every platform. What a step costs is learned from those that were made; before there are any
// it is guessed. Pure.
#ifndef FULLHOUSE_BENCH_TIME_SHARES_H
#define FULLHOUSE_BENCH_TIME_SHARES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/density_list.h"

// Fewer boots have no interval.
enum { TIME_SHARES_ROUNDS_LEAST = 2 };

// A platform with a kind of guest, as its cost goes: "tcg" with the bare guest is another.
struct time_shares_arm {
    const char *platform;
    bool is_light; // the bare guest, or none: it comes up at once
};

// What a step of such an arm took with so many guests, on average.
struct time_shares_cost {
    char *platform;
    bool is_light;
    uint32_t guests;
    double mean_ns;
    size_t steps;
};

// Zero-initialise but for the first; release with time_shares_done.
struct time_shares {
    double windows_ns; // of a step, warm-up included
    struct time_shares_cost *list;
    size_t count;
};

void time_shares_done(struct time_shares *shares);

// One step more.
void time_shares_learn(struct time_shares *shares, const struct time_shares_arm *arm,
                       uint32_t guests, double spent_ns);

// What a step will take: as it was, else by the nearest density of the same arm, else by a guess.
double time_shares_step_ns(const struct time_shares *shares, const struct time_shares_arm *arm,
                           uint32_t guests);

// One of the loads that are left.
struct time_shares_load {
    const struct time_shares_arm *arms;
    size_t arm_count;
};

struct time_shares_plan {
    struct density_list densities; // all of those that were asked for, or fewer; none: no time
    uint32_t rounds;               // 0 then
    double left_out_ns;            // how much more time all densities would have wanted
};

// For the first of the loads: the same number of rounds for all of them where that is two or more,
// at most rounds_max. Where it is not, two; loads that want little get it, those that want more
// share the rest, and leave densities out: first those between, from above, then the largest.
// left_ns: of the budget, INFINITY without one: rounds_max then.
struct time_shares_plan time_shares_next(const struct time_shares *shares,
                                         const struct time_shares_load *loads, size_t count,
                                         const struct density_list *densities, uint32_t rounds_max,
                                         double left_ns);

#endif
