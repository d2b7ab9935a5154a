// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: hosts that must be switched on before the first guest comes, and those that may
// be switched off once the last one has left.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_POWER_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_POWER_H

#include <stdbool.h>

#include "planner/moves/moves_step.h"

struct estate;

// The steps with those of hosts put in between. keeps_on: [host] to be on at the end though empty;
// NULL: none. end: [guest] where it is then. is_off: [host], filled: off then.
void moves_power_add(struct moves_steps *steps, const struct estate *estate, const bool *keeps_on,
                     const int32_t *end, bool *is_off);

#endif
