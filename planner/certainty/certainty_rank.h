// SPDX-License-Identifier: GPL-3.0-or-later
// What every option costs in a situation, and what it costs with one input moved: only what that
// input enters is evaluated anew.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_RANK_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_RANK_H

#include <stddef.h>

#include "planner/certainty/certainty_input.h"
#include "planner/sizing/outcome.h"

#define CERTAINTY_NONE SIZE_MAX

struct certainty_rank {
    const struct certainty_inputs *inputs; // borrowed
    struct situation situation;            // every number at its value, but for what is being moved
    struct demand_load *loads;             // by basis
    double *now;                           // net present cost by option; INFINITY not possible
    double *moved;                         // the same with an input moved
};

// inputs must outlive it.
void certainty_rank_init(struct certainty_rank *rank, const struct certainty_inputs *inputs);
void certainty_rank_done(struct certainty_rank *rank);

// The costs with an input at z standard deviations, or at a value, and all others as they are: in
// rank->moved, until the next call.
const double *certainty_rank_draw(struct certainty_rank *rank, const struct certainty_input *input,
                                  double z);
const double *certainty_rank_put(struct certainty_rank *rank, const struct certainty_input *input,
                                 double value);

// With an input at the low or high end of its interval.
const double *certainty_rank_end(struct certainty_rank *rank, const struct certainty_input *input,
                                 bool is_high);

// The option that is cheapest, the first of equals; CERTAINTY_NONE where none is possible.
size_t certainty_rank_cheapest(const double *costs, const struct host_options *choices);

#endif
