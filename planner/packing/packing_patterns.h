// SPDX-License-Identifier: GPL-3.0-or-later
// Packing where many items are alike: column generation over patterns of item kinds for each kind
// of bin (Gilmore and Gomory 1961), rounded to whole bins.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_PATTERNS_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_PATTERNS_H

#include "planner/packing/packing.h"

// Packs by patterns where that promises something (few kinds of items for their number) within the
// seconds; the judge, where there is one, is asked for each item, and what it refuses is placed as
// it fits or misplaced. *ret_bound: of the linear relaxation, where it was reached. False where
// there is nothing, then nothing is written.
bool packing_patterns_solve(const struct packing_problem *problem,
                            const struct packing_options *options, struct packing *ret_packing,
                            double *ret_bound);

#endif
