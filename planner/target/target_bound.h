// SPDX-License-Identifier: GPL-3.0-or-later
// What rules prove of how little any placement of all guests can cost. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_BOUND_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_BOUND_H

#include "planner/target/target_found.h"

// Raises the bound of FEWEST and CHEAPEST by each rule alone: so many guests that no host may share
// need so many hosts; hosts of lonely guests, and of different sets of a split, are added up;
// guests of a fence need hosts within it; and failover rules, together, need hosts beyond those
// that hold everybody (target_loss.h).
void target_bound_by_rules(struct target_found *found);

#endif
