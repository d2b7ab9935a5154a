// SPDX-License-Identifier: GPL-3.0-or-later
// Small changes for the better that keep every item placed: to bins whose units cost less, and
// home.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_SLIDE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_SLIDE_H

#include "planner/packing/packing_table.h"

// Items go to bins in use where a unit of dimension 0 costs less, largest first.
void packing_slide_units(struct packing_table *table);

// Items go to their starts where those are in use and have room, dearest move first; two that stand
// in each other's way exchange. Costs of bins and units do not rise.
void packing_slide_home(struct packing_table *table);

#endif
