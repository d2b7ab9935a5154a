// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: an order of moves that brings guests to their goals. Straight moves first,
// those that mend before all others; then detours; then a search.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_ORDER_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/moves/moves.h"

struct moves_state;

struct moves_order {
    bool is_proven; // that what is left cannot be reached: every state was seen
};

// Appends to the state's moves until nothing is pending, or nothing more was found. What is there
// then is fine: no guest is between its start and its goal, and no rule is broken anew.
void moves_order_find(struct moves_state *state, struct moves_order *ret_order);

// Straight moves alone, until none is allowed. Waiting guests are woken when another leaves their
// goal, so that the work grows with the moves.
void moves_order_straight(struct moves_state *state, enum move_reason reason);

#endif
