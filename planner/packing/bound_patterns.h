// SPDX-License-Identifier: GPL-3.0-or-later
// What the linear relaxation over patterns proves, of all dimensions or, where items are of too
// many kinds in some of them, of the others.
#ifndef FULLHOUSE_PLANNER_PACKING_BOUND_PATTERNS_H
#define FULLHOUSE_PLANNER_PACKING_BOUND_PATTERNS_H

#include "planner/packing/bound_rest.h"

enum { BOUND_KINDS_MOST = 1000, BOUND_BIN_KINDS_MOST = 200 };
enum { BOUND_ITEMS_OF_KIND = 4 }; // on average at least, where kinds are few

// Leaves out the dimensions with most kinds of sizes until items are of so many kinds at most: a
// problem with less to be kept, so that its bounds hold for the whole one. Costs of units count
// only where dimension 0 stays. False, and nothing is written, where no dimension can stay.
bool bound_patterns_narrow(const struct bound_rest *rest, size_t kinds_most,
                           struct bound_rest *ret_narrow);

// Of the rest alone, not yet safe from rounding (bound_rest_safe); 0 where there is nothing.
double bound_patterns(const struct bound_rest *rest, size_t kinds_most,
                      const struct packing_options *options);

#endif
