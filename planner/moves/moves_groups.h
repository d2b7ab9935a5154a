// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: which hosts are maintained together, and in which order.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_GROUPS_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct moves_state;

// Fills group [host] (the first host with its value of the options' label, or itself) and order
// with the hosts that are served, group by group. Returns how many these are.
size_t moves_groups_order(const struct moves_state *state, const bool *is_served, int32_t *group,
                          int32_t *order);

#endif
