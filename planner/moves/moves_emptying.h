// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: guests of some hosts onto others, all or none.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_EMPTYING_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_EMPTYING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/moves/moves.h"

struct moves_state;

struct moves_emptying {
    struct moves_state *state;
    const bool *is_closed;     // [host] takes nobody
    const bool *is_served;     // [host] will be maintained, or was
    const bool *is_maintained; // [host] was: guests stay there; NULL: they come back soon
    const int32_t *maintained; // these hosts, the latest last; it may well be the emptiest
    size_t maintained_count;
    uint64_t *questions;     // that may still be asked before the first place is taken for the best
    enum move_reason reason; // of each move; 0 (repair, which this never is): MOVE_EVACUATE
    bool served_only;        // the others take nobody
};

// Moves all that run on these hosts, which are closed. NULL where it was done; else why not, as a
// new string, and the state is as before. Tries another place for those before where one finds
// none, so many times.
char *moves_emptying_run(const struct moves_emptying *emptying, const int32_t *hosts, size_t count);

#endif
