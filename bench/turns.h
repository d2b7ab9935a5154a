// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is: the runs of a campaign take one step each a round, in an order that is drawn
// anew for every round, so that what drifts on a shared host hits all of them alike and no one is
// always measured behind the same other. Pure; the seed gives the order.
#ifndef FULLHOUSE_BENCH_TURNS_H
#define FULLHOUSE_BENCH_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/rng.h"

enum { TURNS_MAX = 64 };

struct turns {
    struct rng rng;
    size_t count;
    bool has_left[TURNS_MAX];
    size_t order[TURNS_MAX]; // of this round
    size_t order_count, next;
};

// For 0..count-1; count <= TURNS_MAX.
void turns_init(struct turns *turns, size_t count, uint64_t seed);

// The round under way is one of those who have made fewer steps than others; made has one place for
// each. Those who have left count for nothing.
void turns_catch_up(struct turns *turns, const size_t *made);

// Whose turn is next, or -1 when all have left.
int turns_next(struct turns *turns);

// This one gets no further turn.
void turns_leave(struct turns *turns, size_t index);

#endif
