// SPDX-License-Identifier: GPL-3.0-or-later
// Whether single moves lead to a placement, and in a small fleet the best that they lead to.
// Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_REACH_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_REACH_H

#include "planner/target/target_found.h"

// Whether everybody gets there by a move each, in some order, with room and continuous rules held
// on the way.
bool target_reach_is_straight(const struct target_case *problem, const int32_t *host);

// Goes through all states that allowed moves lead to from the start (breadth first, at most
// states_most there may be) and takes the best in which everybody has a place, even if the one
// found so far is better: that one has no way to it. False where there is none, or too many states.
bool target_reach(struct target_found *found, double states_most);

#endif
