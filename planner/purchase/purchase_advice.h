// SPDX-License-Identifier: GPL-3.0-or-later
// What to measure or to find out next: what narrows the plan's doubt most.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_ADVICE_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_ADVICE_H

#include "planner/purchase/purchase.h"

// Sets the advice, from the tornado's longest bars; at most five.
void purchase_add_advice(struct purchase *purchase);

#endif
