// SPDX-License-Identifier: GPL-3.0-or-later
// Deals a plan of patterns out to real bins and real items, so that as much as possible stays where
// it is.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_DEALING_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_DEALING_H

#include "planner/packing/pattern_plan.h"

// bin: [item of the problem], written for all of them: PACKING_NOWHERE for one that fits nowhere,
// or that neither the plan nor the judge left a place for. False where the judge has no copy to be
// asked; then nothing is written. The deadline ends what only spares moves.
bool pattern_dealing_deal(const struct packing_problem *problem, const struct bound_rest *rest,
                          const struct pattern_plan *plan, uint64_t deadline_ns, int32_t *bin);

#endif
