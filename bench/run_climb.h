// SPDX-License-Identifier: GPL-3.0-or-later
// A run's way up its ladder as far as the host goes: what does not fit is refused and lowers the
// top, what had to be stopped does, too; an open ladder ends where a limit of the host is. Private
// to run*.c.
#ifndef FULLHOUSE_BENCH_RUN_CLIMB_H
#define FULLHOUSE_BENCH_RUN_CLIMB_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/host_limits.h"

struct err;
struct run;
struct step_outcome;

struct run_climb {
    struct host_limits limits;
    bool is_open;  // no top but the host's
    bool is_bound; // a refusal has set the top
    bool is_short; // the budget ended it
    uint32_t refusals, stops, raises;
};

// The ladder's bounds, and what the host has; says what is special about this ladder. folder: whose
// disk the guests' files are on, kept by the caller. 0 or negative errno.
int run_climb_open(struct run *run, const char *folder, struct err *err);

// The density to boot next, in guests or tiles, 0 at the end. What would not fit is refused on the
// way, stored and said. 0 or negative errno: no room for even the fewest guests.
int run_climb_next(struct run *run, uint32_t *ret_units, struct err *err);

// Puts into the run's record how many guests or tiles each limit of the host lets in.
void run_climb_tell_limits(struct run *run);

// What a step tells of a guest's needs; any step, before it is handed on.
void run_climb_learn(struct run *run, const struct step_outcome *outcome);

// Of a run that is resumed: a step that was refused before it began is taken over, and the top
// comes down to what it was then. Whether it was one.
struct step_record;
bool run_climb_takes_refusal(struct run *run, struct step_record *step);

// After the ladder's step that run_steps_last gives: one that was stopped lowers the top. 0 or
// negative errno, as above.
int run_climb_note(struct run *run, struct err *err);

#endif
