// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which a packing is looked for and a bound is proved.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_COURSE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_COURSE_H

#include <stdbool.h>

#include "planner/packing/packing_best.h"
#include "planner/packing/packing_bound.h"
#include "planner/packing/packing_table.h"

// Fills *best, which is new, and *ret_bound. True when the time cut it short.
bool packing_course_run(struct packing_table *table, struct packing_best *best,
                        struct packing_bound *ret_bound);

#endif
