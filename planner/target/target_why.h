// SPDX-License-Identifier: GPL-3.0-or-later
// Why a guest has no place, and what would give it one. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_WHY_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_WHY_H

#include "planner/target/target_case.h"

// standing: everybody where they shall be, this guest too; it is the same afterwards. New strings.
void target_why(const struct target_case *problem, struct standing *standing, uint32_t guest,
                int32_t host, struct target_misplaced *ret_misplaced);

#endif
