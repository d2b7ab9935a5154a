// SPDX-License-Identifier: GPL-3.0-or-later
// The whole answer: where guests shall be, how they get there, what it saves and what it risks.
#ifndef FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_H
#define FULLHOUSE_PLANNER_CONSOLIDATION_CONSOLIDATION_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/amount/amounts.h"
#include "planner/consolidation/saving.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "planner/request/request.h"
#include "planner/risk/risk.h"
#include "planner/target/target.h"

struct err;
struct store;

// The traces' time in two parts: what was planned on, and what was kept apart to judge the plan.
// Where nothing was kept apart, judged is the same as planned.
struct consolidation_risk {
    struct risk_window planned_windows, judged_windows;
    bool is_judged_apart;
    struct risk before_planned, after_planned; // "before": all left as it is
    struct risk before_judged, after_judged;
};

struct consolidation {
    struct estate estate;
    const struct request *request; // not owned
    struct amounts amounts;
    struct target target;
    struct moves moves;
    bool *was_on;               // [host] before: not switched off
    bool *is_on;                // [host] when all is done
    size_t on_before, on_after; // hosts
    struct consolidation_risk risk;
    struct saving saving;
    char *answer; // some sentences: what to do, how sure, what it brings, what it risks
    char **notes; // what to know before one believes it, a sentence each
    size_t note_count;
};

// estate: read already, taken over (left empty) on success. store may be NULL where no run is
// named. 0 also where guests have no place or moves are stuck: the answer says so. -EINVAL for an
// estate, a policy or rules that cannot be; -ENOENT for a run that is not in the store.
int consolidation_compute(struct estate *estate, const struct request *request, struct store *store,
                          struct consolidation *ret_consolidation, struct err *err);
// No guest misplaced, no move stuck, no more hosts than are allowed.
bool consolidation_is_whole(const struct consolidation *consolidation);
// What the aim "moves" was given as a limit, and is not kept: no placement within it was found.
bool consolidation_is_over_hosts(const struct consolidation *consolidation);
void consolidation_done(struct consolidation *consolidation);

#endif
