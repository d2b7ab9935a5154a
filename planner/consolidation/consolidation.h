// SPDX-License-Identifier: GPL-3.0-or-later
// The whole answer: where guests shall be, how they get there, what it saves and what it risks.
#ifndef FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_H
#define FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "planner/request/request.h"
#include "planner/risk/risk.h"
#include "planner/target/target.h"

struct err;
struct store;

struct consolidation_saving { // a year; absent where not known
    double hosts;
    struct uncertain kwh;
    struct uncertain energy_money;
    struct uncertain host_money;
};

struct consolidation {
    struct estate estate;
    const struct request *request; // not owned
    struct amounts amounts;
    struct target target;
    struct moves moves;
    // Over what was planned on, and over the rest; the same where nothing was kept apart.
    struct risk before_planned, after_planned, before_judged, after_judged;
    bool is_judged_apart;
    bool has_risk;
    struct consolidation_saving saving;
    char *answer; // one sentence or two: what to do, how sure
    char **notes; // what to know before one believes it, a sentence each
    size_t note_count;
};

// estate: read already, taken over (left empty) on success. store may be NULL. 0 also where guests
// have no place or moves are stuck: the answer says so.
int consolidation_compute(struct estate *estate, const struct request *request, struct store *store,
                          struct consolidation *ret_consolidation, struct err *err);
// No guest misplaced, no move stuck.
bool consolidation_is_whole(const struct consolidation *consolidation);
void consolidation_done(struct consolidation *consolidation);

#endif
