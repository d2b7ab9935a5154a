// SPDX-License-Identifier: GPL-3.0-or-later
// As good as so many moves can make it: what is broken is mended, then hosts are emptied that give
// most for their moves. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_LIMIT_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_LIMIT_H

#include "planner/target/target_found.h"

// Where the best placement takes more moves than there may be: offers one with less, and raises the
// bound by how many hosts so many moves can empty. 0 or -ENOMEM.
int target_limit(struct target_found *found);

#endif
