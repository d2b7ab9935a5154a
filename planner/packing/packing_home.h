// SPDX-License-Identifier: GPL-3.0-or-later
// Less to move at no cost: bins that are alike change names, then items that can go home go.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_HOME_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_HOME_H

#include "planner/packing/packing_best.h"
#include "planner/packing/packing_table.h"

// Offers *best what comes of it. The table is worked on and holds nothing to be kept.
void packing_home_improve(struct packing_table *table, struct packing_best *best);

#endif
