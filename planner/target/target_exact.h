// SPDX-License-Identifier: GPL-3.0-or-later
// Every placement of a small fleet, hardest guests first, what cannot be better left out. Private
// to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_EXACT_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_EXACT_H

#include "planner/target/target_found.h"

// Up to here a fleet is small enough to go through all of it.
enum { TARGET_EXACT_MOST = 200000 };

// How many placements there are at most: hosts to the power of guests that are free to move.
double target_exact_placements(const struct target_case *problem);

// Looks at so many partial placements at most. Offers what is better. Where it gets through all
// of them, the best placement cannot be bettered, and its cost is the bound.
void target_exact(struct target_found *found, uint64_t steps);

#endif
