// SPDX-License-Identifier: GPL-3.0-or-later
// How sure a plan is: Monte Carlo over all that is uncertain, what matters most, and where the
// answer turns. Seeded: the same seed gives the same, on any number of threads.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_H
#define FULLHOUSE_PLANNER_CERTAINTY_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "planner/situation.h"

struct err;

// One option over all draws. Intervals are 95 % (2.5th and 97.5th percentile of the draws), value
// is the median.
struct option_certainty {
    struct estimate hosts; // installed in the last year
    struct estimate cost;  // net present
    struct estimate guest_month;
    double cheapest_ratio; // share of draws in which it is the cheapest possible one
    double possible_ratio; // share of draws in which any number of such hosts will do
};

// What the cost of the best option is when one input alone goes from its low to its high.
struct tornado_bar {
    char *what; // "energy.price", "web: guests", "web: guests a host (kvm on db1)"
    double low_input, high_input;
    double low_cost, high_cost;
    size_t low_best, high_best; // option that is the cheapest there
    enum origin origin;
    char *reduce; // what measurement would narrow it, or NULL
};

// Above (or below) threshold, another option is the cheapest.
struct break_even {
    enum assumption assumption; // or ASSUMPTION_TOTAL and what says it
    char *what;                 // "energy.price", "growth of web", "price of R650"
    double now, threshold;
    size_t option; // the cheapest beyond it
};

struct certainty {
    uint32_t draws;
    struct option_certainty *options; // as in the choices
    size_t option_count;
    struct tornado_bar *bars; // longest first
    size_t bar_count;
    struct break_even *breaks; // nearest first, by their ratio to now
    size_t break_count;
};

// best: index of the option that the tornado and the break-evens are of. 0, or -ENOMEM.
int certainty_of(const struct plan *plan, const struct capacities *capacities,
                 const struct host_options *choices, size_t best, struct certainty *ret_certainty,
                 struct err *err);
void certainty_done(struct certainty *certainty);

#endif
