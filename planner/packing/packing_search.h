// SPDX-License-Identifier: GPL-3.0-or-later
// Local search on every thread until the bound is met, the rounds are done or the time is over.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_SEARCH_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_SEARCH_H

#include <stdbool.h>

#include "planner/packing/packing_best.h"

// Makes *best better. Threads meet after each round and go on from the best of them, so that the
// answer hangs on seed, rounds and threads alone unless the time ended it. True when it did.
bool packing_search_run(const struct packing_facts *facts, struct packing_best *best);

#endif
