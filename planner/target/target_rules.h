// SPDX-License-Identifier: GPL-3.0-or-later
// What rules mean for a search before anything is asked of them. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_RULES_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_RULES_H

#include "planner/target/target_case.h"

// Who is pinned, who is anchored, and whether empty hosts may have to stay on.
void target_rules_read(struct target_case *problem);

#endif
