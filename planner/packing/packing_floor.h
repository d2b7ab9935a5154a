// SPDX-License-Identifier: GPL-3.0-or-later
// How little can move at least.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_FLOOR_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_FLOOR_H

#include <stddef.h>

#include "planner/packing/packing_facts.h"

// The least move costs of any packing of all items into bins_most bins: what cannot stay in its
// start at all, and what is in the bins that must be emptied, if those with the least in them are.
double packing_floor_of_moves(const struct packing_facts *facts, size_t bins_most);

#endif
