// SPDX-License-Identifier: GPL-3.0-or-later
// Break-even points: how far one number alone may go before another option is the cheapest.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_BREAK_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_BREAK_H

#include <stddef.h>

#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_input.h"

// Of assumptions, counts, growth and prices, in both directions, within a sensible range
// (docs/plan-certainty.md): the first turn met from now outward, bisected. Exact inputs, too.
// Nearest first, into a new array; none where best is not the cheapest now.
void certainty_breaks_of(const struct certainty_inputs *inputs, size_t best, unsigned workers,
                         struct break_even **ret_breaks, size_t *ret_count);
void break_even_done(struct break_even *at);

#endif
