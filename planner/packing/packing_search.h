// SPDX-License-Identifier: GPL-3.0-or-later
// Local search on every thread until the bound is met, the rounds are done or the time is over.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_SEARCH_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/packing/packing_best.h"

struct packing_search_limits {
    double share;  // of the seconds and rounds the options have, 0 to 1; it ends there
    double enough; // cost, with nothing misplaced, at which it ends, whatever moves
};

// Makes *best better. Threads meet after each round and go on from the best of them, so that the
// answer hangs on seed, rounds and threads alone unless the time ended it. *rounds: done so far,
// counted on. True when the time ended it.
bool packing_search_run(const struct packing_facts *facts,
                        const struct packing_search_limits *limits, uint64_t *rounds,
                        struct packing_best *best);

#endif
