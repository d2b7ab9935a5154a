// SPDX-License-Identifier: GPL-3.0-or-later
// How sure a plan is: Monte Carlo over all that is uncertain, what matters most, and where the
// answer turns. Seeded: the same seed gives the same, on any number of threads.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "planner/sizing/situation.h"

struct err;

// One option over all draws. Intervals are 95 % (2.5th and 97.5th percentile of the draws), value
// is the median.
struct option_certainty {
    struct estimate hosts; // installed in the last year
    struct estimate cost;  // net present
    struct estimate guest_month;
    double cheapest_ratio; // share of draws in which it is the cheapest possible one; NAN of an
                           // alternative, which is not in the contest
    double possible_ratio; // share of draws in which any number of such hosts will do
};

// What the cost of the best option is when one input alone goes from its low to its high.
struct tornado_bar {
    char *what; // "energy.price", "web: guests", "web: guests a host (kvm on db1)"
    double low_input, high_input;
    double low_cost, high_cost; // NAN: the option is not possible there
    size_t low_best, high_best; // option that is the cheapest there; SIZE_MAX none is possible
    enum origin origin;
    char *reduce; // what measurement or question would narrow it, or NULL
};

// On the far side of threshold, seen from now, another option is the cheapest.
struct break_even {
    enum assumption assumption; // or ASSUMPTION_TOTAL and what says it
    char *what;                 // "energy.price", "web: growth", "price of R650"
    enum assumption_unit unit;
    double now;
    double threshold; // COUNT: the nearest whole number at which the other is the cheapest
    double distance;  // how far off: |log| of the ratio to now, of what it multiplies in the end
    size_t option;    // the cheapest beyond it
};

struct certainty {
    uint32_t draws;
    struct option_certainty *options; // as in the choices
    size_t option_count;
    struct tornado_bar *bars; // of all inputs that move its cost or the answer; longest first
    size_t bar_count;
    struct break_even *breaks; // nearest first
    size_t break_count;
};

// best: index of the option that the tornado and the break-evens are of; break-evens only where it
// is the cheapest now. What is held fixed is told in docs/plan-certainty.md. 0, or -EINVAL where
// there is no such option.
int certainty_of(const struct plan *plan, const struct capacities *capacities,
                 const struct host_options *choices, size_t best, struct certainty *ret_certainty,
                 struct err *err);
void certainty_done(struct certainty *certainty);

// "energy.price above 0.31 EUR (now 0.25 EUR): M2 is the cheapest." winner: the name of its
// option. New string.
char *break_even_words(const struct break_even *at, const char *currency, const char *winner);

#endif
