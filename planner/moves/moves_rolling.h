// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: rolling maintenance. Hosts are emptied one by one, or group by group, while all
// room and continuous rules hold without them.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_ROLLING_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_ROLLING_H

#include <stdbool.h>

#include "planner/moves/moves.h"

struct moves_state;

// Appends to the state's steps from where it is. is_closed: [host] of the state's amounts, changed
// meanwhile and left as it was. keeps_on: [host] on at the end though empty. Hosts that cannot be
// emptied are told as stuck, with why. Guests come back to their hosts, or stay where they were
// brought and the next host is emptied onto the one before: whichever takes fewer moves.
void moves_rolling_add(struct moves_state *state, bool *is_closed, const bool *keeps_on,
                       struct moves *moves);

#endif
