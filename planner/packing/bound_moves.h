// SPDX-License-Identifier: GPL-3.0-or-later
// How little moving does, with no more than so many bins: which bins are emptied, and what leaves
// those that are too full.
#ifndef FULLHOUSE_PLANNER_PACKING_BOUND_MOVES_H
#define FULLHOUSE_PLANNER_PACKING_BOUND_MOVES_H

#include "planner/packing/packing.h"

// Linear relaxation of: of the bins at most bins_most stay, those hold the sums of all sizes, what
// is in the others moves, and bins that are too full or closed lose the cheapest part that mends
// them. Of move costs; safe from floating point.
double bound_moves(const struct packing_problem *problem, size_t bins_most);

#endif
