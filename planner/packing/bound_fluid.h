// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds that take items for a fluid: only sums of sizes must fit.
#ifndef FULLHOUSE_PLANNER_PACKING_BOUND_FLUID_H
#define FULLHOUSE_PLANNER_PACKING_BOUND_FLUID_H

#include "planner/packing/bound_rest.h"

// The cost that holds each dimension's sum in the bins that hold it cheapest, the worst dimension;
// costs of opening are paid by part but for FEWEST, where whole bins count. In units of the aim,
// without what is paid already and not made safe yet.
double bound_fluid(const struct bound_rest *rest);

#endif
