// SPDX-License-Identifier: GPL-3.0-or-later
// What an overhead makes of a scenario: what it begins with, what it refuses, its densities.
#ifndef FULLHOUSE_CLI_OVERHEAD_SCENARIO_H
#define FULLHOUSE_CLI_OVERHEAD_SCENARIO_H

struct err;
struct scenario;

#define OVERHEAD_LABEL "overhead"

// Short windows of all platforms there are, over what scenario_init has.
void overhead_scenario_init(struct scenario *scenario);

// Completes what was read: densities by doubling from guests_min to guests_max where there is no
// list, no service level. 0, or -EINVAL for what is more than one load at one shape.
int overhead_scenario_complete(struct scenario *scenario, struct err *err);

#endif
