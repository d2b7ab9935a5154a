// SPDX-License-Identifier: GPL-3.0-or-later
// What a search tries next: from the best so far, which bins to do without, which to take instead,
// which items to send home.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_ATTEMPT_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/packing/packing_best.h"
#include "planner/packing/packing_pool.h"

enum packing_goal {
    PACKING_GOAL_PLACE,  // a place for every item
    PACKING_GOAL_FEWER,  // bins that cost less
    PACKING_GOAL_NEARER, // no dearer bins, and less moved
};

// What the best placement lacks first. nearer: bins are good enough, moves are what matters.
enum packing_goal packing_attempt_goal(const struct packing_best *best, bool nearer);

// Puts the pool and its table into the best placement, and then into where the attempt begins.
// False when the goal offers nothing to try.
bool packing_attempt_begin(struct packing_pool *pool, const struct packing_best *best,
                           enum packing_goal goal);

#endif
