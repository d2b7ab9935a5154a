// SPDX-License-Identifier: GPL-3.0-or-later
// The assignment problem: each row one column, no column twice, the largest sum.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_ASSIGN_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_ASSIGN_H

#include <stddef.h>
#include <stdint.h>

// gains: [row][column], count of each. ret_column: [row]. By shortest augmenting paths (Jonker and
// Volgenant 1987), in the cube of count.
void packing_assign(const double *gains, size_t count, uint32_t *ret_column);

#endif
