// SPDX-License-Identifier: GPL-3.0-or-later
// Small changes at random that keep all items placed, so that a search does not stand still.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_SHAKE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_SHAKE_H

#include "planner/packing/packing_pool.h"

// Tries so many exchanges of two items and so many moves of one; those that fit and are allowed
// are made.
void packing_shake(struct packing_pool *pool, unsigned tries);

#endif
