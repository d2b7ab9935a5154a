// SPDX-License-Identifier: GPL-3.0-or-later
// What amounts are put together from. Private to planner/amount.
#ifndef FULLHOUSE_PLANNER_AMOUNT_AMOUNT_PART_H
#define FULLHOUSE_PLANNER_AMOUNT_AMOUNT_PART_H

#include <stdint.h>

#include "planner/amount/amount_guess.h"
#include "planner/amount/amounts.h"

struct err;
struct estate;
struct estate_guest;
struct store;

// Whole numbers that never make a guest smaller or a host larger than said; not more than
// AMOUNT_MOST, which sums of all guests stay below.
#define AMOUNT_MOST (INT64_MAX / 4)
int64_t amount_up(double value);
int64_t amount_down(double value);

// Cores that count for a guest by policies that add up (all but CURVE), where no trace tells them.
// NAN for MEAN where nothing does.
double amount_cores(const struct estate_guest *guest, const struct policy *policy,
                    struct amount_guesses *guesses);

// Sizes of CPU out of traces, and for PERCENTILE the traces themselves. Guests without one keep
// what they have.
void amount_traces(const struct estate *estate, const struct policy *policy,
                   struct amounts *amounts);

// Rooms of all but CPU, closed hosts, the most guests, and nodes out of the rooms.
void amount_rooms(const struct estate *estate, const struct policy *policy,
                  struct amounts *amounts);
void amount_nodes(const struct estate *estate, struct amounts *amounts);

// CURVE: sizes and rooms of CPU by what was measured. -EINVAL, -ENOENT.
int amount_curve(const struct estate *estate, const struct policy *policy, struct store *store,
                 struct amounts *amounts, struct amount_guesses *guesses, struct err *err);
// The newest matrix of neighbours in the store, if there is one.
int amount_neighbours(const struct estate *estate, struct store *store, struct amounts *amounts,
                      struct amount_guesses *guesses, struct err *err);

#endif
