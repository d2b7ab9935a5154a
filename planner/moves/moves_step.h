// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: one step of a plan before it has a time, and a list of them in an order in
// which they can be done one after another.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_STEP_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/moves/moves.h"

struct moves_step {
    enum move_kind kind;
    enum move_reason reason;
    int32_t guest, from, to; // as of struct move
    int32_t group;           // of MAINTAIN: those of one group are maintained together
};

struct moves_steps { // zero-initialise
    struct moves_step *list;
    size_t count, capacity;
};

void moves_steps_add(struct moves_steps *steps, struct moves_step step);
void moves_steps_done(struct moves_steps *steps);

#endif
