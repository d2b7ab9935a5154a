// SPDX-License-Identifier: GPL-3.0-or-later
// A straight line that lies nowhere above a host's eleven powers: what a linear cost may count on.
// Private to planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_LINE_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_LINE_H

#include "planner/market/host_model.h"
#include "planner/target/target_case.h"

struct target_line {
    double idle;  // watts at no load
    double slope; // more watts at full load
};

// The edge of the points' lower convex hull above the load (0 to 1): the highest such line there.
struct target_line target_line_below(const double watts[POWER_POINTS], double load);

// The mean load of hosts that are as full as their scarcest resource lets them be.
double target_line_load(const struct target_case *problem);

// Microcores of load that a guest may be counted with at most, for each unit of CPU it takes: so
// much and no host's guests are counted beyond its cores, where power rises no more and a straight
// line would be above it.
double target_line_part(const struct target_case *problem);

#endif
