// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: the hosts while steps are under way: who is on both, who is up, how many
// migrations each carries, and whether one more step may start.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_YARD_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_YARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"
#include "planner/moves/moves_schedule.h"

struct standing;

struct moves_yard {
    const struct moves_schedule *schedule;
    struct standing *standing;
    struct amounts amounts; // as the schedule's, but closed hosts are those of now
    unsigned *carried;      // [host] migrations under way, coming and going
    uint32_t *running;      // [host] guests that are not shut off
    int32_t *host;          // [guest] where it is, until it has arrived elsewhere
    bool *is_down;          // [host] off, or in maintenance
    uint32_t *before;       // [step] steps of the same guest that must end first
    int32_t *after;         // [step] the next step of the same guest, or -1
    size_t *under_way;      // steps, in the order of their starts
    size_t under_way_count, migrations;
    size_t started; // steps, those that have ended, too
    bool restarts;  // a continuous rule asks for them
    bool is_stale;  // the standing does not know yet of hosts that closed
};

enum moves_refusal {
    MOVES_STARTS,
    MOVES_NOT_YET, // a limit, a host that is down, the guest's step before
    MOVES_NO_ROOM, // what room or rules say
};

void moves_yard_init(struct moves_yard *yard, const struct moves_schedule *schedule);
void moves_yard_done(struct moves_yard *yard);
// is_first: all steps before it have started. Maintenance neither overtakes nor is overtaken.
enum moves_refusal moves_yard_may_start(struct moves_yard *yard, size_t step, bool is_first);
void moves_yard_start(struct moves_yard *yard, size_t step);
void moves_yard_end(struct moves_yard *yard, size_t step);

#endif
