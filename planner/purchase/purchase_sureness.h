// SPDX-License-Identifier: GPL-3.0-or-later
// How sure an answer is, and which option is its strongest rival.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_SURENESS_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_SURENESS_H

#include "planner/purchase/purchase.h"

struct strbuf;

// Adds sentences, each with a blank before it; nothing where there are no draws. The purchase is
// possible.
void purchase_add_sureness(struct strbuf *out, const struct purchase *purchase);

#endif
