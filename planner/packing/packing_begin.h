// SPDX-License-Identifier: GPL-3.0-or-later
// The first placements, quickly made: from where things stand, and from nothing.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_BEGIN_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_BEGIN_H

#include "planner/packing/packing_best.h"
#include "planner/packing/packing_table.h"

// Offers the start as far as it may stay, and what is left of its bins once as many as possible
// are empty. Nothing where there is no start.
void packing_begin_from_start(struct packing_table *table, struct packing_best *best);

// Offers first fit by several measures, best fit and filling bin by bin where there is time.
void packing_begin_from_nothing(struct packing_table *table, struct packing_best *best);

#endif
