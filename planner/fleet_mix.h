// SPDX-License-Identifier: GPL-3.0-or-later
// Fleets of more than one model where they are cheaper: a small integer programme over all years.
// Door: GLPK (mixed integer programming; GPL-3, the one solver in Debian that is a plain C
// library).
#ifndef FULLHOUSE_PLANNER_FLEET_MIX_H
#define FULLHOUSE_PLANNER_FLEET_MIX_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/outcome.h"
#include "planner/situation.h"

struct err;

struct fleet_mix_part {
    size_t option;
    double hosts[PLAN_YEARS_MOST]; // installed, spare ones included
    double *guests;                // of each class, last year, on hosts of this option
};

struct fleet_mix {
    bool is_found;   // else the solver ran out of time, or nothing is possible
    bool is_optimal; // proven
    double gap;      // between the best found and the bound, when not
    struct fleet_mix_part *parts;
    size_t part_count; // 1: one model alone is the cheapest
    size_t class_count;
    double net_present_cost;
};

// The cheapest fleet of the options listed (indices; at most 8 are sensible). Held against
// outcome_of of each alone: it never claims to be cheaper by dropping a cost.
int fleet_mix_of(const struct situation *situation, const size_t *options, size_t count,
                 double seconds, struct fleet_mix *ret_mix, struct err *err);
void fleet_mix_done(struct fleet_mix *mix);

#endif
