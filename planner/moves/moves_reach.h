// SPDX-License-Identifier: GPL-3.0-or-later
// Which placements of a small fleet can be got to from where guests are, by moves one at a time
// that room and continuous rules allow.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_REACH_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_REACH_H

#include <stdbool.h>
#include <stdint.h>

struct amounts;
struct estate;
struct rule_set;

// More placements than these are not looked through.
#define MOVES_REACH_STATES 200000.0

// Hosts to the power of the guests that can move.
double moves_reach_states(const struct estate *estate);

// The host of each guest. False: enough seen.
typedef bool moves_reach_fn(void *context, const int32_t *host);

// Calls back with each placement that can be reached, the start first, then those that fewer moves
// lead to before others. -E2BIG, and no call, where there are more than MOVES_REACH_STATES.
int moves_reach(const struct estate *estate, const struct amounts *amounts,
                const struct rule_set *rules, moves_reach_fn *reached, void *context);

#endif
