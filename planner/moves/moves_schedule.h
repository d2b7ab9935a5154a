// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: when each step of an order starts, side by side with others where room, rules,
// limits and the steps before it allow.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_SCHEDULE_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_SCHEDULE_H

#include <stdbool.h>

#include "planner/moves/moves_step.h"
#include "planner/moves/moves_time.h"

struct amounts;
struct estate;
struct rule_set;

struct moves_slot { // of one step
    double start_s, seconds;
    double downtime_s;
    unsigned wave;
    unsigned from_count, to_count; // migrations on its hosts when it started, itself among them
};

struct moves_schedule {
    const struct estate *estate;
    const struct amounts *amounts;
    const struct rule_set *rules;
    const struct moves_options *options;
    const struct moves_steps *steps; // can be done one after another as they are
    enum moves_end end;
    bool
        is_waves; // all of a wave start together, and none leaves its old host before all are there
};

// Fills slots[step], returns the seconds of it all. A step may overtake others that have to wait:
// each start is judged with all guests that are under way on both their hosts. Where overtaking
// ends in a knot, it is done again without.
double moves_schedule_run(const struct moves_schedule *schedule, struct moves_slot *slots);

#endif
