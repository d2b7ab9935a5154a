// SPDX-License-Identifier: GPL-3.0-or-later
// The question as items and bins, and what packing makes of it. Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_PACK_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_PACK_H

#include "planner/packing/packing.h"
#include "planner/target/target_case.h"

// Solves it within the seconds. stays: [guest] that do not leave their start, beside the fixed
// ones; NULL: none. cost and bound are of the aim, of ENERGY along straight lines below the powers.
// 0 or -ENOMEM.
int target_pack(const struct target_case *problem, const bool *stays, double seconds,
                struct packing *ret_packing);

// The least that those guests alone cost on those hosts (NULL: all); of FEWEST and CHEAPEST. Takes
// little time.
double target_pack_bound(const struct target_case *problem, const bool *is_in, const bool *is_open);
// Of those guests on any hosts, pinned or not.
double target_pack_bound_unfixed(const struct target_case *problem, const bool *is_in);

#endif
