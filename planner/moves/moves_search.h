// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: the best first search over placements (A*, Hart, Nilsson, Raphael 1968) for
// orders that straight moves and detours do not find.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_SEARCH_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_SEARCH_H

#include <stdbool.h>

struct moves_state;

// From where the state is on. Small fleets (hosts to the power of guests up to
// MOVES_REACH_STATES): from its start, over all placements, so that an order is found whenever
// there is one, with the least memory sent; where there is none, *ret_is_proven, and the state is
// led to the reachable placement with the least left to do that is fine. Larger ones: guests that
// wait and those in their way alone, for a bounded time. True when nothing is pending.
bool moves_search_on(struct moves_state *state, bool *ret_is_proven);

#endif
