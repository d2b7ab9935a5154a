// SPDX-License-Identifier: GPL-3.0-or-later
// The same placement with bins that are alike renamed so that as much as possible stays where it
// started.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_MATCH_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_MATCH_H

#include <stdint.h>

#include "planner/packing/packing_facts.h"

// ret_bin: [item]. Bins with fixed items keep their names. Exact for up to a few hundred bins of a
// class, greedy beyond. The judge is not asked.
void packing_match_home(const struct packing_facts *facts, const int32_t *bin, int32_t *ret_bin);

#endif
