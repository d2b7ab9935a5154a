// SPDX-License-Identifier: GPL-3.0-or-later
// Monte Carlo over all that is uncertain in a plan: what every option came to in every draw. The
// same on any number of threads, since a draw's numbers are made of the seed and its index alone.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_DRAWS_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_DRAWS_H

#include <stddef.h>
#include <stdint.h>

#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_input.h"

struct certainty_draws {
    uint32_t count;
    size_t option_count;
    double *costs;      // [option][draw]: net present; NAN not possible
    float *hosts;       // [option][draw]: installed in the last year
    double *months;     // [draw]: guest-months, the same for all options
    uint32_t *cheapest; // [draw]: option; UINT32_MAX none is possible
};

// As many as the plan asks for, on that many threads.
void certainty_draws_take(const struct certainty_inputs *inputs, unsigned workers,
                          struct certainty_draws *ret_draws);
void certainty_draws_done(struct certainty_draws *draws);

// Percentiles (Hyndman and Fan 1996, type 7) over the draws in which it is possible, and the shares
// of all draws. NAN where there are none.
void certainty_draws_option(const struct certainty_draws *draws, size_t option,
                            struct option_certainty *ret_option);

#endif
