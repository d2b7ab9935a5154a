// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: why each step is done, and what mends before what does not.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_REASONS_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_REASONS_H

struct moves_state;

// Moves that mend what is broken at the start are put as early as they may be; the others keep
// their order. Then each gets its reason.
void moves_reasons_settle(struct moves_state *state);

#endif
