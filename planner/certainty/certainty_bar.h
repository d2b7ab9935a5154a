// SPDX-License-Identifier: GPL-3.0-or-later
// The tornado: what each uncertain number, alone, does to one option's cost and to the answer.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_BAR_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_BAR_H

#include <stddef.h>

#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_input.h"

// Bars of option best, longest first (one end not possible: the longest; equals as in the list),
// into a new array. Inputs that move neither its cost nor which option is the cheapest have none.
void certainty_bars_of(const struct certainty_inputs *inputs, size_t best, unsigned workers,
                       struct tornado_bar **ret_bars, size_t *ret_count);
void tornado_bar_done(struct tornado_bar *bar);

#endif
