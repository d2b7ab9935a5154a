// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to "which server, how many, what does it cost, how sure are you?": what reports show.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/curve/capacity.h"
#include "planner/certainty/certainty.h"
#include "planner/curve/curve.h"
#include "planner/mix/fleet_mix.h"
#include "planner/sizing/outcome.h"

struct err;

struct purchase_choice {
    size_t option;       // in the choices
    bool is_alternative; // shown beside them, never the answer (host_option.h)
    struct outcome outcome;
    char *why; // what binds it, or why it is not possible, in a sentence
};

struct purchase {
    const struct plan *plan; // borrowed
    struct curves curves;    // the runs that were read
    struct capacities capacities;
    struct host_options options;
    struct purchase_choice *choices; // cheapest first, then alternatives, impossible ones last
    size_t choice_count;
    struct fleet_mix mix;
    struct certainty certainty;
    char *answer; // one or two sentences: which, how many, what it costs, how sure
    char **notes; // emulation, extrapolation, what was guessed: sentences
    size_t note_count;
    char **advice; // what measurement would reduce the doubt most, first things first
    size_t advice_count;
};

// curves are taken over. 0; -EINVAL where nothing can be planned at all (no model holds any guest
// is no error: the choices say why).
int purchase_of(const struct plan *plan, struct curves *curves, struct purchase *ret_purchase,
                struct err *err);
// Whether any model holds the demand, alternatives aside: then the first choice is the answer.
bool purchase_is_possible(const struct purchase *purchase);

void purchase_done(struct purchase *purchase);

#endif
