// SPDX-License-Identifier: GPL-3.0-or-later
// What does not hold where guests stand now. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_BROKEN_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_BROKEN_H

#include "planner/target/target_case.h"

// New array of new strings, a sentence each.
char **target_broken(const struct target_case *problem, size_t *ret_count);

#endif
