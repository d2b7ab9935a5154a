// SPDX-License-Identifier: GPL-3.0-or-later
// Packing with those who find no place left where they are, so that the others are placed around
// them. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_STAY_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_STAY_H

#include "planner/target/target_found.h"

// Offers what it finds and raises the bound. 0 or -ENOMEM.
int target_stay(struct target_found *found);

#endif
