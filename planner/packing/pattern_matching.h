// SPDX-License-Identifier: GPL-3.0-or-later
// Which bin gets which pattern: the more of it is in the bin already, the better.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_MATCHING_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_MATCHING_H

#include "planner/packing/pattern_plan.h"

#define PATTERN_NONE UINT32_MAX

// uses: [bin of the rest] the index among the plan's uses, or PATTERN_NONE for a bin that stays
// empty. Greedy by what stays, then bins change patterns among each other as long as more stays.
void pattern_matching_of(const struct packing_problem *problem, const struct bound_rest *rest,
                         const struct pattern_kinds *kinds, const struct pattern_plan *plan,
                         uint32_t *uses);

#endif
