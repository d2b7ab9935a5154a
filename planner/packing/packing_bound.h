// SPDX-License-Identifier: GPL-3.0-or-later
// How few bins, or how little cost, any packing needs at least. The judge is not asked: what it
// forbids only makes packings dearer.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_BOUND_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_BOUND_H

#include "planner/packing/packing.h"

struct packing_bound {
    double value; // of the aim; for PACKING_FEWEST a whole number
    const char *by;
};

// The best of: sums of sizes by dimension (over the largest bins first), and, where the kinds of
// items are not too many, in all dimensions or in some, the linear relaxation over patterns by
// column generation, which no dual feasible function exceeds. It is valid where it stops for want
// of time, too (Farley 1990, "A note on bounding a class of linear programming problems, including
// cutting stock problems", Oper. Res. 38(5)).
struct packing_bound packing_bound_of(const struct packing_problem *problem,
                                      const struct packing_options *options);

// The same, but column generation only where many items are of a kind, or in dimensions where they
// are: takes little time.
struct packing_bound packing_bound_of_few(const struct packing_problem *problem,
                                          const struct packing_options *options);

// The same without column generation: at once, for who packs by patterns anyway, or has very little
// time. For PACKING_MOVES both are the same: of the bins that have to be emptied, and of those that
// are too full.
struct packing_bound packing_bound_quick(const struct packing_problem *problem,
                                         const struct packing_options *options);

#endif
