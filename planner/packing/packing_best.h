// SPDX-License-Identifier: GPL-3.0-or-later
// The best placement so far: what is offered is taken only when it is better and allowed.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_BEST_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_BEST_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/packing/packing_score.h"

struct packing_best {
    const struct packing_facts *facts;
    int32_t *bin; // [item]
    struct packing_score score;
    const char *by; // NULL: nothing was offered yet
    double bound;   // of the aim; no packing has less
    double floor;   // of what moves, with as many bins
};

void packing_best_init(struct packing_best *best, const struct packing_facts *facts);
void packing_best_done(struct packing_best *best);

// bin is copied. True when it was taken. by: a literal.
bool packing_best_offer(struct packing_best *best, const int32_t *bin, const char *by);

// Takes over the other's where that is better or there is none here, and its bound and floor.
bool packing_best_take(struct packing_best *best, const struct packing_best *other);

// Nothing can be better but in moves.
bool packing_best_is_at_bound(const struct packing_best *best);

// ... and no less can move with as many bins.
bool packing_best_is_at_floor(const struct packing_best *best);

#endif
