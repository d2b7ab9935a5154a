// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: detours. Where guests wait for each other, one that is in the way goes to a
// host between, so that another gets to its goal.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_BYPASS_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_BYPASS_H

#include <stdbool.h>

struct moves_bypass;
struct moves_state;

struct moves_bypass *moves_bypass_new(struct moves_state *state);
void moves_bypass_free(struct moves_bypass *bypass);
// Moves what costs the least, in memory sent, to let some pending guest go to its goal, and that
// guest. False, and nothing done, where there is no such thing.
bool moves_bypass_make_room(struct moves_bypass *bypass);

#endif
