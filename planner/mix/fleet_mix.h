// SPDX-License-Identifier: GPL-3.0-or-later
// Fleets of more than one model where they are cheaper: a small integer programme over all years
// (fleet_build.h), whose answer is planned part by part (fleet_split.h).
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_MIX_H
#define FULLHOUSE_PLANNER_MIX_FLEET_MIX_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/sizing/outcome.h"
#include "planner/sizing/situation.h"

struct err;

struct fleet_mix_part {
    size_t option;
    double hosts[PLAN_YEARS_MOST]; // installed, spare ones included
    double *guests;                // of each class, last year, on hosts of this option
};

struct fleet_mix {
    bool is_found;   // else nothing is possible
    bool is_optimal; // proven: no fleet of these options is cheaper
    double gap;      // how much cheaper another could be at most, over net_present_cost; 0 optimal
    struct fleet_mix_part *parts;
    size_t part_count; // 1: one model alone is the cheapest that was found
    size_t class_count;
    double net_present_cost; // as outcome_confirm has it, all parts together
};

// The cheapest fleet of the options listed (indices; at most 8 are sensible). Every part is planned
// by outcome_confirm as a fleet of its own, spare hosts included, and held against each option
// alone, so that a mix is never cheaper by a cost or a rule that was dropped. Beyond a number of
// branches, or these seconds, the search ends with what it has; only the seconds can make two runs
// differ. 0, or -EINVAL where there is no option.
int fleet_mix_of(const struct situation *situation, const size_t *options, size_t count,
                 double seconds, struct fleet_mix *ret_mix, struct err *err);
void fleet_mix_done(struct fleet_mix *mix);

#endif
