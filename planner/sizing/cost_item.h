// SPDX-License-Identifier: GPL-3.0-or-later
// What money is spent on, and when in a year each is paid. A new cost item is a line here and its
// amount in cost_year.c.
#ifndef FULLHOUSE_PLANNER_SIZING_COST_ITEM_H
#define FULLHOUSE_PLANNER_SIZING_COST_ITEM_H

#include <stdint.h>

// START: on the first day of its year, discounted by (1 + d)^-(year - 1). END: by (1 + d)^-year.
enum cost_due { COST_DUE_START, COST_DUE_END };

// enum, word, when it is due, what it is.
#define COST_ITEMS(X)                                                                              \
    X(PURCHASE, "purchase", START, "hosts bought that year")                                       \
    X(LICENCES, "licences", START, "bought once, with hosts or guests that are added")             \
    X(LICENCE_YEARS, "licence years", END, "paid by the year: subscriptions and maintenance")      \
    X(SUPPORT, "support", END, "of the hosts")                                                     \
    X(ENERGY, "energy", END, "of the hosts themselves")                                            \
    X(COOLING, "cooling", END, "and losses: the site's energy beyond the hosts'")                  \
    X(SPACE, "space", END, "racks and rack units")                                                 \
    X(STAFF, "staff", END, "work on the hosts")                                                    \
    X(RESIDUAL, "residual", END, "what hosts are still worth at the end (negative)")

enum cost_item {
#define X(name, word, due, help) COST_##name,
    COST_ITEMS(X)
#undef X
        COST_ITEM_COUNT
};

const char *cost_item_name(enum cost_item item);

// What the amounts of one year (1, 2, ...) are worth today, at a discount rate a year.
double cost_item_present(const double amounts[COST_ITEM_COUNT], uint32_t year, double rate);

// The same with both factors made: of what is due at the year's start and at its end.
double cost_item_worth(const double amounts[COST_ITEM_COUNT], double start_factor,
                       double end_factor);

// To the hundredth, halves away from zero.
double cost_item_cents(double amount);

#endif
