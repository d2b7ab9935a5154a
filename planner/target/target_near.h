// SPDX-License-Identifier: GPL-3.0-or-later
// The same hosts with fewer moves: guests that may as well be where they were go back, and guests
// that are alike change places. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_NEAR_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_NEAR_H

#include "planner/target/target_found.h"

// Offers what it makes of the best placement.
void target_near(struct target_found *found);

#endif
