// SPDX-License-Identifier: GPL-3.0-or-later
// Random fleets with random rules, the same for a seed: as the planner reads them, and as the
// checker understands them. Some are broken from the start, some have no answer.
#ifndef FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_RANDOM_H
#define FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_RANDOM_H

#include <stdint.h>

#include "planner/estate/estate.h"
#include "tests/planner/consolidation/pack_checker.h"

struct pack_random {
    struct estate estate;
    struct rule_set *rules; // not resolved yet
    struct amounts amounts;
    struct pack_fleet fleet;
    double *cores;
    int32_t *start;
    bool *is_pinned, *is_off;
    struct pack_rule *meant;
    size_t meant_count;
    char *text; // the fleet for people, a line each
};

// Hosts and guests at most; few enough for all placements to be looked at, or many.
void pack_random_make(uint64_t seed, size_t hosts_most, size_t guests_most,
                      struct pack_random *ret_random);
void pack_random_done(struct pack_random *random);

#endif
